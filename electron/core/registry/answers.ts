import { createScrubber } from '../scrub.ts';
import type { Secret } from '../secret.ts';
import type { Answer } from './wire/http.ts';

const MAX_MESSAGE_LENGTH = 300;
/** Control characters, line ends, and what reorders or hides text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** The body as a JSON object; null where it is none. */
export function jsonObject(answer: Answer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(answer.body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function errorsOf(answer: Answer): Record<string, unknown>[] {
  const errors = jsonObject(answer)?.errors;
  return Array.isArray(errors) ? errors.filter(isObject) : [];
}

/**
 * Whether the answer says in the registry API's own words that the credential is refused, as some
 * registries do with a 403.
 */
export function saysDenied(answer: Answer): boolean {
  return errorsOf(answer).some(({ code }) => code === 'DENIED' || code === 'UNAUTHORIZED');
}

/**
 * Whether the answer says that no credential reached the other side although one was sent: a proxy
 * took it off. These are the words of Red Hat's token server.
 */
export function saysNotSent(answer: Answer): boolean {
  return /Please login to the Red Hat Registry/.test(answer.body);
}

/** An answer made for a browser: a captive portal, a proxy's page, a web site. */
export function isHtml(answer: Answer): boolean {
  return /^\s*(?:text\/html|application\/xhtml)/i.test(answer.header('content-type')[0] ?? '');
}

/** `Retry-After` in whole seconds from now, whether it is a number or a date; null where it is neither. */
export function retryAfterSeconds(answer: Answer, now = Date.now()): number | null {
  const [value = ''] = answer.header('retry-after');
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

/**
 * What the other side says for people to read: one line, without the secret in any encoding. Null
 * where it says nothing, or what it says is a web page.
 */
export function messageOf(
  answer: Answer,
  { username, secret }: { readonly username: string; readonly secret: Secret },
): string | null {
  const text = spokenText(answer).replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  // A short secret cannot be cut out without showing where it was.
  const revealed = secret.reveal();
  if (text === '' || (revealed.length < 6 && text.includes(revealed))) return null;
  const scrubber = createScrubber();
  scrubber.hold(secret, username);
  const scrubbed = scrubber.scrub(text);
  return scrubbed.length <= MAX_MESSAGE_LENGTH
    ? scrubbed
    : `${scrubbed.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}

function spokenText(answer: Answer): string {
  const object = jsonObject(answer);
  if (object !== null) {
    const candidates = [
      ...errorsOf(answer).map(({ message }) => message),
      object.message,
      object.error_description,
      object.details,
      object.error,
    ];
    const texts = candidates.filter((value) => typeof value === 'string' && value !== '');
    return [...new Set(texts)].slice(0, 3).join('; ');
  }
  return /^\s*text\/plain/i.test(answer.header('content-type')[0] ?? '') ? answer.body : '';
}

/**
 * The token of a token server's answer; null where there is none that could be sent. `token` and
 * `access_token` mean the same.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export function tokenOf(object: Readonly<Record<string, unknown>>): string | null {
  for (const value of [object.token, object.access_token]) {
    if (typeof value === 'string' && /^[!-~]+$/.test(value)) return value;
  }
  return null;
}

/**
 * Whether a token was issued to nobody although a credential was sent, so that it says nothing about
 * the credential. The specification has `sub` empty for a client that did not authenticate; Quay
 * writes `(anonymous)`. A token that cannot be read is taken at its word.
 *
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 */
export function isIssuedToNobody(token: string): boolean {
  const parts = token.split('.');
  if (parts.length !== 3) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return isObject(claims) && (claims.sub === '' || claims.sub === '(anonymous)');
  } catch {
    return false;
  }
}
