import { z } from 'zod';
import { auditEntry } from '../audit.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  /** The newest first. Every word of the query has to be in the entry. */
  'audit.list': {
    input: z.strictObject({
      query: z.string().max(200),
      limit: z.number().int().min(1).max(2000),
    }),
    output: z.array(auditEntry).max(2000),
  },
  /** Main asks where; the file has mode 0600 and one JSON object a line. Null: the user chose no place. */
  'audit.export': {
    input: nothing,
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
} as const satisfies CallSchemas<'audit'>;
