import { z } from 'zod';
import {
  checkedAll,
  checkResult,
  credentialDetails,
  credentialId,
  credentialMeta,
  credentialView,
} from '../credential.ts';
import { credentialFacets, credentialPage, credentialQuery } from '../credential-query.ts';
import { runId } from '../run.ts';
import { appliedTarget, seenPlanId, shownPlan, targetId } from '../target.ts';
import { type CallSchemas, nothing, targetIds } from './part.ts';

const credentialIds = z.array(credentialId).max(20_000);

export const calls = {
  'credentials.list': { input: nothing, output: z.array(credentialView).max(20_000) },
  /** The first page of all: what a window shows first. */
  'credentials.first': { input: nothing, output: credentialPage },
  'credentials.find': {
    input: credentialQuery.extend({ from: z.number().int().min(0) }),
    output: credentialPage,
  },
  /** Those of these that are still known. */
  'credentials.get': {
    input: z.strictObject({ credentialIds: z.array(credentialId).max(500) }),
    output: z.array(credentialView).max(500),
  },
  /** The ids of all that match, in order. */
  'credentials.matching': { input: credentialQuery, output: credentialIds },
  'credentials.facets': { input: nothing, output: credentialFacets },
  'credentials.edit': {
    input: z.strictObject({
      credentialId,
      label: credentialMeta.shape.label,
      details: credentialDetails,
    }),
    output: nothing,
  },
  'credentials.check': {
    input: z.strictObject({ runId, credentialId }),
    output: checkResult,
  },
  /** Every stored credential or the chosen ones, a few at a time. A cancelled run answers with what it found. */
  'credentials.check-all': {
    input: z.strictObject({ runId, credentialIds: credentialIds.optional() }),
    output: checkedAll,
  },
  /** What a logout would remove: the exact key, its URL forms and the Docker Hub aliases. */
  'credentials.plan-logout': {
    input: z.strictObject({ credentialId, targetIds }),
    output: shownPlan,
  },
  'credentials.logout': {
    input: z.strictObject({ credentialId, targetIds, planId: seenPlanId }),
    output: z.array(appliedTarget).max(64),
  },
  /** What logging out of several at once would remove, from every target that has any of them. */
  'credentials.plan-logout-all': { input: z.strictObject({ credentialIds }), output: shownPlan },
  'credentials.logout-all': {
    input: z.strictObject({ credentialIds, targetIds, planId: seenPlanId }),
    output: z.array(appliedTarget).max(64),
  },
  /** Writes a stored credential to targets (again). */
  'credentials.plan-write': {
    input: z.strictObject({ credentialId, targetIds }),
    output: shownPlan,
  },
  'credentials.write': {
    input: z.strictObject({ runId, credentialId, targetIds, planId: seenPlanId }),
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
