import { z } from 'zod';
import { explanation } from '../lookup.ts';
import { runId } from '../run.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** Which credential each kind of tool would use for a registry or an image. */
  'lookup.explain': {
    input: z.strictObject({ runId, reference: z.string().max(2048) }),
    output: explanation,
  },
} as const satisfies CallSchemas<'lookup'>;
