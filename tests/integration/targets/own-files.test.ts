import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { run, runOk } from '../../support/tools-process.ts';
import {
  auth,
  createMachine,
  createStorage,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const { username, password } = DEMO_ACCOUNT;
const OTHER = `"quay.io" : { "auth":"${auth('q', 'q')}", "email":"" }`;
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;
let chosen: string | null;
let file: string;

beforeAll(async () => {
  demo = await startDemoRegistry();
});
// Closing waits until a written file was looked at again; the next test need not.
const closing: Promise<unknown>[] = [];
afterAll(async () => {
  await Promise.all(closing);
  await demo.close();
});
beforeEach(async () => {
  machine = await createMachine();
  file = join(machine.home, 'pull-secret.json');
  chosen = file;
  core = open();
});
afterEach(() => {
  const { remove } = machine;
  closing.push(core.close().then(remove));
});

const open = (ownFiles = createStorage()) =>
  startCore(machine, { ownFiles, desktop: { chooseFile: async () => chosen } });
const add = async () => (await core.calls['targets.add-file'](undefined)).targetId;
const target = async (id: string | null, of: TestCore = core) =>
  (await of.calls['targets.list'](undefined)).find((each) => each.id === id);

describe('a file that the user adds', () => {
  it('is a target like the others: shown, written, logged out, nothing else of it touched', async () => {
    await machine.put(file, `{"auths":{${OTHER}}}\n`);
    const id = await add();
    expect(id).toMatch(/^file:[0-9a-f-]{36}$/);
    expect(await target(id)).toMatchObject({
      format: 'containers-auth',
      path: file,
      readBy: [],
      preferred: false,
      writable: true,
      entries: [{ key: 'quay.io', username: 'q', state: 'foreign' }],
      problem: null,
    });
    const { credentialId, targets } = await login(core, demo.registry, {}, [id ?? '']);
    expect(targets).toMatchObject([{ targetId: id, outcome: 'written' }]);
    const { stdout } = await run('skopeo', [
      'login',
      '--authfile',
      file,
      '--get-login',
      demo.registry,
    ]);
    expect(stdout.trim()).toBe(username);
    expect(await readFile(file, 'utf8')).toContain(OTHER);

    await core.calls['credentials.logout']({ credentialId, targetIds: [id ?? ''] });
    expect(await readFile(file, 'utf8')).toContain(`{"auths":{${OTHER}}}\n`);
  });

  it('is docker’s where its content says so, and only read where it is the old format', async () => {
    await machine.put(file, '{"auths":{},"credsStore":""}');
    const docker = await add();
    expect(await target(docker)).toMatchObject({ format: 'docker-config' });
    chosen = join(machine.home, 'old.cfg');
    await machine.put(chosen, `{"quay.io":{"auth":"${auth('q', 'q')}"}}`);
    const legacy = await add();
    expect(await target(legacy)).toMatchObject({
      format: 'legacy-dockercfg',
      writable: false,
      entries: [{ username: 'q' }],
    });
    const { targets } = await login(core, demo.registry, {}, [docker ?? '', legacy ?? '']);
    expect(targets).toMatchObject([
      { targetId: docker, outcome: 'written' },
      { targetId: legacy, outcome: 'failed', problem: { code: 'FILE_READ_ONLY' } },
    ]);
  });

  it('is watched, and still after it was replaced', async () => {
    await core.start();
    await machine.put(file, '{"auths":{}}');
    const id = await add();
    const seen = core.next('targets.changed');
    await runOk(
      'skopeo',
      ['login', '--authfile', file, '-u', username, '--password-stdin', ...plain()],
      {
        input: password,
      },
    );
    await seen;
    expect(await target(id)).toMatchObject({ entries: [{ key: demo.registry, username }] });
    const again = core.next('targets.changed');
    await machine.put(`${file}.new`, '{}');
    await rename(`${file}.new`, file);
    await again;
    expect(await target(id)).toMatchObject({ entries: [] });
    expect(await core.logged()).not.toContain('watch-failed');
  });

  it('is remembered until it is forgotten, which leaves it as it is', async () => {
    await machine.put(file, '{"auths":{}}');
    const id = (await add()) ?? '';
    const { credentialId } = await login(core, demo.registry, {}, [id, 'docker']);
    const text = await readFile(file, 'utf8');
    await core.close();
    const second = startCore(machine, {
      ownFiles: core.ownFiles,
      index: core.index,
      desktop: { chooseFile: async () => null },
    });
    expect(await target(id, second)).toMatchObject({ path: file });
    expect(await second.calls['targets.add-file'](undefined)).toEqual({ targetId: null });
    await second.calls['targets.forget-file']({ targetId: id });
    expect(await target(id, second)).toBeUndefined();
    expect(await readFile(file, 'utf8')).toBe(text);
    await expect(second.calls['targets.forget-file']({ targetId: id })).rejects.toMatchObject({
      code: 'TARGET_UNKNOWN',
    });
    await expect(second.calls['targets.forget-file']({ targetId: 'docker' })).rejects.toMatchObject(
      { code: 'TARGET_UNKNOWN' },
    );
    expect(credentialId).toMatch(/./);
    await second.close();
  });

  it('takes the wish to be there along when it is forgotten', async () => {
    await machine.put(file, '{"auths":{}}');
    const id = (await add()) ?? '';
    await login(core, demo.registry, {}, [id, 'docker']);
    await core.calls['targets.forget-file']({ targetId: id });
    expect(await core.calls['credentials.list'](undefined)).toMatchObject([
      { targets: ['docker'] },
    ]);
  });

  it('that is a target already is that target, through links too', async () => {
    await machine.put(machine.configJson, '{}');
    chosen = machine.configJson;
    expect(await add()).toBe('docker');
    chosen = join(machine.home, 'link.json');
    await symlink(machine.configJson, chosen);
    expect(await add()).toBe('docker');
    await machine.put(file, '{}');
    chosen = file;
    const id = await add();
    expect(await add()).toBe(id);
    expect(
      (await core.calls['targets.list'](undefined)).filter(({ id: each }) => each === id),
    ).toHaveLength(1);
  });

  it('is refused where it is none, with the place', async () => {
    await machine.put(file, '{"auths":\n  {"quay.io": []}}');
    await expect(add()).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      context: { path: file, line: 2, column: 15 },
    });
    await rm(file);
    await runOk('mkfifo', [file]);
    await expect(add()).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
    await rm(file);
    await expect(add()).rejects.toMatchObject({ code: 'FILE_NO_DIRECTORY' });
    await writeFile(file, Buffer.alloc(17 * 1024 * 1024, 32));
    await expect(add()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(core.ownFiles.text()).toBe('');
  });

  it('does not take the tools’ own places along when the list is damaged', async () => {
    const damaged = open(createStorage({ version: 99 }));
    expect((await damaged.calls['targets.list'](undefined)).map(({ id }) => id)).toContain(
      'docker',
    );
    await machine.put(file, '{}');
    await expect(damaged.calls['targets.add-file'](undefined)).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
    });
    expect(damaged.ownFiles.text()).toBe('{"version":99}');
    await damaged.close();
  });

  it('can be undone like any target', async () => {
    await machine.put(file, `{"auths":{${OTHER}}}`);
    const before = await readFile(file, 'utf8');
    const id = (await add()) ?? '';
    const { targets } = await login(core, demo.registry, {}, [id]);
    await core.calls['history.undo']({
      runId: randomUUID(),
      entryId: targets[0]?.historyId ?? '',
    });
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});

function plain(): string[] {
  return ['--tls-verify=false', demo.registry];
}
