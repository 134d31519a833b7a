import { z } from 'zod';
import { errorCode } from './errors.ts';
import { isNamespace } from './image-reference.ts';
import { entryState, targetId } from './target.ts';

/** What a credential is, which decides help, shape checks and warnings. */
export const CREDENTIAL_KINDS = [
  'red-hat-login',
  'service-account',
  'robot',
  'token',
  'other',
] as const;
export const credentialKind = z.enum(CREDENTIAL_KINDS);
export type CredentialKind = z.infer<typeof credentialKind>;

export const credentialId = z.uuid();

/** The four words a check may end with; "not checked" is never shown as "verified". */
export const verdict = z.enum(['verified', 'rejected', 'not-checked', 'unreachable']);
export type Verdict = z.infer<typeof verdict>;

/** Why a check ended as it did. Each has its words and its next step in every locale (`check.<reason>`). */
export const CHECK_REASONS = [
  // verified
  'token-issued',
  'basic-accepted',
  // rejected
  'credential-rejected',
  'credential-not-sent',
  // not checked: the registry answered, but not in a way that says anything about the credential
  'no-login-needed',
  'ping-forbidden',
  'ping-not-found',
  'ping-server-error',
  'ping-not-a-registry',
  'ping-unexpected-status',
  'challenge-missing',
  'challenge-without-realm',
  'challenge-unsupported',
  'realm-refused',
  'realm-not-https',
  'realm-private-address',
  'realm-declined',
  'token-forbidden',
  'token-server-error',
  'token-not-json',
  'token-missing',
  /** The token says that it was issued to nobody: the password was not looked at. */
  'token-anonymous',
  'token-unexpected-status',
  'rate-limited',
  'redirect-refused',
  'answer-too-large',
  /** A file of the registry's certs.d directory cannot be used; the message names it. */
  'trust-unusable',
  'cancelled',
  // unreachable
  'dns-not-found',
  'dns-failed',
  'connection-refused',
  'network-unreachable',
  'connection-reset',
  'timed-out',
  'tls-untrusted',
  'tls-self-signed',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-wrong-host',
  'tls-failed',
  'http-on-tls-port',
  'tls-on-http-port',
  'proxy-unusable',
  'proxy-unreachable',
  'proxy-authentication',
  'proxy-refused',
] as const;
export const checkReason = z.enum(CHECK_REASONS);
export type CheckReason = z.infer<typeof checkReason>;

/** The result of one check of one credential against its registry. */
export const checkResult = z.strictObject({
  verdict,
  reason: checkReason,
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  durationMs: z.number().int().min(0),
  /** The host that answered last: the registry or the token server. */
  host: z.string().max(512).nullable(),
  httpStatus: z.number().int().min(100).max(599).nullable(),
  /** What the registry itself said, one line, scrubbed; null where it said nothing. */
  message: z.string().max(512).nullable(),
  /** How long a rate-limited registry asked to wait, where it said so. */
  retryAfterSeconds: z.number().int().min(0).optional(),
});
export type CheckResult = z.infer<typeof checkResult>;

/** What came of checking every stored credential. */
export const checkedAll = z.strictObject({
  /** Some were not asked about because the user stopped it. */
  cancelled: z.boolean(),
  results: z
    .array(
      z.strictObject({
        credentialId,
        /** Null where it was not asked about, or could not be. */
        check: checkResult.nullable(),
        /** Why it could not be, where that is about this credential alone. */
        problem: errorCode.nullable(),
      }),
    )
    .max(20_000),
});
export type CheckedAll = z.infer<typeof checkedAll>;

/** `org` or `org/repository`, as an image reference spells it. */
export const namespace = z.string().min(1).max(255).refine(isNamespace);

/** A word that the user puts on credentials to find them by. */
export const tag = z.string().trim().min(1).max(50);

/** What the user wrote about a credential. */
export const credentialDetails = z.strictObject({
  /** Who answers for it: a person or a team. */
  owner: z.string().max(200),
  notes: z.string().max(4000),
  tags: z.array(tag).max(20),
});
export type CredentialDetails = z.infer<typeof credentialDetails>;

/** What is known of a credential without its secret: what the index keeps. */
export const credentialMeta = z.strictObject({
  id: credentialId,
  /** `host[:port]`, lower case, as in an auth key. */
  registry: z.string().min(1).max(512),
  /** The only namespace or repository of the registry that it is for; absent for the whole registry. */
  namespace: namespace.optional(),
  /** Whether the registry is spoken to without TLS because the user said so. */
  plainHttp: z.boolean(),
  username: z.string().min(1).max(512),
  kind: credentialKind,
  label: z.string().max(200),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  lastCheck: checkResult.nullable(),
  /** The targets that the user chose to keep this credential in. */
  targets: z.array(targetId).max(64),
  details: credentialDetails.optional(),
  /** Whether what goes with the session is written again when the next one begins. Absent: it is not. */
  everySession: z.boolean().optional(),
});
export type CredentialMeta = z.infer<typeof credentialMeta>;

/** A credential as the list shows it: the index entry plus what the files say now. */
export const credentialView = credentialMeta.extend({
  states: z
    .array(
      z.strictObject({
        targetId,
        key: z.string().max(1024),
        state: entryState,
        /** Whom the entry in the file logs in as, where that is known. */
        username: z.string().max(512).nullable(),
      }),
    )
    .max(256),
});
export type CredentialView = z.infer<typeof credentialView>;
