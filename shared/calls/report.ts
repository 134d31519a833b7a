import { z } from 'zod';
import { type CallSchemas, nothing } from './part.ts';

/** A text that the page made to be handed on: a report, an allow-list. */
const reportText = z.string().min(1).max(4_194_304);

export const calls = {
  /** Main asks where; the file has mode 0600. Null: the user chose no place. */
  'report.save': {
    input: z.strictObject({
      name: z.enum(['diagnosis.md', 'diagnosis.json', 'allow-list.csv', 'allow-list.md']),
      text: reportText,
    }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
  'report.copy': { input: z.strictObject({ text: reportText }), output: nothing },
} as const satisfies CallSchemas<'report'>;
