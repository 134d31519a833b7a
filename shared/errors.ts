import { z } from 'zod';

/**
 * Every error that may cross IPC. The list is closed: each code has a title, a cause and a remedy
 * in every locale (`errors.<code>.{title,cause,remedy}`), and a code without them does not compile.
 */
export const ERROR_CODES = [
  // the process boundary
  'IPC_UNTRUSTED_SENDER',
  'IPC_INVALID_INPUT',
  'IPC_INVALID_OUTPUT',
  'INTERNAL',
  // long work
  'CANCELLED',
  'RUN_UNKNOWN',
  'DRAFT_EXPIRED',
  'PLAN_STALE',
  // what the user typed
  'REGISTRY_INVALID',
  'LOGIN_NOT_NEEDED',
  'USERNAME_INVALID',
  'SECRET_INVALID',
  'CREDENTIAL_UNKNOWN',
  'CREDENTIAL_EXISTS',
  'TARGET_UNKNOWN',
  /** The target has no such entry any more. */
  'ENTRY_UNKNOWN',
  /** An entry that cannot become a credential; `reason` says why. */
  'ENTRY_NOT_ADOPTABLE',
  /** A change that was never recorded, or is too old by now. */
  'HISTORY_UNKNOWN',
  /** Undone already. */
  'HISTORY_UNDONE',
  // the store that holds the secrets
  'STORE_LOCKED',
  'STORE_CANCELLED',
  'STORE_UNREACHABLE',
  'STORE_TIMED_OUT',
  'STORE_CRASHED',
  'STORE_BACKEND_CHANGED',
  'STORE_SECRET_MISSING',
  'STORE_READBACK_MISMATCH',
  /** What is in memory alone would be lost. */
  'STORE_CANNOT_LOCK',
  // the store in a file that a passphrase opens
  'STORE_PASSPHRASE_WRONG',
  'STORE_DAMAGED',
  'STORE_NEWER',
  'STORE_NOT_SET_UP',
  'STORE_EXISTS',
  /** A secret is shown only after the user has shown to be the user. */
  'PRESENCE_NEEDED',
  // what the app keeps beside the secrets
  'INDEX_UNREADABLE',
  'PROFILES_UNREADABLE',
  'PROXY_UNREADABLE',
  'DOCUMENT_UNREADABLE',
  // credential files
  'FILE_MALFORMED',
  'FILE_TOO_LARGE',
  'FILE_READ_ONLY',
  'FILE_NOT_PERMITTED',
  'FILE_NO_DIRECTORY',
  'FILE_NO_SPACE',
  'FILE_IO',
  'FILE_NOT_REGULAR',
  'FILE_LINK_LOOP',
  'FILE_LINK_DANGLING',
  'FILE_HARD_LINKED',
  'FILE_FOREIGN_OWNER',
  'FILE_UNSAFE_PARENT',
  'FILE_CONTENDED',
  'FILE_KEY_REFUSED',
  // credential helpers
  'HELPER_GOVERNS',
  'HELPER_MISSING',
  'HELPER_FAILED',
  'HELPER_TIMED_OUT',
  'HELPER_BAD_REPLY',
  // what is imported
  /** Not UTF-8 text: UTF-16, NULs, a picture. */
  'IMPORT_NOT_TEXT',
  /** Larger, deeper or slower than is read; `reason` says which. */
  'IMPORT_LIMIT',
  'IMPORT_MALFORMED',
  'IMPORT_NOTHING_FOUND',
  /** A candidate that is not there, or cannot be taken as it stands. */
  'IMPORT_NOT_POSSIBLE',
  // the settings
  /** An administrator of the machine set it. */
  'SETTING_MANAGED',
  // what is exported
  /** Two of the chosen credentials are for the same key, of which a file has one. */
  'EXPORT_SAME_KEY',
  /** A login of one namespace, in a form whose readers know hosts alone. */
  'EXPORT_KEY_REFUSED',
  /** A personal login is about to go to a shared system, and the user has not agreed to that. */
  'EXPORT_PERSONAL_LOGIN',
  // pull secrets
  /** Not what OpenShift reads, or nothing that can be changed without losing something. */
  'PULL_SECRET_MALFORMED',
  /** OpenShift would not take it, and the user has not agreed to that. */
  'PULL_SECRET_FAULTY',
  // profiles
  'PROFILE_UNKNOWN',
  /** Another profile has that name. */
  'PROFILE_EXISTS',
  /** Two of its credentials are for the same key of the same target. */
  'PROFILE_SAME_KEY',
  // Red Hat's service accounts
  'RED_HAT_NOT_CONFIGURED',
  'RED_HAT_SETTINGS_INVALID',
  'RED_HAT_SIGN_IN_FAILED',
  /** The sign-in is over: nobody is signed in, or the service takes the token no more. */
  'RED_HAT_SIGNED_OUT',
  'RED_HAT_UNREACHABLE',
  /** The role of the user does not allow it. */
  'RED_HAT_DENIED',
  'RED_HAT_NOT_FOUND',
  /** An account of that name exists. */
  'RED_HAT_CONFLICT',
  /** The service answered, but with nothing that can be used. */
  'RED_HAT_ANSWER',
  /** What was pasted is not one user with one token. */
  'SERVICE_ACCOUNT_PASTE',
  /** It belongs to another account. */
  'SERVICE_ACCOUNT_OTHER',
  /** It is what is stored already. */
  'SERVICE_ACCOUNT_SAME',
  // links to the system browser
  'LINK_REFUSED',
] as const;

export const errorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCode>;

/**
 * Context is an allow-list of scalars that a message may name. No secret, no request body, no header.
 * `line` and `column` count from 1; `limitMs` is the limit that ran out.
 */
export const errorContext = z
  .strictObject({
    path: z.string().max(4096),
    line: z.number().int().min(1),
    column: z.number().int().min(1),
    field: z.string().max(512),
    reason: z.string().max(512),
    errno: z.string().max(32),
    registry: z.string().max(512),
    host: z.string().max(512),
    key: z.string().max(1024),
    username: z.string().max(512),
    helper: z.string().max(255),
    targetId: z.string().max(128),
    limitMs: z.number().int().min(0),
    channel: z.string().max(128),
  })
  .partial();
export type ErrorContext = z.infer<typeof errorContext>;

/** The shape of an error on the wire. */
export const wireError = z.strictObject({
  code: errorCode,
  context: errorContext,
  /** Whether the same call may succeed later without the user changing anything. */
  retryable: z.boolean(),
  /** Ties the message to the log line that has the details; empty where nothing was logged. */
  correlationId: z.string().max(64),
});
export type WireError = z.infer<typeof wireError>;
