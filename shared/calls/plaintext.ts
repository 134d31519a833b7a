import { z } from 'zod';
import { plaintextFile } from '../plaintext.ts';
import { runId } from '../run.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** Looks through the files that tools read, their copies, downloads and histories of shells. Changes nothing. */
  'plaintext.find': {
    input: z.strictObject({ runId }),
    output: z.strictObject({
      files: z.array(plaintextFile).max(2000),
      /** How many files were looked at; more than the limit were not. */
      looked: z.number().int().min(0),
    }),
  },
} as const satisfies CallSchemas<'plaintext'>;
