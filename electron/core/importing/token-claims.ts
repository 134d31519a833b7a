const PART = /^[A-Za-z0-9_-]{2,16384}$/;
/** Seconds since 1970: from 2001 to 2286, where ten digits end. */
const SECONDS = { from: 1_000_000_000, to: 9_999_999_999 };

/** When a token says it was issued and ends. Nobody has looked at its signature. */
export interface TokenClaims {
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
}

/** Reads the dates of a JSON Web Token; null for each that a text does not say. @see RFC 7519 section 4.1 */
export function readClaims(text: string): TokenClaims {
  const parts = text.split('.');
  const [, payload = ''] = parts;
  const none = { issuedAt: null, expiresAt: null };
  if (parts.length !== 3 || !text.startsWith('eyJ') || !PART.test(payload)) return none;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return none;
    return { issuedAt: dateOf(claims, 'iat'), expiresAt: dateOf(claims, 'exp') };
  } catch {
    return none;
  }
}

function dateOf(claims: object, name: string): string | null {
  const seconds: unknown = Object.hasOwn(claims, name) ? Reflect.get(claims, name) : null;
  if (typeof seconds !== 'number') return null;
  if (!(seconds >= SECONDS.from && seconds <= SECONDS.to)) return null;
  return new Date(Math.floor(seconds) * 1000).toISOString();
}
