import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateFile } from '../../electron/core/authfile/atomic-write.ts';
import { type Edit, parseAuthFile, patchAuthFile } from '../../electron/core/authfile/codec.ts';
import { keysServing } from '../../electron/core/authfile/keys.ts';
import { Failure } from '../../electron/core/failure.ts';
import { Secret } from '../../electron/core/secret.ts';
import type { TargetFormat } from '../../shared/target.ts';
import { type Doorkeeper, getLogin, startDoorkeeper } from './oracles.ts';
import { auth, makeSandbox, type Sandbox } from './sandbox.ts';

/** The tools are found here and nothing else is: no helper that docker would choose by itself. */
const TOOLS = ['docker', 'skopeo'];

let sandbox: Sandbox;
let doorkeeper: Doorkeeper;

beforeEach(async () => {
  const full = await makeSandbox();
  const places = await Promise.all(
    TOOLS.map(async (tool) => (await full.run('which', [tool])).stdout.trim()),
  );
  await full.remove();
  sandbox = await makeSandbox({ PATH: '$HOME/bin' });
  await Promise.all(
    places.map((place, at) => symlink(place, join(sandbox.home, 'bin', TOOLS[at] ?? ''))),
  );
  doorkeeper = await startDoorkeeper();
});
afterEach(async () => {
  await doorkeeper.close();
  await sandbox.remove();
});

async function dockerLogin(user = 'alice', password = 'pw') {
  const args = ['login', '-u', user, '--password-stdin', doorkeeper.registry];
  return sandbox.run('docker', args, password);
}

async function skopeoLogin(user = 'alice', password = 'pw') {
  const args = ['login', '--tls-verify=false', '-u', user, '--password-stdin', doorkeeper.registry];
  return sandbox.run('skopeo', args, password);
}

/** Our login to the same place, and its look after the file: until then a change of a tool counts as stale. */
function ours(path: string, format: TargetFormat, username = 'alice', password = 'pw') {
  const set = { username, secret: new Secret(password) };
  return change(path, format, [{ key: doorkeeper.registry, set }]);
}

async function change(path: string, format: TargetFormat, edits: readonly Edit[]) {
  const patch = (bytes: Buffer | null) => patchAuthFile(bytes, format, edits, path);
  const result = await updateFile(path, patch, { format });
  await result.settled;
  return result;
}

async function text(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

const BROKEN = [
  ['a truncated file', '{"auths":'],
  ['a stray comma', '{"auths":{"a.example":{"auth":"YTpi"}},}'],
  ['a byte order mark', '\ufeff{"auths":{}}'],
  ['a comment', '{/* mine */"auths":{}}'],
  ['an array', '[]'],
] as const;

describe.each(BROKEN)('7.72 a config.json that does not parse: %s', (_, content) => {
  it('docker replaces it and succeeds; we refuse it and leave it alone', async () => {
    const { docker } = sandbox.paths;
    await sandbox.lay({ docker: content });
    await expect(ours(docker, 'docker-config')).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      context: { path: docker, line: expect.any(Number), column: expect.any(Number) },
    });
    expect(await text(docker)).toBe(content);

    // On purpose: they destroy, we refuse.
    expect((await dockerLogin()).code).toBe(0);
    expect(await text(docker)).not.toContain('a.example');
  });
});

describe.each([
  ...BROKEN,
  ['a file of no bytes', ''],
  ['a second object behind the first', '{"auths":{}}{}'],
  ['auths as an array', '{"auths":[]}'],
] as const)('7.1 - 7.13 an auth.json that does not parse: %s', (_, content) => {
  it('skopeo refuses it, and so do we', async () => {
    const { runtime } = sandbox.paths;
    await sandbox.lay({ runtime: content });
    expect((await skopeoLogin()).code).not.toBe(0);
    expect(await text(runtime)).toBe(content);
    await expect(ours(runtime, 'containers-auth')).rejects.toThrow(Failure);
    expect(await text(runtime)).toBe(content);
  });
});

describe('what is not ours', () => {
  const other = { auth: auth('bob'), email: 'bob@example.com', note: 'mine' };
  const content = JSON.stringify({ auths: { 'other.example': other }, mine: { a: 1 } }, null, 2);

  it('7.30 skopeo drops unknown fields, we keep them byte for byte', async () => {
    const { runtime } = sandbox.paths;
    await sandbox.lay({ runtime: content });
    await ours(runtime, 'containers-auth');
    const kept = await text(runtime);
    const entry = content.slice(content.indexOf('"other.example"'), content.indexOf('}'));
    expect(kept).toContain(entry);
    expect(JSON.parse(kept)).toMatchObject({ auths: { 'other.example': other }, mine: { a: 1 } });

    await sandbox.lay({ runtime: content });
    expect((await skopeoLogin()).code).toBe(0);
    expect(JSON.parse(await text(runtime))).not.toHaveProperty('mine');
  });

  it('7.74 docker drops unknown top-level fields, we keep them', async () => {
    const { docker } = sandbox.paths;
    await sandbox.lay({ docker: content });
    await ours(docker, 'docker-config');
    expect(JSON.parse(await text(docker))).toMatchObject({ mine: { a: 1 } });

    await sandbox.lay({ docker: content });
    expect((await dockerLogin()).code).toBe(0);
    expect(JSON.parse(await text(docker))).not.toHaveProperty('mine');
  });

  it('7.75 docker empties an entry that does not decode, we keep it', async () => {
    const { docker } = sandbox.paths;
    const broken = JSON.stringify({ auths: { 'other.example': { auth: '!!!' } } });
    await sandbox.lay({ docker: broken });
    await ours(docker, 'docker-config');
    expect(JSON.parse(await text(docker)).auths['other.example']).toEqual({ auth: '!!!' });

    await sandbox.lay({ docker: broken });
    expect((await dockerLogin()).code).toBe(0);
    expect(JSON.parse(await text(docker)).auths['other.example']).toEqual({});
  });
});

