import { z } from 'zod';
import { credentialId, credentialKind, namespace } from './credential.ts';
import { wireError } from './errors.ts';
import { appliedTarget } from './target.ts';

/** What the app reads of a file or a paste at the most. What is cut off there is refused, not ignored. */
export const IMPORT_BYTES_MAX = 2 * 1024 * 1024;
export const IMPORT_CANDIDATES_MAX = 500;

/** What a text was recognised as, by its content alone. Each has its words (`import.source.<source>`). */
export const IMPORT_SOURCES = [
  'containers-auth',
  'docker-config',
  'legacy-dockercfg',
  'kubernetes',
  'command',
  'pair',
  'helper-list',
  'helper-get',
] as const;
export const importSource = z.enum(IMPORT_SOURCES);
export type ImportSource = z.infer<typeof importSource>;

/** Why a candidate cannot be imported as it stands. Each has its words (`import.problem.<problem>`). */
export const IMPORT_PROBLEMS = [
  /** `cloud.openshift.com`: for telemetry; nothing is pulled from there. */
  'telemetry',
  'login-not-needed',
  'namespace',
  'registry-invalid',
  'identity-token',
  'empty',
  'bad-base64',
  'not-utf8',
  'no-colon',
  'empty-username',
  'empty-secret',
  'ignored-members',
  /** The text says who, but not with what secret: a helper's `list`, a login that asks. */
  'no-secret',
  'no-username',
  /** A variable, a substitution or a file: what the shell would put there is not in the text. */
  'not-literal',
  'username-invalid',
  'secret-invalid',
] as const;
export const importProblem = z.enum(IMPORT_PROBLEMS);
export type ImportProblem = z.infer<typeof importProblem>;

export const IMPORT_SHELLS = ['sh', 'fish', 'powershell', 'cmd'] as const;
export const importShell = z.enum(IMPORT_SHELLS);
export type ImportShell = z.infer<typeof importShell>;

/**
 * How a candidate compares with what is stored.
 * - `new`: nothing is stored for the registry
 * - `other-user`: only other users are
 * - `same`: this user with this secret is
 * - `different`: this user is, with another secret, which an import replaces
 * - `undecided`: this user is; the store is locked, so whether the secret is the same cannot be said
 */
export const IMPORT_CONFLICTS = ['new', 'other-user', 'same', 'different', 'undecided'] as const;
export const importConflict = z.enum(IMPORT_CONFLICTS);
export type ImportConflict = z.infer<typeof importConflict>;

/** A credential that was found in a text, as the app shows it; never the secret. */
export const importCandidate = z.strictObject({
  id: z.uuid(),
  /** The auth key as the text has it; null where it names none. */
  key: z.string().max(1024).nullable(),
  /** `host[:port]`; null where the user has to say which. */
  registry: z.string().max(512).nullable(),
  /** The only namespace of the registry that it is for; null for all of it. */
  namespace: namespace.nullable(),
  username: z.string().max(512).nullable(),
  kind: credentialKind,
  /** The object that holds it (`namespace/name` of a Secret); null where there is none. */
  holder: z.string().max(512).nullable(),
  /** The shell whose quoting it was read by, where others read it differently. */
  shell: importShell.nullable(),
  /** When it was issued and ends, where the secret is a token that says so. Nobody vouches for it. */
  issuedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  problem: importProblem.nullable(),
  /** Null where there is a problem or no registry yet. */
  conflict: importConflict.nullable(),
  /** Who else is stored for the registry. */
  otherUsers: z.array(z.string().max(512)).max(16),
  /** Candidates of one text for the same registry and user with different secrets: at most one is taken. */
  rivals: z.array(z.uuid()).max(IMPORT_CANDIDATES_MAX),
  /** Whether registry.connect.redhat.com takes the same credential, and is not in the text itself. */
  sharesWithConnect: z.boolean(),
});
export type ImportCandidate = z.infer<typeof importCandidate>;

/** What was found in a text. Main keeps the secrets, for ten minutes at the most. */
export const importDraft = z.strictObject({
  draftId: z.uuid(),
  /** Until when it waits. `drafts.expired` tells where it went sooner. */
  expiresAt: z.iso.datetime(),
  source: importSource,
  candidates: z.array(importCandidate).max(IMPORT_CANDIDATES_MAX),
  /** Documents of the text that could not be read; the others were. */
  faults: z.array(wireError).max(100),
});
export type ImportDraft = z.infer<typeof importDraft>;

/** A candidate that the user wants, and whether registry.connect.redhat.com shall have it too. */
export const importChoice = z.strictObject({
  candidateId: z.uuid(),
  alsoConnect: z.boolean(),
});
export type ImportChoice = z.infer<typeof importChoice>;

/** What became of one candidate. `unchanged`: it was stored already, with the same secret. */
export const importResult = z.strictObject({
  candidateId: z.uuid(),
  /** `host[:port]`, with the namespace where it is for one. */
  registry: z.string().max(768),
  username: z.string().max(512),
  outcome: z.enum(['stored', 'replaced', 'unchanged', 'failed']),
  credentialId: credentialId.nullable(),
  problem: wireError.nullable(),
});
export type ImportResult = z.infer<typeof importResult>;

export const importOutcome = z.strictObject({
  results: z.array(importResult).max(2 * IMPORT_CANDIDATES_MAX),
  targets: z.array(appliedTarget).max(64),
});
export type ImportOutcome = z.infer<typeof importOutcome>;
