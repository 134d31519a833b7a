import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { pullCheck } from '../image-check.ts';
import { runId } from '../run.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /**
   * Asks for an image's manifest, with the stored credential where one is named. Nothing is written, and a
   * registry where nobody logs in gets no credential.
   */
  'images.check': {
    input: z.strictObject({
      runId,
      /** What the user pasted; `parseRegistry` reads it. */
      image: z.string().min(1).max(2048),
      credentialId: credentialId.nullable(),
    }),
    output: pullCheck,
  },
} as const satisfies CallSchemas<'images'>;
