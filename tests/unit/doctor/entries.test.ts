import { describe, expect, test } from 'vitest';
import { parseAuthFile } from '../../../electron/core/authfile/codec.ts';
import type { TextFix } from '../../../electron/core/doctor/diagnosis.ts';
import { diagnoseEntries } from '../../../electron/core/doctor/entries.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { auth, judge, locationOf, told } from './support.ts';

const a = auth('alice:pw');
const b = auth('bob:pw');
const HUB = 'https://index.docker.io/v1/';

const cases: [string, TargetFormat, object, string[]][] = [
  ['a file in order', 'containers-auth', { 'quay.io': a, 'quay.io/org': b, 'docker.io': a }, []],
  ['a docker config in order', 'docker-config', { 'quay.io': a, [HUB]: b, 'r.io:5000': a }, []],
  ['one URL form alone works', 'containers-auth', { 'https://quay.io/v1/': a }, []],
  [
    'a URL form beside the key',
    'containers-auth',
    { 'quay.io': a, 'https://quay.io': a },
    ['url-form-twin https://quay.io beside-exact -> remove-entries'],
  ],
  [
    'two URL forms of one login: the first one stays',
    'docker-config',
    { 'https://q.io': a, 'http://q.io': a },
    ['url-form-twin http://q.io unstable -> remove-entries'],
  ],
  [
    'two URL forms of two people: the user says who goes',
    'docker-config',
    { 'https://q.io': a, 'http://q.io': b },
    [
      'url-form-twin https://q.io unstable -> remove-entries',
      'url-form-twin http://q.io unstable -> remove-entries',
    ],
  ],
  [
    'aliases of Docker Hub',
    'containers-auth',
    { 'docker.io': a, 'index.docker.io': a, [HUB]: b },
    [
      'hub-alias-twin index.docker.io beside-exact -> remove-entries',
      `hub-alias-twin ${HUB} beside-exact -> remove-entries`,
    ],
  ],
  [
    'Docker Hub under a name that docker does not ask for',
    'docker-config',
    { 'docker.io': a },
    ['key-never-matches docker.io hub-alias -> rename-key'],
  ],
  [
    'a namespace that docker offers to the whole host',
    'docker-config',
    { 'quay.io/org': a },
    ['namespace-leaks-to-host quay.io/org -> move-to-auth-file'],
  ],
  [
    'a URL with a namespace, which podman offers to the whole host',
    'containers-auth',
    { 'https://quay.io/org': a },
    ['namespace-leaks-to-host https://quay.io/org -> rename-key'],
  ],
  [
    'a key in upper case',
    'containers-auth',
    { 'QUAY.IO': a },
    ['key-never-matches QUAY.IO wrong-case -> rename-key'],
  ],
  [
    'a key in upper case beside the right one counts for nothing',
    'containers-auth',
    { 'QUAY.IO': a, 'quay.io': b },
    ['key-never-matches QUAY.IO wrong-case -> remove-entries'],
  ],
  [
    'bad base64',
    'docker-config',
    { 'q.io': { auth: '%%' } },
    ['bad-base64 q.io bad-base64 -> remove-entries'],
  ],
  [
    'no colon, no user',
    'docker-config',
    { 'q.io': auth('alice'), 'r.io': auth(':pw') },
    ['no-colon q.io no-colon -> remove-entries', 'no-colon r.io empty-username -> remove-entries'],
  ],
  [
    'an empty entry before a broader one',
    'containers-auth',
    { 'q.io/org': {}, 'q.io': a },
    ['empty-entry-shadows q.io/org empty -> remove-entries'],
  ],
  [
    'an empty entry before a URL form',
    'docker-config',
    { 'q.io': {}, 'https://q.io': a },
    ['empty-entry-shadows q.io empty -> remove-entries'],
  ],
  ['an empty entry alone', 'containers-auth', { 'q.io': {}, 'q.io/org': a }, []],
  [
    'plain members that podman does not read',
    'containers-auth',
    { 'q.io': { username: 'a', password: 'b' } },
    ['empty-entry-shadows q.io ignored-members'],
  ],
  [
    'an identity token',
    'containers-auth',
    { 'q.io': { ...auth('alice:'), identitytoken: 'x' } },
    ['identity-token-blocks-login q.io -> remove-entries'],
  ],
  [
    'S1 a credential for the registry that takes none',
    'containers-auth',
    { 'registry.access.redhat.com': a, 'registry.access.redhat.com/ubi9': b },
    [
      'credential-for-open-registry registry.access.redhat.com -> remove-entries',
      'credential-for-open-registry registry.access.redhat.com/ubi9 -> remove-entries',
    ],
  ],
];

const authFile = locationOf('containers-auth', { id: 'persistent', path: '/home/u/auth.json' });

