import { describe, expect, test } from 'vitest';
import { type Edit, patchAuthFile } from '../../../electron/core/authfile/codec.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { TargetFormat } from '../../../shared/target.ts';

const AUTH = Buffer.from('u:p').toString('base64');
const set = (key: string, username = 'u', secret = 'p'): Edit => ({
  key,
  set: { username, secret: new Secret(secret) },
});
const remove = (key: string): Edit => ({ key, remove: true });
const patch = (text: string | null, edits: Edit[], format: TargetFormat = 'containers-auth') =>
  patchAuthFile(text === null ? null : Buffer.from(text), format, edits);

function codeOf(work: () => unknown): [string, string | undefined] {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return [error.code, error.context.reason];
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the text looks as its owner laid it out', () => {
  test('a new file is laid out as podman and docker do', () => {
    expect(patch(null, [set('quay.io')])).toBe(
      `{\n\t"auths": {\n\t\t"quay.io": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}\n}`,
    );
  });

  test.each([
    [
      'an empty object',
      '{}',
      `{\n\t"auths": {\n\t\t"q": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}\n}`,
    ],
    [
      'null, with the space around it',
      ' null\n',
      ` {\n\t"auths": {\n\t\t"q": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}\n}\n`,
    ],
    ['one line', '{"a":1}', `{"a":1,"auths":{"q":{"auth":"${AUTH}"}}}`],
    [
      'one line with spaces',
      '{"a": 1, "b": 2}',
      `{"a": 1, "b": 2, "auths": {"q": {"auth": "${AUTH}"}}}`,
    ],
    [
      'two spaces and a last newline',
      '{\n  "a": 1\n}\n',
      `{\n  "a": 1,\n  "auths": {\n    "q": {\n      "auth": "${AUTH}"\n    }\n  }\n}\n`,
    ],
    [
      'auths that is null',
      '{\n  "auths": null\n}',
      `{\n  "auths": {\n    "q": {\n      "auth": "${AUTH}"\n    }\n  }\n}`,
    ],
    [
      'auths that is empty',
      '{\n  "auths": {}\n}',
      `{\n  "auths": {\n    "q": {\n      "auth": "${AUTH}"\n    }\n  }\n}`,
    ],
    [
      'the line ends of Windows',
      '{\r\n  "auths": {\r\n    "x": {}\r\n  }\r\n}\r\n',
      `{\r\n  "auths": {\r\n    "x": {},\r\n    "q": {\r\n      "auth": "${AUTH}"\r\n    }\r\n  }\r\n}\r\n`,
    ],
    [
      'entries on one line each',
      '{\n "auths": {\n  "x": {"auth": "eDp5"}\n }\n}',
      `{\n "auths": {\n  "x": {"auth": "eDp5"},\n  "q": {"auth": "${AUTH}"}\n }\n}`,
    ],
    ['a section in other case', '{"AUTHS":{}}', `{"AUTHS":{"q":{"auth":"${AUTH}"}}}`],
  ])('%s', (_, text, expected) => {
    expect(patch(text, [set('q')])).toBe(expected);
  });
});

describe('an entry that is replaced', () => {
  test.each([
    [
      'keeps what does not say who logs in',
      '{"auth":"eDp5","email":"e@x","zz":[1, 2]}',
      `{"auth":"${AUTH}","email":"e@x","zz":[1, 2]}`,
    ],
    [
      'loses what would say otherwise',
      '{"username":"x","auth":"eDp5","password":"y","identitytoken":"t","registrytoken":"r","email":"e"}',
      `{"auth":"${AUTH}","email":"e"}`,
    ],
    ['gets auth where there was none', '{"email":"e"}', `{"email":"e","auth":"${AUTH}"}`],
    ['of nothing', '{}', `{"auth":"${AUTH}"}`],
    ['of null', 'null', `{"auth":"${AUTH}"}`],
    ['of a token alone', '{"identitytoken":"t"}', `{"auth":"${AUTH}"}`],
    [
      'keeps one auth of two',
      '{"Auth":"eDp5","email":"e","auth":"eDp5"}',
      `{"email":"e","auth":"${AUTH}"}`,
    ],
    ['with an auth of null', '{"auth":null}', `{"auth":"${AUTH}"}`],
  ])('%s', (_, entry, expected) => {
    expect(patch(`{"auths":{"q":${entry}}}`, [set('q')])).toBe(`{"auths":{"q":${expected}}}`);
  });

  test('that says the same already is left alone, whatever its spelling', () => {
    expect(patch(`{"auths":{"q":{"auth":"${AUTH}"}}}`, [set('q')])).toBeNull();
    expect(
      patch(`{"auths":{"\\u0071":{"auth":"\\u0064${AUTH.slice(1)}"}}}`, [set('q')]),
    ).toBeNull();
  });

  test('7.15 of two with one key: the one that counts', () => {
    expect(patch('{"auths":{"q":{"auth":"eDp5"},"q":{"auth":"eDp6"}}}', [set('q')])).toBe(
      `{"auths":{"q":{"auth":"eDp5"},"q":{"auth":"${AUTH}"}}}`,
    );
  });
});

