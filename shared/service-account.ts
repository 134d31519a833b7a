import { z } from 'zod';
import { checkResult, credentialId } from './credential.ts';
import { EXPORT_USES_MAX, exportUse } from './exporting.ts';
import { redHatSettings } from './red-hat-settings.ts';
import { entryState, plan, targetId } from './target.ts';

/** The registry that takes the same accounts as `RED_HAT_REGISTRY`. */
export const RED_HAT_CONNECT = 'registry.connect.redhat.com';

/** The name as the portal's form takes it, without the prefix. What it may be made of is nowhere documented. */
export const serviceAccountName = z.string().min(1).max(200);
export const serviceAccountDescription = z.string().max(1000);

/** The part of `1234567|name` after the first bar; the portal's pages and API know the account by it. */
export function nameOfServiceAccount(username: string): string {
  return username.slice(username.indexOf('|') + 1);
}

/**
 * What somebody may do with an organization's accounts. `unknown`: signed in, but the identity provider
 * does not say; the service decides.
 */
export const ROLES = ['org-admin', 'user', 'unknown'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** Whether an account may be changed, and by which rule. Each has its words (`serviceAccounts.rule.<rule>`). */
export const CHANGE_RULES = ['own', 'administrator', 'others', 'unknown'] as const;
export type ChangeRule = (typeof CHANGE_RULES)[number];

/**
 * The article's rule: an Organization Administrator changes every account of the organization, others
 * only those that they created. Everybody sees all of them, with their credentials.
 */
export function changeRule(
  me: { readonly role: Role; readonly usernames: readonly string[] },
  createdBy: string | null,
): { readonly rule: ChangeRule; readonly allowed: boolean } {
  const owner = createdBy?.toLowerCase();
  if (me.usernames.some((name) => name.toLowerCase() === owner))
    return { rule: 'own', allowed: true };
  if (me.role === 'org-admin') return { rule: 'administrator', allowed: true };
  return me.role === 'user'
    ? { rule: 'others', allowed: false }
    : { rule: 'unknown', allowed: true };
}

/** Who is signed in. */
export const redHatAccount = z.strictObject({
  username: z.string().max(512),
  /** Every name that `createdBy` may know the user by. */
  usernames: z.array(z.string().max(512)).max(8),
  organization: z.string().max(256),
  role,
});
export type RedHatAccount = z.infer<typeof redHatAccount>;

export const redHatStatus = z.strictObject({
  settings: redHatSettings,
  /** `locked`: the store of the secrets has to be opened to know. */
  state: z.enum(['not-configured', 'signed-out', 'signed-in', 'locked']),
  account: redHatAccount.nullable(),
});
export type RedHatStatus = z.infer<typeof redHatStatus>;

/** An account as the service knows it; never what logs in with it. */
export const remoteAccount = z.strictObject({
  name: z.string().max(512),
  /** `<number>|<name>`; null where the list does not say. */
  username: z.string().max(512).nullable(),
  description: z.string().max(4096),
  createdAt: z.string().max(64).nullable(),
  createdBy: z.string().max(512).nullable(),
  updatedBy: z.string().max(512).nullable(),
  /** When it was generated last. */
  issuedAt: z.string().max(64).nullable(),
});
export type RemoteAccount = z.infer<typeof remoteAccount>;

export const REMOTE_PAGE = 50;
export const remotePage = z.strictObject({
  accounts: z.array(remoteAccount).max(REMOTE_PAGE),
  /** Where the next page begins; null after the last one. */
  nextOffset: z.number().int().min(0).nullable(),
});
export type RemotePage = z.infer<typeof remotePage>;

/**
 * Where a rotation stands; each is what is done next.
 * - `regenerate`: nothing has happened, or nobody knows whether the service has made a new one
 * - `verify`: the new one is in the store, beside the old one
 * - `write`: the credentials have it; the files may not
 * - `done`
 */
export const ROTATION_STAGES = ['regenerate', 'verify', 'write', 'done'] as const;
export const rotationStage = z.enum(ROTATION_STAGES);
export type RotationStage = z.infer<typeof rotationStage>;

/** A replacement of an account's secret, as the journal keeps it; without any secret. */
export const rotation = z.strictObject({
  username: z.string().max(512),
  stage: rotationStage,
  /** Whether the service is asked for the new one, or the user brings it. */
  by: z.enum(['service', 'user']),
  startedAt: z.iso.datetime(),
  /** When the service had generated the one before, as it said then. */
  issuedBefore: z.string().max(64).nullable(),
  /** The targets that were written and read back. */
  written: z.array(targetId).max(64),
  finishedAt: z.iso.datetime().nullable(),
});
export type Rotation = z.infer<typeof rotation>;

/** A place on this machine that has the account's credential. */
export const accountPlace = z.strictObject({
  credentialId,
  targetId,
  path: z.string().max(4096),
  registry: z.string().max(768),
  state: entryState,
});
export type AccountPlace = z.infer<typeof accountPlace>;

/** An account that the store has credentials of, and everything that is known to use it. */
export const localAccount = z.strictObject({
  username: z.string().max(512),
  description: z.string().max(200),
  credentials: z
    .array(
      z.strictObject({
        id: credentialId,
        registry: z.string().max(768),
        lastCheck: checkResult.nullable(),
      }),
    )
    .max(64),
  /** When it was issued, where the secret says so. `unread`: the store is locked. */
  issuedAt: z.union([z.iso.datetime(), z.literal('unread')]).nullable(),
  storedAt: z.iso.datetime(),
  places: z.array(accountPlace).max(1024),
  exports: z.array(exportUse).max(EXPORT_USES_MAX),
  /** The last replacement of its secret, under way or done. */
  rotation: rotation.nullable(),
});
export type LocalAccount = z.infer<typeof localAccount>;

/** What a rotation would write, and what it cannot reach. */
export const rotationPlan = z.strictObject({ plan, exports: localAccount.shape.exports });
export type RotationPlan = z.infer<typeof rotationPlan>;

/** The exports that were made before the account's secret was replaced: they still have the old one. */
export function outdatedExports({ exports, rotation }: LocalAccount): LocalAccount['exports'] {
  if (rotation === null || rotation.stage === 'regenerate' || rotation.stage === 'verify')
    return [];
  return exports.filter(({ at }) => at < rotation.startedAt);
}
