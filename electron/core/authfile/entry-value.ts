import type { TargetFormat } from '../../../shared/target.ts';
import { Secret } from '../secret.ts';
import { type EntryField, type EntryMember, foldName } from './layout.ts';

/**
 * Why an entry does not log anybody in. The words are the same for every format, the rules are not.
 * - `empty`: `{}` or `null`; docker leaves it where a helper holds the secret
 * - `bad-base64`, `not-utf8`, `no-colon`, `empty-username`: what `auth` decodes to is not `user:secret`
 * - `empty-secret`: the user name alone; the tools name the user and log in as nobody
 * - `ignored-members`: only members that the format's readers do not look at
 */
export type EntryProblem =
  | 'empty'
  | 'bad-base64'
  | 'not-utf8'
  | 'no-colon'
  | 'empty-username'
  | 'empty-secret'
  | 'ignored-members';

/** One entry of a credential file, as its format's readers understand it. */
export interface AuthEntry {
  readonly key: string;
  readonly username: string | null;
  /** The password, or the identity token where `identityToken` is set; null where there is a problem. */
  readonly secret: Secret | null;
  readonly identityToken: boolean;
  readonly problem: EntryProblem | null;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Standard padded base64 as Go's `StdEncoding` decodes it: line ends are skipped, nothing else is. */
function decodeBase64(text: string): Buffer | null {
  const joined = /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]/g, '') : text;
  if (joined.length % 4 !== 0 || !BASE64.test(joined)) return null;
  return Buffer.from(joined, 'base64');
}

function trimNul(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 0) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(start, end);
}

type Pair = { username: string; password: string } | EntryProblem;

/** What `auth` says. @see https://github.com/containers/image/blob/main/pkg/docker/config/config.go `decodeDockerAuth` */
function decodeAuth(text: string): Pair {
  const bytes = decodeBase64(text);
  if (bytes === null) return 'bad-base64';
  const decoded = bytes.toString('utf8');
  if (decoded.includes('\ufffd') && !Buffer.from(decoded, 'utf8').equals(bytes)) return 'not-utf8';
  const colon = decoded.indexOf(':');
  if (colon === -1) return 'no-colon';
  if (colon === 0) return 'empty-username';
  return { username: decoded.slice(0, colon), password: trimNul(decoded.slice(colon + 1)) };
}

function broken(key: string, problem: EntryProblem): AuthEntry {
  return { key, username: null, secret: null, identityToken: false, problem };
}

/** The value of a member, by its folded name; the last one counts, as Go decodes it. */
function fieldText(fields: readonly EntryField[], name: string): string {
  let text = '';
  for (const field of fields)
    if (foldName(field.key) === name && field.text !== null) text = field.text;
  return text;
}

/** Reads one entry by the rules of the file's format. */
export function readEntry(member: EntryMember, format: TargetFormat): AuthEntry {
  const { key } = member;
  const fields = member.object?.members ?? [];
  if (fields.length === 0) return broken(key, 'empty');
  const auth = fieldText(fields, 'auth');
  const token = fieldText(fields, 'identitytoken');
  if (auth === '') {
    if (format === 'docker-config') return readDockerMembers(key, fields, token);
    return broken(key, 'ignored-members');
  }
  const pair = decodeAuth(auth);
  if (typeof pair === 'string') return broken(key, pair);
  const { username, password } = pair;
  if (token !== '') return identity(key, username, token);
  if (password === '') return { ...broken(key, 'empty-secret'), username };
  return { key, username, secret: new Secret(password), identityToken: false, problem: null };
}

function identity(key: string, username: string | null, token: string): AuthEntry {
  return { key, username, secret: new Secret(token), identityToken: true, problem: null };
}

/** docker reads `username`, `password` and a lone `identitytoken` where `auth` is missing. */
function readDockerMembers(key: string, fields: readonly EntryField[], token: string): AuthEntry {
  const username = fieldText(fields, 'username') || null;
  if (token !== '') return identity(key, username, token);
  const password = fieldText(fields, 'password');
  if (username === null) return broken(key, 'ignored-members');
  if (password === '') return { ...broken(key, 'empty-secret'), username };
  return { key, username, secret: new Secret(password), identityToken: false, problem: null };
}

/** What `auth` holds for a user and a secret: base64 of `user:secret`. */
export function encodeAuth(username: string, secret: Secret): string {
  return Buffer.from(`${username}:${secret.reveal()}`, 'utf8').toString('base64');
}
