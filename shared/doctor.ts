import { z } from 'zod';
import { errorContext } from './errors.ts';
import { appliedTarget, plan, targetId } from './target.ts';

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
  /** Move an entry to a file whose readers take its key for what it says. */
  'move-to-auth-file',
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

export const findingId = z.string().regex(/^[a-z0-9-]{1,64}:[0-9a-f]{32}$/);

export const finding = z.strictObject({
  /** Names the same finding again as long as the places say the same. */
  id: findingId,
  code: findingCode,
  severity: z.enum(['error', 'warning', 'notice']),
  /** Null for what belongs to no target, such as a left-over temporary file. */
  targetId: targetId.nullable(),
  path: z.string().max(4096),
  /**
   * What was seen. `key`, `username` and `helper` as the file says them; `path` where it is another
   * than the finding's (what a link leads to, a directory); `line` and `column` count from 1; `reason`
   * is an octal mode (`0644`), a word of the code (`other-port`), or what a helper said.
   */
  evidence: errorContext,
  /** When the file was last changed, where its age matters. */
  modifiedAt: z.iso.datetime().nullable(),
  fix: fixKind.nullable(),
});
export type Finding = z.infer<typeof finding>;

/** What a fix brings along that its changes do not say. */
export const FIX_WARNINGS = [
  /** A login that works with some tool will not any more. */
  'login-lost',
  /** podman, skopeo and buildah read the file and not `credsStore`: they lose the login. */
  'unseen-by-podman',
  /** The helper does not answer: which logins it holds is not known. */
  'helper-silent',
  /** The secret becomes readable to whoever reads the file. */
  'plaintext-in-file',
  /** Entries of several users are told apart by nothing but the order; one of them goes. */
  'other-account',
] as const;
export const fixWarning = z.strictObject({
  code: z.enum(FIX_WARNINGS),
  key: z.string().max(1024).nullable(),
  username: z.string().max(512).nullable(),
});
export type FixWarning = z.infer<typeof fixWarning>;

/** One file or directory whose mode changes; modes as octal text, `0644`. */
export const modeChange = z.strictObject({
  path: z.string().max(4096),
  before: z.string().regex(/^[0-7]{4}$/),
  after: z.string().regex(/^[0-7]{4}$/),
});
export type ModeChange = z.infer<typeof modeChange>;

/** What a fix would do, to be shown before it is done. No part of it holds a secret. */
export const fixPlan = z.strictObject({
  finding,
  /** Entries that change, in files and in helpers; null where a fix changes none. */
  plan: plan.nullable(),
  modes: z.array(modeChange).max(8),
  /** The left-over file that goes. */
  removes: z.string().max(4096).nullable(),
  /** What goes out of `credsStore` and `credHelpers`; null `host` stands for `credsStore`. */
  dropped: z
    .array(z.strictObject({ helper: z.string().max(255), host: z.string().max(1024).nullable() }))
    .max(1000),
  /** Logins that the helper still gives: a fix with `fetch` writes them into the file first. */
  fetchable: z
    .array(z.strictObject({ key: z.string().max(1024), username: z.string().max(512) }))
    .max(1000),
  /** The text of the script that root is asked to read and run. */
  script: z.string().max(65_536).nullable(),
  warnings: z.array(fixWarning).max(1000),
});
export type FixPlan = z.infer<typeof fixPlan>;

/** What became of a fix. A fix that was refused as a whole rejects instead. */
export const fixResult = z.strictObject({
  targets: z.array(appliedTarget).max(64),
  modes: z.array(modeChange).max(8),
  removed: z.string().max(4096).nullable(),
});
export type FixResult = z.infer<typeof fixResult>;
