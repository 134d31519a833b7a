import { describe, expect, it } from 'vitest';
import { readPullSecret } from '../../../electron/core/importing/pull-secret.ts';

const auth = Buffer.from('user:secret').toString('base64');
const read = (auths: unknown, requires: string[] = []) =>
  readPullSecret(Buffer.from(JSON.stringify({ auths }, null, 1)), { requires });

describe('a pull secret (S10)', () => {
  it('has entries with place, user and email', () => {
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
        line: 3,
        column: 3,
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
