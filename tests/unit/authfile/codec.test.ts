import { describe, expect, test } from 'vitest';
import {
  AUTH_FILE_BYTES_MAX,
  parseAuthFile,
  patchAuthFile,
} from '../../../electron/core/authfile/codec.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { ErrorContext } from '../../../shared/errors.ts';
import type { TargetFormat } from '../../../shared/target.ts';

const H = 'registry.example.com:5000';
const b64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

function failureOf(work: () => unknown): { code: string; context: ErrorContext } {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, context: error.context };
    throw error;
  }
  throw new Error('nothing was thrown');
}

const parse = (text: string | Buffer, format: TargetFormat = 'containers-auth') =>
  parseAuthFile(Buffer.from(text), format, '/x/auth.json');
const refusal = (text: string | Buffer, format: TargetFormat = 'containers-auth') =>
  failureOf(() => parse(text, format)).context;

/** The only entry of a file, with its secret shown. */
function entryOf(entry: string, format: TargetFormat = 'containers-auth') {
  const [only] = parse(`{"auths":{"${H}":${entry}}}`, format).entries;
  return only === undefined ? null : { ...only, secret: only.secret?.reveal() ?? null };
}

describe('what every reader refuses is refused, with its place', () => {
  const cases: [string, string | Buffer, ErrorContext][] = [
    ['7.1 an empty file', '', { line: 1, column: 1, reason: 'empty' }],
    ['7.2 nothing but space', ' \n\t', { line: 2, column: 2, reason: 'empty' }],
    ['7.5 an array', '[]', { line: 1, column: 1, reason: 'wrong-type' }],
    ['7.5 a string', '"x"', { line: 1, column: 1, reason: 'wrong-type' }],
    [
      '7.6 a cut-off file',
      '{\n "auths":',
      { line: 2, column: 10, field: 'auths', reason: 'unexpected-end' },
    ],
    [
      '7.6 a cut-off string',
      '{"auths":{"a',
      { line: 1, column: 13, field: 'auths', reason: 'unexpected-end' },
    ],
    ['7.7 a trailing comma', '{"auths":{},}', { line: 1, column: 12, reason: 'trailing-comma' }],
    [
      '7.7 a trailing comma in a list',
      '{"x":[1,]}',
      { line: 1, column: 8, field: 'x', reason: 'trailing-comma' },
    ],
    ['7.8 a comment', '/*c*/{}', { line: 1, column: 1, reason: 'comment' }],
    ['7.8 a line comment', '{\n  // mine\n}', { line: 2, column: 3, reason: 'comment' }],
    ['7.9 a byte order mark', '\ufeff{}', { line: 1, column: 1, reason: 'byte-order-mark' }],
    [
      '7.10 UTF-16 with a mark',
      Buffer.from('\ufeff{}', 'utf16le'),
      { line: 1, column: 1, reason: 'not-utf8' },
    ],
    [
      '7.10 UTF-16 without one',
      Buffer.from('{}', 'utf16le'),
      { line: 1, column: 1, reason: 'not-utf8' },
    ],
    [
      'a byte that is no UTF-8',
      Buffer.from('{"x":"caf\xe9"}', 'latin1'),
      { line: 1, column: 10, reason: 'not-utf8' },
    ],
    [
      '7.13 auths as a list',
      '{"auths":[]}',
      { line: 1, column: 10, field: 'auths', reason: 'wrong-type' },
    ],
    [
      '7.19 a number as auth',
      `{"auths":{"a":{"auth": 5}}}`,
      { line: 1, column: 24, field: 'auths["a"].auth', reason: 'wrong-type' },
    ],
    [
      'an entry that is a string',
      '{"auths":{"a":"x"}}',
      { line: 1, column: 15, field: 'auths["a"]', reason: 'wrong-type' },
    ],
    [
      'a number as a helper',
      '{"credHelpers":{"a":1}}',
      { line: 1, column: 21, field: 'credHelpers["a"]', reason: 'wrong-type' },
    ],
    [
      'a number with a leading zero',
      '{"a":01}',
      { line: 1, column: 7, field: 'a', reason: 'bad-number' },
    ],
    ['a lone minus', '{"a":-}', { line: 1, column: 6, field: 'a', reason: 'bad-number' }],
    ['an unknown escape', '{"a":"\\x"}', { line: 1, column: 7, field: 'a', reason: 'bad-string' }],
    [
      'a raw line end in a string',
      '{"a":"\n"}',
      { line: 1, column: 7, field: 'a', reason: 'bad-string' },
    ],
    [
      'a literal in capitals',
      '{"a":True}',
      { line: 1, column: 6, field: 'a', reason: 'unexpected-character' },
    ],
    ['a key without quotes', '{a:1}', { line: 1, column: 2, reason: 'unexpected-character' }],
    [
      'two values without a comma',
      '{"a":1 "b":2}',
      { line: 1, column: 8, reason: 'unexpected-character' },
    ],
    [
      'nesting deeper than Go takes',
      `{"a":${'['.repeat(10_001)}`,
      { line: 1, column: 10_007, field: 'a', reason: 'too-deep' },
    ],
  ];
  test.each(cases)('F3 %s', (_, bytes, context) => {
    for (const format of ['containers-auth', 'docker-config'] as const) {
      if (format === 'docker-config' && context.reason === 'empty') continue;
      expect(failureOf(() => parse(bytes, format))).toEqual({
        code: 'FILE_MALFORMED',
        context: { path: '/x/auth.json', ...context },
      });
      // What cannot be read is never written over.
      const set = { username: 'u', secret: new Secret('p') };
      expect(
        failureOf(() => patchAuthFile(Buffer.from(bytes), format, [{ key: H, set }])).code,
      ).toBe('FILE_MALFORMED');
    }
  });

  test('columns count characters, not code units', () => {
    expect(refusal('{"\u{1f600}": x}')).toMatchObject({ line: 1, column: 7 });
  });

  test('F3 a file too large for a credential file is not looked at', () => {
    const large = Buffer.alloc(AUTH_FILE_BYTES_MAX + 1, ' ');
    expect(failureOf(() => parse(large)).code).toBe('FILE_TOO_LARGE');
  });

  test('deep nesting that Go takes is taken, and does not overflow', () => {
    const text = `{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}`;
    expect(parse(text).entries).toEqual([]);
  });
});

