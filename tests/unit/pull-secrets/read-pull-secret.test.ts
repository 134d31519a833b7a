import { describe, expect, it } from 'vitest';
import { readPullSecret } from '../../../electron/core/pull-secrets/read-pull-secret.ts';

const auth = Buffer.from('user:secret').toString('base64');
const read = (auths: unknown, requires: string[] = []) =>
  readPullSecret(Buffer.from(JSON.stringify({ auths }, null, 1)), { requires });

describe('a pull secret (S10)', () => {
  it('has entries with user and email', () => {
    const { entries, fault } = read({
      'quay.io': { auth, email: 'a@b' },
      'registry.redhat.io': { auth },
    });
    expect(fault).toBeNull();
    expect(entries).toEqual([
      expect.objectContaining({
        key: 'quay.io',
        username: 'user',
        email: 'a@b',
        fault: null,
      }),
      expect.objectContaining({ key: 'registry.redhat.io', email: null, problem: null }),
    ]);
  });

  it.each([
    ['auths-missing', {}, null, null],
    ['auth-missing', { 'a.io': { auth }, 'b.io': { email: 'x' } }, 'b.io', null],
    ['auth-not-base64', { 'a.io': { auth: '!' } }, 'a.io', null],
    ['auth-no-colon', { 'a.io': { auth: 'bm8=' } }, 'a.io', null],
    ['member-refused', { 'a.io': { auth, identitytoken: 't' } }, 'a.io', 'identitytoken'],
  ])('says first: %s', (code, auths, key, member) => {
    expect(read(auths).fault).toMatchObject({ code, key, member });
  });

  it.each([
    ['credHelpers', { credHelpers: {} }, 'member-refused', null, 'credHelpers'],
    [
      'a number for the email',
      { auths: { 'a.io': { auth, email: 7 } } },
      'member-not-text',
      'a.io',
      'email',
    ],
    [
      'a user that is no text',
      { auths: { 'a.io': { auth, username: {} } } },
      'member-not-text',
      'a.io',
      'username',
    ],
  ])('that has %s is refused by the machine-config operator', (_name, more, code, key, member) => {
    const text = JSON.stringify({ auths: { 'a.io': { auth } }, ...more });
    expect(readPullSecret(Buffer.from(text)).fault).toMatchObject({ code, key, member });
  });

  it('may have what Go takes for nothing, and names in other case', () => {
    const text = `{"AUTHS":{"a.io":{"Auth":"${auth}","email":null,"Username":"u"}}}`;
    expect(readPullSecret(Buffer.from(text)).fault).toBeNull();
  });

  it("says each entry's own fault with its place, and first the first", () => {
    const { entries, fault } = read({ 'a.io': { auth }, 'b.io': {}, 'c.io': { auth: '!' } });
    expect(entries.map((entry) => entry.fault?.code ?? null)).toEqual([
      null,
      'auth-missing',
      'auth-not-base64',
    ]);
    expect(fault).toBe(entries[1]?.fault);
    expect(fault).toMatchObject({ line: 6, column: 3 });
  });

  it('says which registry is missing', () => {
    expect(read({ 'quay.io': { auth } }, ['registry.redhat.io']).fault).toMatchObject({
      code: 'registry-missing',
      key: 'registry.redhat.io',
    });
  });

  it('that is no JSON is refused with the place', () => {
    expect(() => readPullSecret(Buffer.from('{"auths":\n{,}}'))).toThrow(
      expect.objectContaining({
        code: 'FILE_MALFORMED',
        context: expect.objectContaining({ line: 2, column: 2 }),
      }),
    );
  });
});
