import type { CredentialKind } from './credential.ts';
import { knownRegistry } from './registry.ts';

/** What cannot work: no tool could store or send it. */
export const SHAPE_ERRORS = [
  'username-empty',
  'username-colon',
  'username-control-character',
  'username-too-long',
  'secret-empty',
  'secret-line-break',
  'secret-control-character',
  'secret-too-long',
] as const;

/** What usually is a slip. The forms are not documented well enough to insist on them. */
export const SHAPE_WARNINGS = [
  'username-space',
  'username-quoted',
  'username-is-token',
  'secret-space',
  'secret-quoted',
  'secret-is-username',
  'secret-not-ascii',
  'login-not-needed',
  'kind-not-accepted',
  'service-account-short-name',
  'service-account-shape',
  'service-account-secret-shape',
  'service-account-secret-cut',
  'openshift-token',
  'looks-like-service-account',
  'robot-shape',
  'robot-prefix-missing',
  'token-of-other-registry',
  'token-expected',
] as const;

/** Each code has its words in every locale (`shape.<code>`). */
export const SHAPE_CODES = [...SHAPE_ERRORS, ...SHAPE_WARNINGS] as const;
export type ShapeCode = (typeof SHAPE_CODES)[number];

export type ShapeIssue =
  | { readonly level: 'error'; readonly code: (typeof SHAPE_ERRORS)[number] }
  | { readonly level: 'warning'; readonly code: (typeof SHAPE_WARNINGS)[number] };

/** What the user typed, before anything is sent. */
export interface CredentialShape {
  readonly kind: CredentialKind;
  /** `host[:port]`; empty while none is chosen. */
  readonly registry: string;
  readonly username: string;
  readonly secret: string;
}

const MAX_USERNAME_LENGTH = 512;
const MAX_SECRET_LENGTH = 65_536;
/** `<account number>|<name>`; the number may be missing, as in the pull secrets of OpenShift clusters. */
const SERVICE_ACCOUNT = /^\d*\|.+$/;
const ROBOT = /^[a-z0-9_.-]+\+[a-z0-9_.-]+$/i;
const JWT_START = /^eyJ[\w-]/;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whose tokens begin with what. Only prefixes that their issuer documents. */
const TOKEN_PREFIXES: readonly { readonly pattern: RegExp; readonly registry: string }[] = [
  { pattern: /^(?:gh[pousr]_\w|github_pat_\w|[0-9a-f]{40}$)/, registry: 'ghcr.io' },
  { pattern: /^dckr_(?:pat|oat)_/, registry: 'docker.io' },
  { pattern: /^gl(?:pat|dt|cbt|rt)-/, registry: 'registry.gitlab.com' },
];

/**
 * Takes off what a paste adds at either end: line ends and tabs, with the spaces around them, and
 * characters of no width. Spaces alone stay, they may belong to a password; `checkShape` warns of them.
 */
export function cleanPaste(text: string): string {
  let start = 0;
  while (start < text.length && isDebris(text.charAt(start))) start += 1;
  if (/^ *$/.test(text.slice(0, start))) start = 0;
  let end = text.length;
  while (end > start && isDebris(text.charAt(end - 1))) end -= 1;
  if (/^ *$/.test(text.slice(end))) end = text.length;
  return text.slice(start, end);
}

function isDebris(character: string): boolean {
  return /[\s\u200b\u2060\ufeff]/.test(character);
}

/** What a credential that another tool wrote most likely is, by what it looks like and where it is for. */
export function guessKind({
  registry,
  username,
  secret,
}: Omit<CredentialShape, 'kind'>): CredentialKind {
  const accepts = knownRegistry(registry)?.accepts ?? [];
  if (/^\d+\|.+$/.test(username)) return 'service-account';
  if (accepts.includes('red-hat-login')) {
    return SERVICE_ACCOUNT.test(username) || JWT_START.test(secret)
      ? 'service-account'
      : 'red-hat-login';
  }
  // Quay's robots are `namespace+name`, Harbor's begin with `robot$`.
  if (registry === 'quay.io' ? ROBOT.test(username) : username.startsWith('robot$')) return 'robot';
  const isToken = TOKEN_PREFIXES.some(({ pattern }) => pattern.test(secret));
  return isToken || registry === 'ghcr.io' ? 'token' : 'other';
}

