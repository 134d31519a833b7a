import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCanary, scan } from '../../support/canary.ts';

const secret = makeCanary();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const found = (content: string | Buffer) => scan(secret, [{ place: 'here', content }]).length > 0;

describe('the search for a secret', () => {
  const forms: [string, string | Buffer][] = [
    ['as it is', `before ${secret} after`],
    ['in JSON', JSON.stringify({ secret })],
    ['in JSON within JSON', JSON.stringify({ log: JSON.stringify({ secret }) })],
    ['in a URL', `https://host/?p=${encodeURIComponent(secret)}`],
    ['in a form', new URLSearchParams({ secret }).toString()],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in UTF-16', Buffer.from(`x${secret}`, 'utf16le')],
    ['in a Basic header', `Basic ${base64(`1234567|builder:${secret}`)}`],
    ['in base64url', Buffer.from(`user:${secret}`).toString('base64url')],
    ['in base64 in a URL', encodeURIComponent(base64(secret))],
  ];
  test.each(forms)('finds it %s', (_name, content) => {
    expect(found(content)).toBe(true);
  });

  test('finds it in base64 whatever stands before and after', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(found(base64(`${before}${secret}${after}`))).toBe(true);
      }),
    );
  });

  test('finds nothing where it is not', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(found(text)).toBe(false);
        expect(found(base64(text))).toBe(false);
      }),
    );
    expect(found(base64(`user:${makeCanary()}`))).toBe(false);
  });

  test('names the place and the encoding, never the secret', () => {
    const sightings = scan(secret, [
      { place: 'one', content: '' },
      { place: 'two', content: base64(secret) },
    ]);
    expect(sightings).toHaveLength(1);
    expect(sightings[0]).toMatchObject({ place: 'two' });
    expect(JSON.stringify(sightings)).not.toContain(secret.slice(0, 20));
  });
});
