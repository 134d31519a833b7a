import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { loginDraft, loginOutcome } from '../login.ts';
import { runId } from '../run.ts';
import { appliedTarget, plan } from '../target.ts';
import { type CallSchemas, nothing, targetIds } from './part.ts';

export const calls = {
  /** ping -> challenge -> token -> verdict; then waits for `login.commit`, or commits when told to. */
  'login.start': {
    input: z.strictObject({
      runId,
      draft: loginDraft,
      /** Commit at once if the verdict is `verified`. */
      commit: z.strictObject({ targetIds }).nullable(),
    }),
    output: loginOutcome,
  },
  /**
   * Checks a draft that waits once more: the network was mended, or an authority is trusted by now. Its time
   * begins anew. A check that is stopped leaves it; a rejected one is dropped.
   */
  'login.check-again': {
    input: z.strictObject({ runId, draftId: z.uuid() }),
    output: loginOutcome.extend({
      registry: z.string().max(512),
      username: z.string().max(512),
    }),
  },
  'login.plan': { input: z.strictObject({ draftId: z.uuid(), targetIds }), output: plan },
  /** Secret to the store, read back; index; then each target, one result each. */
  'login.commit': {
    input: z.strictObject({
      runId,
      draftId: z.uuid(),
      targetIds,
      /** Whether it comes back with every session; null or absent leaves that as it is. */
      everySession: z.boolean().nullable().optional(),
    }),
    output: z.strictObject({ credentialId, targets: z.array(appliedTarget).max(64) }),
  },
  'login.discard': { input: z.strictObject({ draftId: z.uuid() }), output: nothing },
} as const satisfies CallSchemas<'login'>;
