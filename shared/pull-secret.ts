import { z } from 'zod';
import { checkResult, credentialId, credentialKind } from './credential.ts';
import { PULL_SECRET_FORMS } from './pull-secret-commands.ts';

export const PULL_SECRET_ENTRIES_MAX = 500;

/**
 * For what OpenShift would not take a pull secret; each has its words (`pullSecrets.fault.<fault>`).
 * - `auths-missing`: no `auths`, or none in it
 * - `auth-missing`, `auth-not-base64`, `auth-no-colon`: of one entry
 * - `member-refused`: a member that the machine-config operator does not know; it then takes nothing
 * - `member-not-text`: one that it knows, but as a text
 * - `registry-missing`: a registry that the installer wants is not there
 */
export const PULL_SECRET_FAULTS = [
  'auths-missing',
  'auth-missing',
  'auth-not-base64',
  'auth-no-colon',
  'member-refused',
  'member-not-text',
  'registry-missing',
] as const;
export const pullSecretFault = z.strictObject({
  code: z.enum(PULL_SECRET_FAULTS),
  /** The entry's key, or the registry that is missing; null where it is about no entry. */
  key: z.string().max(1024).nullable(),
  /** The member that is refused. */
  member: z.string().max(512).nullable(),
  /** Both from 1. */
  line: z.number().int().min(1),
  column: z.number().int().min(1),
});
export type PullSecretFault = z.infer<typeof pullSecretFault>;

/** One entry of a pull secret, as the app shows it; never its secret. */
export const pullSecretEntry = z.strictObject({
  key: z.string().max(1024),
  /** `host[:port]` that it logs in to; null for a key that is for no registry. */
  registry: z.string().max(512).nullable(),
  username: z.string().max(512).nullable(),
  /** As the text has it. Nobody pulls with it. */
  email: z.string().max(320).nullable(),
  /** What it most likely is; null where it logs nobody in. */
  kind: credentialKind.nullable(),
  /** When it was issued and ends, where the secret is a token that says so. Nobody vouches for it. */
  issuedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  /** For telemetry: nothing is pulled with it, and nothing is asked. */
  isTelemetry: z.boolean(),
  /** Whether its registry can be asked about it. */
  isCheckable: z.boolean(),
  fault: pullSecretFault.nullable(),
  /** What its registry said of it as it stands; null where it was not asked. */
  check: checkResult.nullable(),
});
export type PullSecretEntry = z.infer<typeof pullSecretEntry>;

/**
 * What was done to one entry since the pull secret was opened.
 * `tidy`: it logs in as before, and other members of it changed
 */
export const pullSecretChange = z.strictObject({
  key: z.string().max(1024),
  action: z.enum(['add', 'replace', 'remove', 'tidy']),
  usernameBefore: z.string().max(512).nullable(),
  usernameAfter: z.string().max(512).nullable(),
});
export type PullSecretChange = z.infer<typeof pullSecretChange>;

/** A pull secret that is being worked on. Main keeps its text, for ten minutes after the last call at the most. */
export const pullSecretView = z.strictObject({
  draftId: z.uuid(),
  entries: z.array(pullSecretEntry).max(PULL_SECRET_ENTRIES_MAX),
  /** The first cause for which it would not be taken; null where it would be. */
  fault: pullSecretFault.nullable(),
  /** Whether members that the machine-config operator does not take can be left out. */
  isUntidy: z.boolean(),
  changes: z.array(pullSecretChange).max(2 * PULL_SECRET_ENTRIES_MAX),
  /** How many edits can be taken back. */
  undoable: z.number().int().min(0),
  /** The stored credentials whose secrets are in it: taking it out asks for a confirmation (`vault.confirm`). */
  credentialIds: z.array(credentialId).max(PULL_SECRET_ENTRIES_MAX),
  /** Where it was saved last as it is now; null where it was not. */
  savedPath: z.string().max(4096).nullable(),
});
export type PullSecretView = z.infer<typeof pullSecretView>;

/** What another pull secret has under a key, beside what this one has. */
export const pullSecretRival = z.strictObject({
  key: z.string().max(1024),
  /** `same`: both log in as the same with the same secret. */
  relation: z.enum(['new', 'same', 'different']),
  usernameHere: z.string().max(512).nullable(),
  usernameThere: z.string().max(512).nullable(),
  isTelemetry: z.boolean(),
  /** Why the entry there would not be taken. */
  fault: pullSecretFault.nullable(),
});
export type PullSecretRival = z.infer<typeof pullSecretRival>;

export const pullSecretForm = z.enum(PULL_SECRET_FORMS);

export const pullSecretCredentials = z.array(credentialId).min(1).max(PULL_SECRET_ENTRIES_MAX);
export const pullSecretKeys = z.array(z.string().max(1024)).min(1).max(PULL_SECRET_ENTRIES_MAX);
