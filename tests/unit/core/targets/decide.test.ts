import { afterEach, describe, expect, it } from 'vitest';
import { parseAuthFile } from '../../../../electron/core/authfile/codec.ts';
import type { Location } from '../../../../electron/core/authfile/locations.ts';
import { Secret } from '../../../../electron/core/secret.ts';
import type { Change } from '../../../../electron/core/targets/change.ts';
import { contentOf } from '../../../../electron/core/targets/content.ts';
import { decide } from '../../../../electron/core/targets/decide.ts';
import { Fingerprints } from '../../../../electron/core/targets/fingerprints.ts';
import { HelperAnswers } from '../../../../electron/core/targets/helper-answers.ts';
import type { TargetFormat } from '../../../../shared/target.ts';

const fingerprints = new Fingerprints();
const answers = new HelperAnswers();
const PATH = '/home/me/file.json';
const SECRET = new Secret('s3cret-token');

function auth(username: string, secret = SECRET.reveal()) {
  return { auth: Buffer.from(`${username}:${secret}`).toString('base64') };
}

function decided(format: TargetFormat, file: object, ...changes: Change[]) {
  const location: Location = {
    id: 'test',
    format,
    path: PATH,
    readBy: [],
    volatile: false,
    preferred: true,
    readOnly: false,
    needsRoot: false,
    base: null,
  };
  const document = parseAuthFile(Buffer.from(JSON.stringify(file)), format);
  const known = { fingerprints, answers };
  const decision = decide(location, contentOf(document, fingerprints), changes, known);
  return {
    ...decision,
    said: decision.changes.map(
      ({ key, action, usernameBefore, usernameAfter }) =>
        `${action} ${key}: ${usernameBefore} -> ${usernameAfter}`,
    ),
    removed: decision.edits.flatMap((edit) => ('remove' in edit ? [edit.key] : [])),
  };
}

const set = (registry: string, username = 'me', secret: Secret | null = SECRET): Change => ({
  do: 'set',
  registry,
  username,
  secret,
});
const remove = (registry: string, spared: string[] = []): Change => ({
  do: 'remove',
  registry,
  spares: (username) => username !== null && spared.includes(username),
});

afterEach(() => answers.clear());

describe('setting a credential', () => {
  it.each([
    ['adds', {}, 'add quay.io: null -> me', 1],
    ['adds over an empty entry', { 'quay.io': {} }, 'add quay.io: null -> me', 1],
    ['replaces another user', { 'quay.io': auth('you') }, 'replace quay.io: you -> me', 1],
    ['replaces another secret', { 'quay.io': auth('me', 'x') }, 'replace quay.io: me -> me', 1],
    ['leaves what is right', { 'quay.io': auth('me') }, 'unchanged quay.io: me -> me', 0],
    ['adds beside a URL form', { 'https://quay.io': auth('you') }, 'add quay.io: null -> me', 1],
    ['adds beside a namespace', { 'quay.io/me': auth('you') }, 'add quay.io: null -> me', 1],
    [
      'replaces an identity token of the same user',
      { 'quay.io': { ...auth('me'), identitytoken: SECRET.reveal() } },
      'replace quay.io: me -> me',
      1,
    ],
  ])('%s', (_, auths, said, edits) => {
    const decision = decided('containers-auth', { auths }, set('quay.io'));
    expect(decision.said).toEqual([said]);
    expect(decision.edits).toHaveLength(edits);
  });

  it('counts what stays as it is', () => {
    const auths = { 'quay.io': auth('you'), 'quay.io/me': auth('me'), 'ghcr.io': auth('me') };
    expect(decided('containers-auth', { auths }, set('quay.io')).untouched).toBe(2);
  });

  it('writes Docker Hub under the key of each format', () => {
    expect(decided('containers-auth', {}, set('docker.io')).said).toEqual([
      'add docker.io: null -> me',
    ]);
    expect(decided('docker-config', {}, set('docker.io')).said).toEqual([
      'add https://index.docker.io/v1/: null -> me',
    ]);
  });

  it('calls nothing unchanged, and edits nothing, while the secret is not known', () => {
    const file = { auths: { 'quay.io': auth('me') } };
    const decision = decided('containers-auth', file, set('quay.io', 'me', null));
    expect(decision.said).toEqual(['replace quay.io: me -> me']);
    expect(decision.edits).toEqual([]);
  });

  it('refuses a namespace where docker reads', () => {
    const wanted = () => decided('docker-config', {}, set('quay.io/org'));
    expect(wanted).toThrowError(expect.objectContaining({ code: 'FILE_KEY_REFUSED' }));
    expect(decided('containers-auth', {}, set('quay.io/org')).said).toEqual([
      'add quay.io/org: null -> me',
    ]);
  });

  it('goes to the helper that governs the key, and takes away the plain entry beside it', () => {
    const file = { auths: { 'quay.io': auth('you') }, credsStore: 'secretservice' };
    const decision = decided('docker-config', file, set('quay.io'));
    expect(decision.helperTasks).toMatchObject([{ helper: 'secretservice', servers: ['quay.io'] }]);
    expect(decision.said).toEqual(['remove quay.io: you -> null']);
    expect(decision.removed).toEqual(['quay.io']);
  });

  it('leaves docker’s own marker of a helper alone', () => {
    const file = { auths: { 'quay.io': {} }, credHelpers: { 'quay.io': 'pass' } };
    expect(decided('docker-config', file, set('quay.io'))).toMatchObject({ edits: [], said: [] });
  });
});