describe('what readers take is taken', () => {
  test.each([
    ['7.3', '{}'],
    ['7.4', 'null'],
    ['7.12', '{"auths":null}'],
    ['space around it', ' \r\n{ "auths" : { } }\n '],
  ])('%s %s holds nobody', (_, text) => {
    expect(parse(text).entries).toEqual([]);
    expect(parse(text, 'docker-config').entries).toEqual([]);
  });

  test('7.14 member names in any case', () => {
    const doc = parse(`{"AUTHS":{"${H}":{"AUTH":"${b64('a:b')}","IdentityToken":null}}}`);
    expect(doc.entries.map(({ username }) => username)).toEqual(['a']);
  });

  test('Go folds two letters beyond ASCII into s and k; so do we', () => {
    expect(parse(`{"auth\u017f":{"a":{"auth":"${b64('a:b')}"}}}`).entries).toHaveLength(1);
  });

  test('7.15 of two entries with one key the last counts, with a warning that says where', () => {
    const text = `{"auths":{\n"a":{"auth":"${b64('x:1')}"},\n"a":{"auth":"${b64('y:2')}"}}}`;
    const doc = parse(text);
    expect(doc.entries.map(({ username }) => username)).toEqual(['y']);
    expect(doc.warnings).toEqual([
      { code: 'duplicate-key', line: 3, column: 1, field: 'auths["a"]', blocksWriting: false },
    ]);
  });

  test('of two auths sections the entries add up, as Go decodes them', () => {
    const a = `"auths":{"a":{"auth":"${b64('x:1')}"}}`;
    const b = `"auths":{"b":{"auth":"${b64('y:2')}"}}`;
    expect(parse(`{${a},${b}}`).entries.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(parse(`{${a},"auths":null}`).entries).toEqual([]);
    expect(parse(`{${a},${b}}`).warnings).toMatchObject([{ blocksWriting: true }]);
  });

  test('7.16 an escaped key is the key that it spells', () => {
    expect(parse('{"auths":{"127.0.0.1\\u003a5911":{}}}').entries[0]?.key).toBe('127.0.0.1:5911');
  });

  test('M2 names of prototypes are keys like any other', () => {
    const text = `{"auths":{"__proto__":{"auth":"${b64('a:b')}"},"constructor":{}},"credHelpers":{"__proto__":"x"}}`;
    const doc = parse(text);
    expect(doc.entries.map(({ key }) => key)).toEqual(['__proto__', 'constructor']);
    expect(doc.credHelpers.get('__proto__')).toBe('x');
    expect(Object.hasOwn(Object.prototype, 'auth')).toBe(false);
    expect(parse('{"auths":{}}').credHelpers.get('constructor')).toBeUndefined();
  });
});

describe('what docker takes and the others do not', () => {
  const set = [{ key: H, set: { username: 'u', secret: new Secret('p') } }];

  test('an empty file reads as an empty configuration, and is not written to', () => {
    expect(parse('', 'docker-config').warnings).toMatchObject([
      { code: 'empty', blocksWriting: true },
    ]);
    expect(failureOf(() => patchAuthFile(Buffer.from(''), 'docker-config', set))).toEqual({
      code: 'FILE_MALFORMED',
      context: { line: 1, column: 1, reason: 'empty' },
    });
  });

  test('7.11, 7.73 what follows the first value: docker reads on, and a write would drop it', () => {
    const text = `{"auths":{"${H}":{"auth":"${b64('a:b')}"}}}\n{"auths":{}}`;
    expect(refusal(text)).toMatchObject({ line: 2, column: 1, reason: 'trailing-data' });
    expect(parse(text, 'docker-config').entries).toHaveLength(1);
    expect(failureOf(() => patchAuthFile(Buffer.from(text), 'docker-config', set))).toEqual({
      code: 'FILE_MALFORMED',
      context: { line: 2, column: 1, reason: 'trailing-data' },
    });
  });

  test.each([
    ['{"psFormat":1}', 'psFormat'],
    ['{"HttpHeaders":{"X":1}}', 'HttpHeaders["X"]'],
    ['{"pruneFilters":"x"}', 'pruneFilters'],
    ['{"proxies":{"default":"x"}}', 'proxies["default"]'],
    ['{"credsStore":{}}', 'credsStore'],
    ['{"auths":{"a":{"email":1}}}', 'auths["a"].email'],
  ])('a setting of the wrong type, %s, makes docker drop the file: named', (text, field) => {
    expect(refusal(text, 'docker-config')).toMatchObject({ field, reason: 'wrong-type' });
    expect(parse(text).entries.length).toBeLessThan(2);
  });

  test('helpers and store are read; the containers format knows no store', () => {
    const text = '{"credsStore":"secretservice","credHelpers":{"a":"pass","b":""}}';
    expect(parse(text, 'docker-config')).toMatchObject({ credsStore: 'secretservice' });
    expect([...parse(text, 'docker-config').credHelpers]).toEqual([
      ['a', 'pass'],
      ['b', ''],
    ]);
    expect(parse(text).credsStore).toBeNull();
  });
});

describe('what an entry says', () => {
  test.each([
    ['7.17 null', 'null', { problem: 'empty' }],
    ['7.17 {}', '{}', { problem: 'empty' }],
    ['7.20 bad base64', '{"auth":"!!!"}', { problem: 'bad-base64' }],
    ['7.22 no padding', `{"auth":"${b64('al:pw').replace(/=+$/, '')}"}`, { problem: 'bad-base64' }],
    ['7.23 the URL alphabet', '{"auth":"YTo_Pz8_"}', { problem: 'bad-base64' }],
    ['7.24 line ends inside', `{"auth":"YT\\r\\npi"}`, { username: 'a', secret: 'b' }],
    ['7.24 a space inside', '{"auth":"YT pi"}', { problem: 'bad-base64' }],
    ['7.25 no colon', `{"auth":"${b64('alice')}"}`, { problem: 'no-colon' }],
    ['7.26 no user', `{"auth":"${b64(':pw')}"}`, { problem: 'empty-username' }],
    [
      '7.27 no password',
      `{"auth":"${b64('alice:')}"}`,
      { username: 'alice', problem: 'empty-secret' },
    ],
    [
      '7.28 NULs around the password',
      `{"auth":"${b64('alice:\0pw\0\0')}"}`,
      { username: 'alice', secret: 'pw' },
    ],
    ['7.29 colons in the password', `{"auth":"${b64('a:b:c')}"}`, { username: 'a', secret: 'b:c' }],
    [
      '7.31 an identity token',
      `{"auth":"${b64('u:')}","identitytoken":"t"}`,
      { username: 'u', secret: 't', identityToken: true },
    ],
    ['a password that is no UTF-8', `{"auth":"${b64('u:\xe9')}"}`, { problem: 'not-utf8' }],
    [
      'two auth members',
      `{"auth":"${b64('a:b')}","Auth":"${b64('c:d')}"}`,
      { username: 'c', secret: 'd' },
    ],
  ])('%s', (_, entry, expected) => {
    const blank = { key: H, username: null, secret: null, identityToken: false, problem: null };
    expect(entryOf(entry)).toEqual({ ...blank, ...expected });
    expect(entryOf(entry, 'docker-config')).toEqual({ ...blank, ...expected });
  });

  test('7.18, 7.76 user name and password beside no auth: docker reads them, the others do not', () => {
    const entry = '{"username":"u","password":"p"}';
    expect(entryOf(entry)).toMatchObject({ username: null, problem: 'ignored-members' });
    expect(entryOf(entry, 'docker-config')).toMatchObject({
      username: 'u',
      secret: 'p',
      problem: null,
    });
    const both = `{"auth":"${b64('a:b')}","username":"u","password":"p"}`;
    expect(entryOf(both, 'docker-config')).toMatchObject({ username: 'a', secret: 'b' });
  });

  test('7.32 an identity token without auth: docker uses it, the others do not', () => {
    const entry = '{"identitytoken":"t"}';
    expect(entryOf(entry)).toMatchObject({ problem: 'ignored-members', identityToken: false });
    expect(entryOf(entry, 'docker-config')).toMatchObject({ secret: 't', identityToken: true });
  });

  test('the legacy file is the entries alone', () => {
    const text = `{"https://${H}/v1/":{"auth":"${b64('a:b')}","email":"e"}}`;
    expect(parse(text, 'legacy-dockercfg').entries).toMatchObject([
      { key: `https://${H}/v1/`, username: 'a' },
    ]);
    expect(refusal('{"a":5}', 'legacy-dockercfg')).toMatchObject({
      field: '"a"',
      reason: 'wrong-type',
    });
  });

  test('L1 an entry does not print its secret', () => {
    const doc = parse(`{"auths":{"a":{"auth":"${b64('user:hunter2-canary')}"}}}`);
    expect(JSON.stringify(doc.entries)).not.toContain('canary');
  });
});
