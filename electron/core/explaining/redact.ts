import { createScrubber, SCRUBBED } from '../scrub.ts';

/** `user:password@` where the password has characters that a URL would not; a port or a digest is neither. */
const LOGINS =
  /(:\/\/|^|[\s"'=(])([\w.|%+-]{1,256}):(?!\d{1,5}(?:[/\s"']|$))[^\s@]{1,512}@(?!sha\d{3}:)(?=[\w[])/gm;

/** What people paste along with an error: the command that failed, a token, the content of a file. */
const PASTED: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, whole or cut off.
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){0,2}/g, SCRUBBED],
  // podman login -u user -p password; skopeo --creds user:password; curl -u user:password
  [
    /((?<![\w-])--?(?:password|pass|passwd|p|token|registry-token)(?: {1,8}|=))(?!-)[^\s]+/g,
    `$1${SCRUBBED}`,
  ],
  [
    /((?<![\w-])--?(?:src-creds|dest-creds|creds|screds|dcreds|auth-basic|proxy-user|user|u)(?: {1,8}|=)["']?[^\s:"']{1,512}:)[^\s]+/g,
    `$1${SCRUBBED}`,
  ],
  // base64 of `user:password`, as auth files and headers hold it
  [/(\bauth\b\s{0,8}[:=]\s{0,8}["']?)[A-Za-z0-9+/]{16,}={0,2}/gi, `$1${SCRUBBED}`],
];

/**
 * A pasted text without what may be a secret in it, whoever's it is: header values, tokens, the user of a
 * URL, passwords on a command line. What is cut out cannot be known for sure, so more is cut than less.
 */
export function redactPasted(text: string): string {
  const scrubbed = createScrubber().scrub(text.replace(LOGINS, `$1$2:${SCRUBBED}@`));
  return PASTED.reduce(
    (redacted, [pattern, replacement]) => redacted.replace(pattern, replacement),
    scrubbed,
  );
}