describe('removing a registry', () => {
  it('says that docker goes on with the login of a namespace, and leaves it', () => {
    const auths = {
      'quay.io': auth('me'),
      'quay.io/org': auth('you'),
      'quay.io.example': auth('x'),
    };
    const decision = decided('docker-config', { auths }, remove('quay.io'));
    expect(decision.said).toEqual([
      'remove quay.io: me -> null',
      'unchanged quay.io/org: you -> you',
    ]);
    expect(decision.removed).toEqual(['quay.io']);
    const governed = { auths: { 'quay.io/org': auth('you') }, credsStore: 'pass' };
    expect(decided('docker-config', governed, remove('quay.io')).said).toEqual([]);
    const podmans = decided('containers-auth', { auths }, remove('quay.io'));
    expect(podmans.said).toEqual(['remove quay.io: me -> null']);
  });

  it('takes the exact key and every URL form, and no namespace', () => {
    const auths = {
      'https://quay.io/v1/': auth('a'),
      'http://quay.io': auth('b'),
      'quay.io': auth('me'),
      'quay.io/org': auth('robot'),
      'quay.io:8443': auth('port'),
    };
    const decision = decided('containers-auth', { auths }, remove('quay.io'));
    expect(decision.removed).toEqual(['quay.io', 'https://quay.io/v1/', 'http://quay.io']);
    expect(decision.untouched).toBe(2);
  });

  it('takes every name of Docker Hub', () => {
    const names = [
      'docker.io',
      'index.docker.io',
      'registry-1.docker.io',
      'https://index.docker.io/v1/',
    ];
    const auths = Object.fromEntries(
      [...names, 'registry.hub.docker.com'].map((name) => [name, auth('me')]),
    );
    const decision = decided('docker-config', { auths }, remove('docker.io'));
    expect([...decision.removed].sort()).toEqual([...names].sort());
  });

  it('spares an account that stays, and says so', () => {
    const auths = { 'quay.io': auth('other'), 'https://quay.io': auth('me') };
    const decision = decided('containers-auth', { auths }, remove('quay.io', ['other']));
    expect(decision.said).toEqual([
      'unchanged quay.io: other -> other',
      'remove https://quay.io: me -> null',
    ]);
    expect(decision.removed).toEqual(['https://quay.io']);
  });

  it('takes docker’s mark of a login in a helper away with that login, and leaves it to another one', () => {
    const marked = { auths: { 'quay.io': {} }, credsStore: 'pass' };
    const mine: Change = {
      do: 'remove',
      registry: 'quay.io',
      spares: (username) => username !== 'me',
    };
    const held = (username: string | null) =>
      answers.remember(PATH, 'quay.io', { username, fingerprint: null });
    const removed = () => decided('docker-config', marked, mine).removed;
    // Nobody was asked.
    expect(removed()).toEqual([]);
    held('you');
    expect(removed()).toEqual([]);
    held('me');
    expect(removed()).toEqual(['quay.io']);
    held(null);
    expect(removed()).toEqual(['quay.io']);
    // Without a helper it is podman's `{}`, which says that nobody is logged in there.
    const plain = { auths: { 'quay.io': {} } };
    expect(decided('docker-config', plain, mine).removed).toEqual([]);
  });

  it('asks each helper for the names that are its own', () => {
    const file = { credsStore: 'secretservice', credHelpers: { 'https://quay.io': 'pass' } };
    const decision = decided('docker-config', file, remove('quay.io'));
    expect(decision.helperTasks).toMatchObject([
      { helper: 'secretservice', servers: ['quay.io', 'http://quay.io'] },
      { helper: 'pass', servers: ['https://quay.io'] },
    ]);
  });
});
