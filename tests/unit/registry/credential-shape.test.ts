import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CredentialShape,
  checkShape,
  cleanPaste,
  SHAPE_CODES,
} from '../../../shared/credential-shape.ts';

const JWT = 'eyJhbGciOiJSUzUxMiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
const SERVICE_ACCOUNT: CredentialShape = {
  kind: 'service-account',
  registry: 'registry.redhat.io',
  username: '1234567|build',
  secret: JWT,
};

function codes(change: Partial<CredentialShape>): string[] {
  return checkShape({ ...SERVICE_ACCOUNT, ...change }).map(({ code }) => code);
}

describe('the shape of a credential', () => {
  test('S28: the known forms of a service account are taken without a word', () => {
    for (const username of ['1234567|build', '11009103|a-b_c', '|uhc-pool-1']) {
      expect(codes({ username })).toEqual([]);
    }
  });

  test.each([
    ['the short name alone', { username: 'build' }, ['service-account-short-name']],
    ['letters before the pipe', { username: 'acme|build' }, ['service-account-shape']],
    ['nothing behind the pipe', { username: '1234567|' }, ['service-account-shape']],
    ['a portal password', { secret: 'hunter2hunter2' }, ['service-account-secret-shape']],
    ['half a token', { secret: JWT.slice(0, 30) }, ['service-account-secret-cut']],
    ['a space behind', { secret: `${JWT} ` }, ['secret-space']],
    ['a space before the user', { username: ' 1|a' }, ['username-space']],
    ['quotes', { username: '"1|a"' }, ['username-quoted', 'service-account-shape']],
    [
      'the token as the user',
      { username: JWT },
      ['username-is-token', 'secret-is-username', 'service-account-short-name'],
    ],
    [
      'an OpenShift token',
      { secret: `ns:${JWT}` },
      ['openshift-token', 'service-account-secret-shape'],
    ],
    [
      'a GitHub token',
      { secret: 'ghp_0123456789' },
      ['token-of-other-registry', 'service-account-secret-shape'],
    ],
    [
      'letters beyond ASCII',
      { kind: 'red-hat-login', username: 'jdoe', secret: 'pässword' },
      ['secret-not-ascii'],
    ],
    ['a service account as a login', { kind: 'red-hat-login' }, ['looks-like-service-account']],
    ['a kind it does not take', { kind: 'robot', username: 'a+b' }, ['kind-not-accepted']],
    [
      'S1: a registry without logins',
      { registry: 'registry.access.redhat.com' },
      ['login-not-needed'],
    ],
    [
      'a robot without its namespace',
      { kind: 'robot', registry: 'quay.io', username: 'ci', secret: 'x' },
      ['robot-prefix-missing'],
    ],
    [
      'a robot of no known form',
      { kind: 'robot', registry: 'quay.io', username: 'a+b+c', secret: 'x' },
      ['robot-shape'],
    ],
    [
      'a password where tokens go',
      { kind: 'token', registry: 'ghcr.io', username: 'jdoe', secret: 'hunter2' },
      ['token-expected'],
    ],
  ] as const)('warns of %s', (_, change, expected) => {
    const issues = checkShape({ ...SERVICE_ACCOUNT, ...change });
    expect(issues.map(({ code }) => code)).toEqual(expected);
    expect(issues.every(({ level }) => level === 'warning')).toBe(true);
  });

  test.each([
    ['a colon in the user name', { username: '1|a:b' }, 'username-colon'],
    ['a line end in the user name', { username: '1|a\n' }, 'username-control-character'],
    ['no user name', { username: '' }, 'username-empty'],
    ['a user name without end', { username: `1|${'a'.repeat(600)}` }, 'username-too-long'],
    ['no secret', { secret: '' }, 'secret-empty'],
    ['a line end inside', { secret: 'eyJh\nbGci.x.y' }, 'secret-line-break'],
    ['a carriage return inside', { secret: 'eyJh\rbGci.x.y' }, 'secret-line-break'],
    ['a NUL inside', { secret: 'eyJh\u0000bGci.x.y' }, 'secret-control-character'],
    ['a secret without end', { secret: 'x'.repeat(70_000) }, 'secret-too-long'],
  ])('refuses %s', (_, change, code) => {
    expect(checkShape({ ...SERVICE_ACCOUNT, ...change })[0]).toEqual({ level: 'error', code });
  });

  test('any input gets codes of the closed list, each once', () => {
    const shape = fc.record({
      kind: fc.constantFrom('red-hat-login', 'service-account', 'robot', 'token', 'other'),
      registry: fc.constantFrom('registry.redhat.io', 'quay.io', 'ghcr.io', 'docker.io', 'x:1', ''),
      username: fc.string({ unit: 'binary' }),
      secret: fc.string({ unit: 'binary' }),
    } as const);
    fc.assert(
      fc.property(shape, (value) => {
        const found = checkShape(value).map(({ code }) => code);
        expect(new Set(found).size).toBe(found.length);
        expect(SHAPE_CODES).toEqual(expect.arrayContaining(found));
      }),
    );
  });
});

describe('a pasted value', () => {
  test.each([
    ['secret\n', 'secret'],
    ['secret \r\n', 'secret'],
    ['\n  secret\t', 'secret'],
    ['\ufeffsecret\u200b', 'secret'],
    [' secret ', ' secret '],
    ['two\nlines\n', 'two\nlines'],
    ['\n', ''],
    ['', ''],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanPaste(text)).toBe(clean);
  });

  test('a megabyte of line ends takes no longer than its length asks for', () => {
    expect(cleanPaste(`${'\n'.repeat(1_000_000)}x${'\n'.repeat(1_000_000)}y`)).toHaveLength(
      1_000_002,
    );
  });
});
