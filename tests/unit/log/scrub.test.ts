import { stringify as queryString } from 'node:querystring';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScrubber, SCRUBBED } from '../../../electron/core/scrub.ts';
import { Secret } from '../../../electron/core/secret.ts';

/** The ways in which a secret turns up in texts, made by other means than the scrubber's own. */
const ENCODINGS: Record<string, (secret: string, username: string) => string> = {
  raw: (secret) => secret,
  'user and secret': (secret, username) => `${username}:${secret}`,
  base64: (secret) => btoa(binary(secret)),
  'base64 of user and secret': (secret, username) => btoa(binary(`${username}:${secret}`)),
  'base64 of anything around it': (secret) => btoa(binary(`{"p":"${secret}","n":1}`)),
  base64url: (secret, username) => Buffer.from(`${username}:${secret}`).toString('base64url'),
  'URL-encoded': (secret) => encodeURIComponent(secret),
  'form-encoded': (secret) => queryString({ x: secret }).slice(2),
  'form-encoded by URLSearchParams': (secret) =>
    new URLSearchParams({ x: secret }).toString().slice(2),
  'URL-encoded in lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase()),
  JSON: (secret) => JSON.stringify({ p: secret }),
  'JSON in JSON': (secret) => JSON.stringify({ body: JSON.stringify({ p: secret }) }),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  HEX: (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('latin1'),
  'base64 of UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
};
const binary = (text: string) => Buffer.from(text).toString('latin1');

/** Long enough to be known, and not a text that surroundings hold by chance. */
const secrets = fc
  .string({ unit: 'binary', minLength: 8, maxLength: 60 })
  .filter((text) => new Set(text.trim()).size >= 6);
const usernames = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 });
const surroundings = fc.string({ unit: fc.constantFrom(...' \n.,;[](){}<>|äå中'), maxLength: 20 });

describe('the scrubber', () => {
  test.each(Object.keys(ENCODINGS))('takes a held secret out: %s (L1)', (encoding) => {
    const encode = ENCODINGS[encoding] ?? String;
    fc.assert(
      fc.property(
        secrets,
        usernames,
        surroundings,
        surroundings,
        (secret, username, before, after) => {
          const scrubber = createScrubber();
          scrubber.hold(new Secret(secret), username);
          const written = encode(secret, username);
          const scrubbed = scrubber.scrubHeld(`${before}${written}${after}`);
          expect(scrubbed).toContain(SCRUBBED);
          expect(leftOf(written, scrubbed, before + after)).toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('leaves nothing of either where two secrets overlap', () => {
    const scrubber = createScrubber();
    scrubber.hold(new Secret('abcdefgh'));
    scrubber.hold(new Secret('efghijkl'));
    expect(scrubber.scrub('x abcdefghijkl y')).toBe(`x ${SCRUBBED} y`);
  });

  test('takes every one of several out and keeps the text between', () => {
    const scrubber = createScrubber();
    scrubber.hold(new Secret('first-secret'));
    scrubber.hold(new Secret('second-secret'));
    expect(scrubber.scrub('a first-secret b second-secret c first-secret d')).toBe(
      `a ${SCRUBBED} b ${SCRUBBED} c ${SCRUBBED} d`,
    );
  });

  test('forgets a secret when told, and only that use of it', () => {
    const scrubber = createScrubber();
    const first = scrubber.hold(new Secret('only-in-use'));
    const second = scrubber.hold(new Secret('only-in-use'));
    first();
    expect(scrubber.scrub('only-in-use')).toBe(SCRUBBED);
    second();
    expect(scrubber.scrub('only-in-use')).toBe('only-in-use');
  });

  test('knows a short secret beside its user, and leaves chance alone', () => {
    const scrubber = createScrubber();
    scrubber.hold(new Secret('abc'), 'alice');
    expect(scrubber.scrub(`alice:abc ${btoa('alice:abc')} abc`)).toBe(
      `${SCRUBBED} ${SCRUBBED} abc`,
    );
  });

  test.each([
    ['Authorization: Basic YWxpY2U6c2VjcmV0', 'Authorization: [secret]'],
    ['> proxy-authorization: Digest username="a", response="b"', '> proxy-authorization: [secret]'],
    ['{"authorization":"Bearer abc.def","x":1}', '{"authorization":"[secret]","x":1}'],
    ['Set-Cookie: session=abcdef; Path=/\nnext line', 'Set-Cookie: [secret]\nnext line'],
    ['sent Bearer eyJhbGciOiJI.eyJz.c2ln to it', 'sent Bearer [secret] to it'],
    ['WWW-Authenticate: Negotiate YIIJvwYGKwYB==', 'WWW-Authenticate: Negotiate [secret]'],
    ['{"token": "abc\\"def", "expires_in": 300}', '{"token": "[secret]", "expires_in": 300}'],
    ['{"access_token":"cut off', '{"access_token":"[secret]"'],
    [
      'grant_type=password&password=hunter2&scope=x',
      'grant_type=password&password=[secret]&scope=x',
    ],
    [
      'GET https://bob:pw@host:8443/v2/?account=bob&scope=x failed',
      'GET https://host:8443/v2/?… failed',
    ],
    ['to "http://me@host/a#frag" and ftp://u:p@q@h/', 'to "http://host/a" and ftp://h/'],
  ])('drops what is no one secret’s: %s (L2)', (text, expected) => {
    expect(createScrubber().scrub(text)).toBe(expected);
  });

  test.each([
    'Bearer realm="https://auth.example.com/token",service="registry"',
    'Basic authentication is required',
    'Basic realm="Registry"',
    'https://registry.example.com:5000/v2/team/app/manifests/latest',
    'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    'unauthorized: authentication required',
  ])('keeps what a diagnosis needs: %s', (text) => {
    expect(createScrubber().scrub(text)).toBe(text);
  });

  test('does not show through a printed secret', () => {
    const secret = new Secret('never-printed');
    const shown = `${secret} ${JSON.stringify({ secret })} ${inspect({ secret })} ${inspect(secret)}`;
    expect(shown).not.toContain('never-printed');
  });

  test('takes time in proportion to the text', () => {
    // A pattern that backtracks would need years for these.
    const scrubber = createScrubber();
    for (const text of ['a:', '://', '"token":"', 'Bearer ', 'authorization', '@', '\\']) {
      expect(scrubber.scrub(text.repeat(20_000)).length).toBeGreaterThan(0);
    }
  });
});

/** The longest run of six characters of what was written that is still to be read. */
function leftOf(written: string, scrubbed: string, around: string): string {
  for (let at = 0; at + 6 <= written.length; at += 1) {
    const piece = written.slice(at, at + 6);
    if (scrubbed.replaceAll(SCRUBBED, '\0').includes(piece) && !around.includes(piece)) {
      // The frame of a JSON text is not part of the secret.
      if (!/^[{}":,\\bodypn1 ]*$/.test(piece)) return piece;
    }
  }
  return '';
}
