import { z } from 'zod';
import { runId } from '../run.ts';
import { language } from '../settings.ts';
import { SHELLS } from '../shell-quoting.ts';
import { type CallSchemas, nothing } from './part.ts';

/**
 * What is handed on. The page names it; its text is made in main, from what main knows, so that nothing that
 * was not scrubbed can be passed through.
 */
const handedOn = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('diagnosis'),
    /** The run that it came from. */
    of: runId,
    format: z.enum(['md', 'json']),
  }),
  z.strictObject({ what: z.literal('allow-list'), format: z.enum(['md', 'csv']) }),
  z.strictObject({
    what: z.literal('image-commands'),
    image: z.strictObject({
      registry: z.string().min(1).max(512),
      repository: z.string().min(1).max(1024),
      reference: z.string().max(512).nullable(),
    }),
    shell: z.enum(SHELLS),
    format: z.literal('txt'),
  }),
  z.strictObject({
    what: z.literal('shown-login'),
    /** See `AuthScope`. */
    scope: z.string().min(1).max(1024),
    format: z.literal('txt'),
  }),
]);

const input = z.strictObject({
  content: handedOn,
  /** What the page is shown in. */
  language,
});

export const calls = {
  /**
   * Main asks where; the file has mode 0600. Null: the user chose no place. Rejects with RUN_UNKNOWN where
   * nothing is kept of the run.
   */
  'report.save': { input, output: z.strictObject({ path: z.string().max(4096).nullable() }) },
  'report.copy': { input, output: nothing },
} as const satisfies CallSchemas<'report'>;
