import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../electron/core/importing/token-claims.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown) => `${part({ alg: 'RS512' })}.${part(claims)}.signature`;

describe('the dates of a token', () => {
  it('are what it says, and nobody vouches for them', () => {
    expect(readClaims(token({ iat: 1_735_689_600, exp: 1_767_225_600 }))).toEqual({
      issuedAt: '2025-01-01T00:00:00.000Z',
      expiresAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it.each([
    'password',
    'eyJhbGciOiJSUzUxMiJ9.eyJzdWIi.x',
    token({ sub: 'a' }),
    token({ iat: '1735689600' }),
    token({ iat: 1e300, exp: -1 }),
    token(null),
    token([1]),
  ])('are not there in %j', (text) => {
    expect(readClaims(text)).toEqual({ issuedAt: null, expiresAt: null });
  });
});
