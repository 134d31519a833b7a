import { z } from 'zod';
import { link } from '../links.ts';
import { runId } from '../run.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'app.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string().max(64),
      electron: z.string().max(64),
      chromium: z.string().max(64),
      node: z.string().max(64),
      platform: z.enum(['linux', 'darwin', 'win32']),
      /** Running in a throw-away home against the embedded demo registry. */
      demo: z.boolean(),
      systemLocale: z.string().max(64),
      /** Running as root, which the tools treat as another user than yours. */
      root: z.boolean(),
    }),
  },
  'run.cancel': { input: z.strictObject({ runId }), output: nothing },
  /** Answers a `question` event of a run. */
  'run.answer': {
    input: z.strictObject({ runId, questionId: z.uuid(), allow: z.boolean() }),
    output: nothing,
  },
  'links.open': {
    input: z.strictObject({
      link,
      /** The service account whose own page is meant, by its name; of one link alone. */
      account: z.string().min(1).max(200).optional(),
    }),
    output: nothing,
  },
  /** Starts the embedded registry on loopback; the account it takes is in `shared/demo.ts`. */
  'demo.start': {
    input: nothing,
    output: z.strictObject({ registry: z.string().max(512) }),
  },
} as const satisfies CallSchemas<'app' | 'links' | 'demo' | 'run'>;
