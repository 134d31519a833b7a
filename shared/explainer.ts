import { z } from 'zod';
import { cause } from './diagnosis.ts';

/** A line of a pasted text that is known, and what it means. */
export const explainedLine = z.strictObject({
  /** Without what may be a secret in it. */
  line: z.string().max(600),
  /** The likeliest first. */
  causes: z.array(cause).min(1).max(6),
});

/** What a pasted error text says. */
export const explainedText = z.strictObject({
  /** What explains most first; empty where nothing is known. */
  lines: z.array(explainedLine).max(20),
  /** `host[:port]` that the text is about; null where it names none. */
  registry: z.string().max(512).nullable(),
  /** As a reference; null where it names none. */
  image: z.string().max(1024).nullable(),
  /** A credential file that it names. */
  path: z.string().max(4096).nullable(),
  /** Something in the text looked like a secret and is not repeated. */
  redacted: z.boolean(),
});
export type ExplainedText = z.infer<typeof explainedText>;

/** How much text is read. */
export const MAX_PASTED_LENGTH = 131_072;
