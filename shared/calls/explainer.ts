import { z } from 'zod';
import { explainedText, MAX_PASTED_LENGTH } from '../explainer.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** What an error text means. It stays in this process, and what looks like a secret is not repeated. */
  'explainer.explain': {
    input: z.strictObject({ text: z.string().max(MAX_PASTED_LENGTH) }),
    output: explainedText,
  },
} as const satisfies CallSchemas<'explainer'>;