describe('removal', () => {
  test.each([
    ['the only one', '{"auths":{"q":{"auth":"eDp5"}}}', '{"auths":{}}'],
    ['the only one, on lines', '{\n\t"auths": {\n\t\t"q": {}\n\t}\n}', '{\n\t"auths": {}\n}'],
    ['the first', '{"auths":{"q":{},"b":{},"c":{}}}', '{"auths":{"b":{},"c":{}}}'],
    ['the middle', '{"auths":{ "a":{} , "q":{} , "c":{} }}', '{"auths":{ "a":{} , "c":{} }}'],
    ['the last', '{"auths":{"a":{},"q":{}}}', '{"auths":{"a":{}}}'],
    ['every one of that key', '{"auths":{"q":{},"a":{},"q":{}}}', '{"auths":{"a":{}}}'],
    ['a run', '{"auths":{"a":{},"q":{},"q":{},"b":{}}}', '{"auths":{"a":{},"b":{}}}'],
    ['a broken one', '{"auths":{"q":{"auth":"%%"}}}', '{"auths":{}}'],
  ])('%s', (_, text, expected) => {
    expect(patch(text, [remove('q')])).toBe(expected);
  });

  test('of what is not there changes nothing', () => {
    for (const text of ['{}', 'null', '{"auths":null}', '{"auths":{"a":{}}}']) {
      expect(patch(text, [remove('q')])).toBeNull();
    }
    expect(patch(null, [remove('q')])).toBeNull();
  });

  test('and addition in one go', () => {
    const text = '{"auths":{"a":{"auth":"eDp5"},"b":{}}}';
    expect(patch(text, [remove('a'), set('c'), remove('b')])).toBe(
      `{"auths":{"c":{"auth":"${AUTH}"}}}`,
    );
    expect(patch(text, [set('c'), remove('b')])).toBe(
      `{"auths":{"a":{"auth":"eDp5"},"c":{"auth":"${AUTH}"}}}`,
    );
  });
});

test('F4 nothing else moves: escapes, big numbers, order, unknown members', () => {
  const before = [
    '{ "HttpHeaders": {"X-Meta-\\u0041": "<\\u003c&>"},',
    '  "zz": 12345678901234567890.10e+2, "auths": {',
    '      "b" : { "email":"e" , "auth" : "%not base64%" },',
    '      "q":{"auth":"eDp5"}, "a":null },',
    '  "proxies": {"default": {"zz": [ ]}}, "credHelpers": {} }',
    '',
    '',
  ].join('\n');
  const after = patch(before, [set('q')], 'docker-config');
  expect(after).toBe(before.replace('"eDp5"', `"${AUTH}"`));
  expect(patch(after, [])).toBeNull();
});

describe('what could not be read back is refused', () => {
  test.each([
    ['https://quay.io', 'containers-auth', 'scheme'],
    ['https://index.docker.io/v1/', 'containers-auth', 'scheme'],
    ['quay.io/', 'containers-auth', 'path'],
    ['quay.io/org:tag', 'containers-auth', 'tag'],
    ['quay.io/org@sha256:00', 'containers-auth', 'digest'],
    ['*.redhat.io', 'containers-auth', 'glob'],
    [' quay.io', 'containers-auth', 'characters'],
    ['quay.io\n', 'containers-auth', 'characters'],
    ['', 'containers-auth', 'characters'],
    ['quay.io/org', 'docker-config', 'namespace'],
  ] as const)('key %j in %s: %s', (key, format, reason) => {
    expect(codeOf(() => patch('{}', [set(key)], format))).toEqual(['FILE_KEY_REFUSED', reason]);
  });

  test.each([
    ['quay.io/org/repo', 'containers-auth'],
    ['[::1]:5000', 'containers-auth'],
    ['https://index.docker.io/v1/', 'docker-config'],
  ] as const)('key %s in %s is fine', (key, format) => {
    expect(patch('{}', [set(key)], format)).toContain(JSON.stringify(key));
  });

  test('M3 user names and secrets that the entry could not hold', () => {
    expect(codeOf(() => patch('{}', [set('q', 'a:b')]))).toEqual(['USERNAME_INVALID', 'colon']);
    expect(codeOf(() => patch('{}', [set('q', '')]))).toEqual(['USERNAME_INVALID', 'empty']);
    for (const bad of ['p\n', 'p\r', 'p\0']) {
      expect(codeOf(() => patch('{}', [set('q', 'u', bad)]))[0]).toBe('SECRET_INVALID');
      expect(codeOf(() => patch('{}', [set('q', bad)]))[0]).toBe('USERNAME_INVALID');
    }
  });

  test('two auths sections: a write would wake what the second one has put to sleep', () => {
    const text = '{"auths":{"a":{"auth":"eDp5"}},"auths":null}';
    expect(codeOf(() => patch(text, [set('q')]))).toEqual(['FILE_MALFORMED', 'duplicate-key']);
  });

  test('the legacy file is only read', () => {
    expect(codeOf(() => patch('{}', [set('q')], 'legacy-dockercfg'))[0]).toBe('FILE_READ_ONLY');
  });

  test('but removing takes any key that is there', () => {
    expect(patch('{"auths":{"https://q/v1/ ":{}}}', [remove('https://q/v1/ ')])).toBe(
      '{"auths":{}}',
    );
  });
});
