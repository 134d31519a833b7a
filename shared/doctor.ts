import { z } from 'zod';
import { errorContext } from './errors.ts';
import { targetId } from './target.ts';

/**
 * What can be wrong with the places where tools keep credentials. Each has a cause, what it does to a
 * pull, and what the fix does, in every locale (`doctor.<code>.{title,cause,fix}`).
 */
export const FINDING_CODES = [
  // helpers
  'helper-missing',
  'helper-failing',
  'helper-hanging',
  /** Left behind by a program that is gone: `desktop`, `osxkeychain` or `wincred` on Linux, ... */
  'helper-of-another-program',
  /** docker will pick this helper at the next login, and it does not work (`pass` without a key). */
  'helper-would-be-chosen',
  'plaintext-beside-helper',
  // keys
  'url-form-twin',
  'hub-alias-twin',
  /** In a file that docker reads a namespaced key is offered to all of the host. */
  'namespace-leaks-to-host',
  'key-never-matches',
  // values
  'bad-base64',
  'no-colon',
  'empty-entry-shadows',
  'identity-token-blocks-login',
  'credential-for-open-registry',
  // files
  'file-malformed',
  'owned-by-root',
  'owned-by-another',
  'mode-too-wide',
  'directory-too-wide',
  'symlink',
  'symlink-dangling',
  'hard-linked',
  'leftover-temporary',
  'duplicate-key',
] as const;
export const findingCode = z.enum(FINDING_CODES);
export type FindingCode = z.infer<typeof findingCode>;

/** What the app can do about a finding. */
export const fixKind = z.enum([
  /** Remove entries of one target. */
  'remove-entries',
  /** Move an entry under the key that all its readers find. */
  'rename-key',
  /** Move the plaintext into the helper that governs the host. */
  'move-into-helper',
  /** Take the helper out of the file's `credsStore` or `credHelpers`. */
  'drop-helper',
  /** chmod 0600, and 0700 for the directory. */
  'tighten-mode',
  /** Remove a left-over temporary file. */
  'remove-file',
  /** Needs root: a script to read and run. */
  'script',
]);
export type FixKind = z.infer<typeof fixKind>;

export const finding = z.strictObject({
  /** Names the same finding again as long as the file says the same. */
  id: z.string().max(128),
  code: findingCode,
  severity: z.enum(['error', 'warning', 'notice']),
  /** Null for what belongs to no target, such as a left-over temporary file. */
  targetId: targetId.nullable(),
  path: z.string().max(4096),
  /** What was seen: key, helper, user, mode as octal text in `reason`, line and column. */
  evidence: errorContext,
  fix: fixKind.nullable(),
});
export type Finding = z.infer<typeof finding>;
