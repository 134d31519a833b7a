import { z } from 'zod';
import { wireError } from './errors.ts';

/**
 * A place that a tool reads credentials from. Ids are stable words (`runtime`, `docker`, ...) or
 * `file:<uuid>` for a file that the user added; they are not paths.
 */
export const targetId = z.string().regex(/^[a-z0-9][a-z0-9:-]{0,127}$/);
export type TargetId = z.infer<typeof targetId>;

/** The format of a target, which decides how it is parsed and which keys it may hold. */
export const targetFormat = z.enum(['containers-auth', 'docker-config', 'legacy-dockercfg']);
export type TargetFormat = z.infer<typeof targetFormat>;

/**
 * The state of one credential in one target.
 * - `in-sync`: the entry is there and equals the vault's
 * - `missing`: it should be there and is not
 * - `different`: the entry logs in as somebody else, or with another secret
 * - `foreign`: an entry that Pullkeeper did not write and has no credential for
 * - `shadowed`: the entry is there but another entry or a helper wins
 * - `unreadable`: the file cannot be read or parsed
 * - `unknown`: the entry is there; whether it is the same cannot be said while the vault is locked
 */
export const entryState = z.enum([
  'in-sync',
  'missing',
  'different',
  'foreign',
  'shadowed',
  'unreadable',
  'unknown',
]);
export type EntryState = z.infer<typeof entryState>;

/** One entry of a target as the app shows it; never the secret. */
export const targetEntry = z.strictObject({
  key: z.string().max(1024),
  username: z.string().max(512).nullable(),
  state: entryState,
  credentialId: z.uuid().nullable(),
  /** `file`: plain in the file. `helper`: the file hands the host to a credential helper. */
  via: z.enum(['file', 'helper']),
});
export type TargetEntry = z.infer<typeof targetEntry>;

/** A target as the app shows it. The path is for reading only: no call accepts one. */
export const targetView = z.strictObject({
  id: targetId,
  format: targetFormat,
  path: z.string().max(4096),
  /** Which tools read it, by command name. */
  readBy: z.array(z.string().max(32)).max(16),
  exists: z.boolean(),
  /** Gone at the end of the session (a runtime directory on tmpfs). */
  volatile: z.boolean(),
  /** Offered as a place to write to by default. */
  preferred: z.boolean(),
  writable: z.boolean(),
  entries: z.array(targetEntry).max(20_000),
  problem: wireError.nullable(),
});
export type TargetView = z.infer<typeof targetView>;

/** A target without what is in it. */
export const targetPlace = targetView.omit({ entries: true });
export type TargetPlace = z.infer<typeof targetPlace>;

/** What a plan does to one key of one target. */
export const plannedChange = z.strictObject({
  key: z.string().max(1024),
  action: z.enum(['add', 'replace', 'remove', 'unchanged']),
  usernameBefore: z.string().max(512).nullable(),
  usernameAfter: z.string().max(512).nullable(),
  /** `setting`: which helper the file hands a host to; `key` is that host, or `credsStore` for all. */
  via: z.enum(['file', 'helper', 'setting']),
  /** The helper's suffix (`secretservice`), where `via` is not `file`. */
  helper: z.string().max(255).nullable(),
});
export type PlannedChange = z.infer<typeof plannedChange>;

/** So many entries of one target can be changed at once. */
export const CHANGES_MAX = 40_000;

/** What a plan does to one target. `problem` says why nothing can be done there. */
export const plannedTarget = z.strictObject({
  targetId,
  format: targetFormat,
  path: z.string().max(4096),
  exists: z.boolean(),
  changes: z.array(plannedChange).max(CHANGES_MAX),
  /** How many entries of the file stay as they are. */
  untouched: z.number().int().min(0),
  problem: wireError.nullable(),
});
export type PlannedTarget = z.infer<typeof plannedTarget>;

export const plan = z.strictObject({
  targets: z.array(plannedTarget).max(64),
});
export type Plan = z.infer<typeof plan>;

/** A plan that the user looks at; who carries it out names it, so that no other plan is taken for it. */
export const shownPlan = plan.extend({ planId: z.uuid() });
export type ShownPlan = z.infer<typeof shownPlan>;
/** Left out where nothing was shown. */
export const seenPlanId = z.uuid().optional();

/** What became of one target of a plan. */
export const appliedTarget = z.strictObject({
  targetId,
  path: z.string().max(4096),
  outcome: z.enum(['written', 'unchanged', 'failed', 'skipped']),
  changes: z.array(plannedChange).max(CHANGES_MAX),
  /** The change in the history, where it is kept to be undone. */
  historyId: z.uuid().nullable(),
  problem: wireError.nullable(),
});
export type AppliedTarget = z.infer<typeof appliedTarget>;
