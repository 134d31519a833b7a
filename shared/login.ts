import { z } from 'zod';
import { checkResult, credentialId, credentialKind, namespace } from './credential.ts';
import { appliedTarget, plan } from './target.ts';

/** What the user typed to log in. The secret crosses once, renderer to main. */
export const loginDraft = z.strictObject({
  /** `host[:port]` as `parseRegistry` normalised it. */
  registry: z.string().min(1).max(512),
  /** The login is for this namespace or repository alone, in the files whose readers can tell. */
  namespace: namespace.optional(),
  plainHttp: z.boolean(),
  kind: credentialKind,
  username: z.string().min(1).max(512),
  secret: z.string().min(1).max(65_536),
  label: z.string().max(200),
  /**
   * Other registries that take the same user and secret (registry.connect.redhat.com beside
   * registry.redhat.io). Each becomes a credential of its own with the same targets; the plan shows
   * their keys too. Only `registry` itself is checked.
   */
  alsoFor: z.array(z.string().min(1).max(512)).max(8).optional(),
});
export type LoginDraft = z.infer<typeof loginDraft>;

/** How a login run ended. The draft stays in main, for ten minutes at the most, until committed or discarded. */
export const loginOutcome = z.strictObject({
  check: checkResult,
  /** Null when there is nothing to commit: the credential was rejected, or the run was told to commit and has. */
  draftId: z.uuid().nullable(),
  /** Until when the draft waits; null without one. `drafts.expired` tells where it went sooner. */
  expiresAt: z.iso.datetime().nullable(),
  /** What a commit to the proposed targets would do. */
  plan: plan.nullable(),
  /** Present when the run was started with `commit` and the verdict was `verified`. */
  committed: z
    .strictObject({ credentialId: credentialId, targets: z.array(appliedTarget).max(64) })
    .nullable(),
});
export type LoginOutcome = z.infer<typeof loginOutcome>;
