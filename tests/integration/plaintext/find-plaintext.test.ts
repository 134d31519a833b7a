import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locations } from '../../../electron/core/authfile/locations.ts';
import type { Host } from '../../../electron/core/host.ts';
import { findCredentials } from '../../../electron/core/importing/find.ts';
import { findPlaintext } from '../../../electron/core/plaintext/find-plaintext.ts';

const SECRET = 'c4nary-in-the-clear';
const AUTH = { auth: Buffer.from(`alice:${SECRET}`).toString('base64') };
const FILE = JSON.stringify({ auths: { 'quay.io': AUTH } });
let home: string;
let host: Host;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-plaintext-'));
  const env = { XDG_RUNTIME_DIR: join(home, 'run') };
  host = { env, home, uid: process.getuid?.() ?? -1, platform: 'linux' };
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function put(path: string, text: string, mode = 0o600): Promise<string> {
  const full = join(home, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  await chmod(full, mode);
  return full;
}

const find = (signal = new AbortController().signal) =>
  findPlaintext(
    { host, places: locations(host), read: async (bytes) => findCredentials(bytes) },
    signal,
  );

describe('credentials that can be read without a key', () => {
  it('are found where tools read them, with owner and mode', async () => {
    const path = await put('.docker/config.json', FILE, 0o644);
    expect((await find()).files).toEqual([
      {
        path,
        role: 'target',
        targetId: 'docker',
        source: null,
        mode: '0644',
        owner: 'user',
        readableBy: 'everyone',
        logins: [{ registry: 'quay.io', username: 'alice' }],
      },
    ]);
  });

  it('are found in copies, downloads and the histories of shells, and told apart', async () => {
    const copy = await put('.docker/config.json.bak', FILE, 0o640);
    await put('.config/user-dirs.dirs', 'XDG_DOWNLOAD_DIR="$HOME/Fetched"\n');
    const secret = [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: {name: pull}',
      'type: kubernetes.io/dockerconfigjson',
      `data: {.dockerconfigjson: ${Buffer.from(FILE).toString('base64')}}`,
    ].join('\n');
    const download = await put('Fetched/1234-alice-secret.yaml', secret);
    const history = await put(
      '.zsh_history',
      `: 1700000000:0;ls\n: 1700000001:0;podman login -u alice -p ${SECRET} quay.io\n`,
    );
    const { files } = await find();
    expect(files).toMatchObject([
      { path: copy, role: 'copy', mode: '0640', readableBy: 'group' },
      { path: download, role: 'left-over', readableBy: 'owner' },
      { path: history, role: 'history' },
    ]);
    const login = { registry: 'quay.io', username: 'alice' };
    expect(files.map(({ logins }) => logins)).toEqual([[login], [login], [login]]);
    expect(JSON.stringify(files)).not.toContain(SECRET);
  });

  it('are not what is empty, handed to a helper, unreadable or no credential at all', async () => {
    await put('.docker/config.json', '{"auths":{"quay.io":{}},"credsStore":"secretservice"}');
    await put('.docker/config.json~', '{ not json, "auths"');
    await put('Downloads/package.json', '{"name":"login","auths":[]}');
    await put('Downloads/letter.txt', 'Please log in with your login.');
    await put('.bash_history', 'podman login --password-stdin -u alice quay.io\n');
    await symlink('/dev/zero', join(home, 'Downloads/endless.json'));
    const { files, looked } = await find();
    expect(files).toEqual([]);
    expect(looked).toBeGreaterThan(5);
  });

  it('are no longer looked for when that is cancelled', async () => {
    await expect(find(AbortSignal.abort())).rejects.toThrow();
  });
});