describe('what is wrong with the entries of a file', () => {
  test.each(cases)('%s', (_name, format, auths, expected) => {
    expect(told(judge({ auths }, format, { authFile }))).toEqual(expected);
  });

  test.each(cases)('%s: once every fix is made, nothing of it is found', (_name, format, auths) => {
    const location = locationOf(format);
    const context = { helperWorks: () => true, answeredBefore: () => false, authFile };
    let bytes = Buffer.from(JSON.stringify({ auths }));
    for (let round = 0; round < 10; round++) {
      const found = diagnoseEntries(location, parseAuthFile(bytes, format), context);
      const fix = found.map((each) => each.fix).find(isTextFix);
      if (fix === undefined) {
        expect(found.filter((each) => each.fix?.kind === 'remove-entries')).toEqual([]);
        return;
      }
      const after = fix.patch(bytes);
      expect(after).not.toBeNull();
      bytes = Buffer.from(after ?? '');
    }
    expect.fail('the fixes do not end');
  });
});

function isTextFix(fix: unknown): fix is TextFix {
  return typeof fix === 'object' && fix !== null && 'patch' in fix;
}

describe('plaintext beside a helper', () => {
  test('with credsStore: podman, which does not know it, loses the login', () => {
    const { found } = judge(
      { credsStore: 'pass', auths: { 'q.io': a, 'https://r.io': b, 's.io': {} } },
      'docker-config',
    );
    expect(found.map(({ finding, fix }) => [finding.code, fix?.kind])).toEqual([
      ['plaintext-beside-helper', 'move-into-helper'],
      ['plaintext-beside-helper', 'move-into-helper'],
    ]);
    expect(found[1]?.fix).toMatchObject({
      helper: 'pass',
      registry: 'r.io',
      key: 'https://r.io',
      username: 'bob',
      warnings: [{ code: 'unseen-by-podman', key: 'https://r.io', username: 'bob' }],
    });
  });

  test('with a helper of its own', () => {
    const { found } = judge(
      { credHelpers: { 'q.io': 'pass', 'r.io': '' }, auths: { 'q.io': a, 'r.io': b } },
      'docker-config',
    );
    expect(found.map(({ finding, fix }) => [finding.evidence.key, fix?.kind, fix])).toEqual([
      ['q.io', 'move-into-helper', expect.objectContaining({ warnings: [] })],
    ]);
  });

  test('an identity token keeps what it is', () => {
    const { found } = judge(
      { credsStore: 'pass', auths: { 'q.io': { ...auth('alice:'), identitytoken: 'x' } } },
      'docker-config',
    );
    expect(found[0]?.fix).toMatchObject({ kind: 'move-into-helper', username: '<token>' });
  });

  test('a helper that does not work takes nothing', () => {
    const { found } = judge({ credsStore: 'pass', auths: { 'q.io': a } }, 'docker-config', {
      helperWorks: () => false,
    });
    expect(found.map(({ finding }) => [finding.code, finding.fix])).toEqual([
      ['plaintext-beside-helper', null],
    ]);
  });

  test('podman asks for the host alone: a namespace beside the helper is read by nobody', () => {
    const result = judge(
      { credHelpers: { 'q.io': 'pass' }, auths: { 'q.io/org': a } },
      'containers-auth',
    );
    expect(told(result)).toEqual(['plaintext-beside-helper q.io/org -> remove-entries']);
  });
});

test('an identity token that podman never comes to blocks nothing', () => {
  const auths = { 'q.io': { ...auth('alice:'), identitytoken: 'x' } };
  const result = judge({ auths }, 'docker-config', { answeredBefore: (host) => host === 'q.io' });
  expect(told(result)).toEqual([]);
});

test('a namespace has nowhere to go without an auth.json', () => {
  const result = judge({ auths: { 'q.io/org': a } }, 'docker-config', { authFile: null });
  expect(told(result)).toEqual(['namespace-leaks-to-host q.io/org']);
});

test('files that the app never writes are only told about', () => {
  const readOnly = locationOf('legacy-dockercfg', { readOnly: true });
  expect(told(judge({ 'QUAY.io': a }, 'legacy-dockercfg', {}, readOnly))).toEqual([
    'key-never-matches QUAY.io wrong-case',
  ]);
  const root = locationOf('docker-config', { needsRoot: true });
  expect(told(judge({ auths: { 'q.io': { auth: '%' } } }, 'docker-config', {}, root))).toEqual([
    'bad-base64 q.io bad-base64',
  ]);
});

test('the same state has the same id, another state another one', () => {
  const idOf = (auths: object) => judge({ auths }, 'docker-config').found[0]?.finding.id;
  const before = idOf({ 'https://q.io': a, 'q.io': a });
  expect(idOf({ 'r.io': b, 'https://q.io': a, 'q.io': a })).toBe(before);
  expect(idOf({ 'https://q.io': b, 'q.io': a })).not.toBe(before);
});

test('L1 nothing of a secret is in what is told', () => {
  const secret = 'c4nary-Secret!';
  const pair = auth(`alice:${secret}`);
  const auths = { 'q.io': pair, 'https://q.io': pair, 'R.io': pair, 'x.io/org': pair };
  for (const settings of [{}, { credsStore: 'pass' }]) {
    const { found } = judge({ ...settings, auths }, 'docker-config', { authFile });
    const text = JSON.stringify(found.map(({ finding }) => finding)) + JSON.stringify(found);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(pair.auth);
  }
});