/** Looks at a credential as it was typed. Errors first; an empty list says nothing is odd, not that it works. */
export function checkShape(shape: CredentialShape): ShapeIssue[] {
  const errors = [...shapeErrors(shape)].map((code) => ({ level: 'error', code }) as const);
  const warnings = new Set([...commonWarnings(shape), ...kindWarnings(shape)]);
  return [...errors, ...[...warnings].map((code) => ({ level: 'warning', code }) as const)];
}

function* shapeErrors({
  username,
  secret,
}: CredentialShape): Generator<(typeof SHAPE_ERRORS)[number]> {
  if (username === '') yield 'username-empty';
  // The tools split `user:password` at the first colon.
  if (username.includes(':')) yield 'username-colon';
  if (/\p{Cc}/u.test(username)) yield 'username-control-character';
  if (username.length > MAX_USERNAME_LENGTH) yield 'username-too-long';
  if (secret === '') yield 'secret-empty';
  if (/[\r\n]/.test(secret)) yield 'secret-line-break';
  // Not allowed in Basic authentication (RFC 7617 section 2); a NUL at an end is lost when it is read back.
  else if (/\p{Cc}/u.test(secret)) yield 'secret-control-character';
  if (secret.length > MAX_SECRET_LENGTH) yield 'secret-too-long';
}

function* commonWarnings(shape: CredentialShape): Generator<(typeof SHAPE_WARNINGS)[number]> {
  const { kind, registry, username, secret } = shape;
  if (username !== username.trim()) yield 'username-space';
  if (isQuoted(username)) yield 'username-quoted';
  if (JWT_START.test(username) || TOKEN_PREFIXES.some(({ pattern }) => pattern.test(username))) {
    yield 'username-is-token';
  }
  if (secret !== secret.trim()) yield 'secret-space';
  if (isQuoted(secret)) yield 'secret-quoted';
  if (secret !== '' && secret === username) yield 'secret-is-username';
  // Registries do not agree on the encoding of anything else.
  if (/[^ -~\p{Cc}]/u.test(secret)) yield 'secret-not-ascii';

  const accepts = knownRegistry(registry)?.accepts;
  if (accepts?.length === 0) yield 'login-not-needed';
  else if (accepts !== undefined && !accepts.includes(kind)) yield 'kind-not-accepted';

  const issuer = TOKEN_PREFIXES.find(({ pattern }) => pattern.test(secret));
  const known = knownRegistry(registry);
  if (issuer !== undefined && known !== null && known.registry !== issuer.registry) {
    yield 'token-of-other-registry';
  }
  if (/^[\w-]+:eyJ/.test(secret) || /^sha256~[\w-]{20,}$/.test(secret)) yield 'openshift-token';
}

function isQuoted(text: string): boolean {
  return /^(["'`]).+\1$/s.test(text);
}

function* kindWarnings(shape: CredentialShape): Generator<(typeof SHAPE_WARNINGS)[number]> {
  const { kind, registry, username, secret } = shape;
  switch (kind) {
    case 'service-account':
      if (username !== '' && !username.includes('|')) yield 'service-account-short-name';
      else if (username !== '' && !SERVICE_ACCOUNT.test(username.trim()))
        yield 'service-account-shape';
      // Another registry may be a mirror with passwords of its own.
      if (secret === '' || !knownRegistry(registry)?.accepts.includes(kind)) return;
      if (!JWT_START.test(secret.trim())) yield 'service-account-secret-shape';
      else if (!JWT.test(secret.trim())) yield 'service-account-secret-cut';
      return;
    case 'red-hat-login':
      if (SERVICE_ACCOUNT.test(username) || JWT_START.test(secret))
        yield 'looks-like-service-account';
      return;
    case 'robot':
      if (username === '') return;
      if (registry === 'quay.io' && !username.includes('+')) yield 'robot-prefix-missing';
      else if (registry === 'quay.io' && !ROBOT.test(username.trim())) yield 'robot-shape';
      return;
    case 'token':
    case 'other':
      if (secret === '') return;
      if (
        registry === 'ghcr.io' &&
        !TOKEN_PREFIXES.some(({ pattern }) => pattern.test(secret.trim()))
      ) {
        yield 'token-expected';
      }
  }
}
