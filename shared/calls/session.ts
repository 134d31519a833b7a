import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { errorCode } from '../errors.ts';
import { runId } from '../run.ts';
import { appliedTarget } from '../target.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  /** Whether the credential's entries that go with the session are written again when the next one begins. */
  'session.keep': {
    input: z.strictObject({ credentialId, everySession: z.boolean() }),
    output: nothing,
  },
  /** Writes every login that went with an earlier session again, whether it is kept for every session or not. */
  'session.put-back': {
    input: z.strictObject({ runId }),
    output: z
      .array(
        z.strictObject({
          credentialId,
          targets: z.array(appliedTarget).max(64),
          /** Why nothing was written. */
          problem: errorCode.nullable(),
        }),
      )
      .max(20_000),
  },
} as const satisfies CallSchemas<'session'>;
