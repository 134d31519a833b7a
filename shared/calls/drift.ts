import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { driftNotice } from '../drift.ts';
import { targetId } from '../target.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  /** What other tools did to what was written; `credentials.write` puts it back. */
  'drift.notices': { input: nothing, output: z.array(driftNotice).max(20_000) },
  /**
   * The user accepts it: the credential is no longer meant to be in that target, or takes the secret
   * that the same user has there now.
   */
  'drift.keep-theirs': { input: z.strictObject({ credentialId, targetId }), output: nothing },
} as const satisfies CallSchemas<'drift'>;
