import { z } from 'zod';
import { checkedAll, checkResult, credentialId, credentialView } from '../credential.ts';
import { runId } from '../run.ts';
import { appliedTarget, plan, targetId } from '../target.ts';
import { type CallSchemas, nothing, targetIds } from './part.ts';

export const calls = {
  'credentials.list': { input: nothing, output: z.array(credentialView).max(20_000) },
  'credentials.check': {
    input: z.strictObject({ runId, credentialId }),
    output: checkResult,
  },
  /** Every stored credential, a few at a time. A cancelled run answers with what it found. */
  'credentials.check-all': { input: z.strictObject({ runId }), output: checkedAll },
  /** What a logout would remove: the exact key, its URL forms and the Docker Hub aliases. */
  'credentials.plan-logout': {
    input: z.strictObject({ credentialId, targetIds }),
    output: plan,
  },
  'credentials.logout': {
    input: z.strictObject({ credentialId, targetIds }),
    output: z.array(appliedTarget).max(64),
  },
  /** Writes a stored credential to targets (again). */
  'credentials.plan-write': { input: z.strictObject({ credentialId, targetIds }), output: plan },
  'credentials.write': {
    input: z.strictObject({ runId, credentialId, targetIds }),
    output: z.array(appliedTarget).max(64),
  },
  /** Logs out of every target, then removes the secret and the index entry. */
  'credentials.forget': {
    input: z.strictObject({ runId, credentialId }),
    output: z.strictObject({ targets: z.array(appliedTarget).max(64), removed: z.boolean() }),
  },
  /** A foreign entry becomes a credential. Main reads its secret where it is; the target stays as it is. */
  'credentials.adopt': {
    input: z.strictObject({ runId, targetId, key: z.string().max(1024) }),
    output: z.strictObject({ credentialId }),
  },
} as const satisfies CallSchemas<'credentials'>;