describe('modes and links', () => {
  const empty = JSON.stringify({ auths: { 'other.example': { auth: auth('bob') } } });

  it('7.61 a wider mode is narrowed in auth.json by skopeo, and by us', async () => {
    const { runtime } = sandbox.paths;
    await sandbox.lay({ runtime: empty });
    await sandbox.run('/bin/chmod', ['644', runtime]);
    await ours(runtime, 'containers-auth');
    expect((await stat(runtime)).mode & 0o777).toBe(0o600);
    await sandbox.run('/bin/chmod', ['644', runtime]);
    await skopeoLogin('carol');
    expect((await stat(runtime)).mode & 0o777).toBe(0o600);
  });

  it('7.62 a link is replaced by skopeo, and followed by us', async () => {
    const { runtime } = sandbox.paths;
    const real = join(sandbox.home, 'real.json');
    await sandbox.lay({ runtime: '' });
    await sandbox.run('/bin/rm', [runtime]);
    await writeFile(real, empty, { mode: 0o600 });
    await symlink(real, runtime);
    await ours(runtime, 'containers-auth');
    expect(parseAuthFile(await readFile(real), 'containers-auth').entries).toHaveLength(2);

    await skopeoLogin('carol');
    expect(await text(real)).not.toContain(auth('carol'));
  });
});

describe('what is written is read', () => {
  it.each([
    ['7.86 a password with colons', '6543210|my-sa', 'p:a:ss'],
    ['7.86 a password of other letters', 'robot+ci', 'pässwörd-密码'],
    ['7.29 a token', 'acme+builder', 'eyJhbGciOiJSUzUxMiJ9.e30.c2ln'],
  ])('%s', async (_, user, password) => {
    const { runtime } = sandbox.paths;
    await ours(runtime, 'containers-auth', user, password);
    expect(await getLogin(sandbox, 'skopeo', doorkeeper.registry)).toEqual({
      kind: 'user',
      username: user,
    });
    const written = await text(runtime);
    // The tool writes the same value for the same credential.
    await sandbox.lay({});
    expect((await skopeoLogin(user, password)).code).toBe(0);
    const { auths } = JSON.parse(await text(runtime));
    expect(JSON.parse(written).auths).toEqual(auths);
  });

  it('7.77 the same credential again changes no byte', async () => {
    const { docker } = sandbox.paths;
    await dockerLogin();
    const before = await text(docker);
    expect(await ours(docker, 'docker-config')).toMatchObject({ outcome: 'unchanged' });
    expect(await text(docker)).toBe(before);
  });

  it('7.91 a user name with a colon is refused', async () => {
    await expect(ours(sandbox.paths.runtime, 'containers-auth', 'a:b')).rejects.toMatchObject({
      code: 'USERNAME_INVALID',
    });
  });
});

describe('logging out', () => {
  it('7.67 skopeo leaves a URL form that still logs in; we find it', async () => {
    const { registry } = doorkeeper;
    const auths = {
      [registry]: { auth: auth('a') },
      [`https://${registry}/v1/`]: { auth: auth('b') },
    };
    await sandbox.lay({ runtime: JSON.stringify({ auths }) });
    const { runtime } = sandbox.paths;
    const document = parseAuthFile(await readFile(runtime), 'containers-auth');
    const keys = keysServing(document, registry);
    expect(keys).toEqual([registry, `https://${registry}/v1/`]);

    expect((await sandbox.run('skopeo', ['logout', registry])).code).toBe(0);
    expect(await getLogin(sandbox, 'skopeo', registry)).toEqual({ kind: 'user', username: 'b' });

    await change(
      runtime,
      'containers-auth',
      keys.map((key) => ({ key, remove: true })),
    );
    expect(await getLogin(sandbox, 'skopeo', registry)).toEqual({ kind: 'nobody' });
  });

  it('7.78 docker leaves the /v1/ form; we find all four', async () => {
    const { registry } = doorkeeper;
    const forms = [
      registry,
      `https://${registry}`,
      `http://${registry}`,
      `https://${registry}/v1/`,
    ];
    const auths = Object.fromEntries(forms.map((key) => [key, { auth: auth('a') }]));
    await sandbox.lay({ docker: JSON.stringify({ auths }) });
    const { docker } = sandbox.paths;
    const document = parseAuthFile(await readFile(docker), 'docker-config');
    expect(keysServing(document, registry).sort()).toEqual([...forms].sort());

    await sandbox.run('docker', ['logout', registry]);
    expect(Object.keys(JSON.parse(await text(docker)).auths)).toEqual([`https://${registry}/v1/`]);
  });
});
