import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { dockerConfigUser, getLogin, getLogins, toolLogin } from '../../support/tools.ts';
import { run } from '../../support/tools-process.ts';
import { BOB, stage } from '../core/stage.ts';
import {
  auth,
  createLastingVault,
  createMachine,
  createStorage,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const { username, password } = DEMO_ACCOUNT;
let demo: DemoRegistry;
let machine: Machine;
let vault: Vault;
let core: TestCore;

const on = stage({
  trusted: true,
  core: () => {
    vault = createLastingVault();
    return { vault };
  },
});
beforeEach(() => {
  ({ demo, machine, core } = on);
});

const list = (query = '', of: TestCore = core) => of.calls['history.list']({ query, limit: 500 });
const undo = (entryId: string, of: TestCore = core) =>
  of.calls['history.undo']({ runId: randomUUID(), entryId });
const planUndo = (entryId: string) => core.calls['history.plan-undo']({ entryId });
const directory = () => join(machine.home, 'history');
const records = async () =>
  (await readdir(directory()).catch(() => [])).filter((name) => name.endsWith('.age'));

function idOf(entry: { historyId?: string | null; id?: string } | undefined): string {
  const id = entry?.historyId ?? entry?.id;
  if (id === undefined || id === null) throw new Error('not in the history');
  return id;
}

/** The store, as it is while the user has locked it. */
function lockable(inner: Vault): Vault & { locked: boolean } {
  const gate = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return async (...args: A) => {
      if (lock.locked) throw new Failure('STORE_LOCKED');
      return call(...args);
    };
  };
  const lock = {
    ...inner,
    get: gate(inner.get),
    set: gate(inner.set),
    delete: gate(inner.delete),
    locked: false,
  };
  return lock;
}

describe('a change of a target', () => {
  it('is recorded with what it did, the newest first, and can be searched', async () => {
    const { credentialId, targets } = await login(core, demo.registry);
    await core.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    const found = await list();
    expect(found).toMatchObject([
      {
        action: 'logout',
        targetId: 'docker',
        path: machine.configJson,
        changes: [{ key: demo.registry, action: 'remove', usernameBefore: username }],
        undoneBy: null,
      },
      { action: 'login' },
      { action: 'login' },
    ]);
    expect(new Set(found.slice(1).map(({ id }) => id))).toEqual(new Set(targets.map(idOf)));
    expect(await list('LOGOUT config.json')).toEqual([found[0]]);
    expect(await list(`runtime ${demo.registry}`)).toMatchObject([{ targetId: 'runtime' }]);
    expect(await list(username.slice(3))).toHaveLength(3);
    expect(await list('nobody')).toEqual([]);
    expect(await core.calls['history.list']({ query: '', limit: 1 })).toEqual([found[0]]);
    expect(JSON.stringify(found)).not.toContain(password);
  });

  it('is kept in files of our own that show nothing of it (S1 S3)', async () => {
    await login(core, demo.registry);
    await list();
    expect((await stat(directory())).mode & 0o777).toBe(0o700);
    expect(await records()).toHaveLength(2);
    for (const name of await readdir(directory())) {
      const path = join(directory(), name);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const text = await readFile(path, 'latin1');
      for (const told of [password, auth(username, password), username, demo.registry]) {
        expect(text).not.toContain(told);
      }
    }
  });

  it('is there after a restart, for age itself too', async () => {
    const { targets } = await login(core, demo.registry, {}, ['runtime']);
    const before = await list();
    await core.close();
    const second = startCore(machine, { vault, index: core.index });
    expect(await list('', second)).toEqual(before);

    const identity = await vault.get('history-identity');
    const keyFile = join(machine.home, 'identity');
    await writeFile(keyFile, `${identity?.reveal()}\n`, { mode: 0o600 });
    for (const name of await records()) {
      const { code, stdout, stderr } = await run('age', [
        '--decrypt',
        '--identity',
        keyFile,
        join(directory(), name),
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const record = JSON.parse(stdout);
      expect(targets.map(idOf)).toContain(record.id);
      expect(JSON.parse(record.entries[0].after)).toEqual({ auth: auth(username, password) });
    }
    await undo(idOf(targets[0]), second);
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
    await second.close();
  });

  it('is not recorded where nothing was changed', async () => {
    const { credentialId } = await login(core, demo.registry);
    const [again] = await core.calls['credentials.write']({
      runId: randomUUID(),
      credentialId,
      targetIds: ['runtime'],
    });
    expect(again).toMatchObject({ outcome: 'unchanged', historyId: null });
    expect(await list()).toHaveLength(2);
  });

  it('is in memory alone where the secrets are', async () => {
    const inMemory = startCore(machine);
    const { targets } = await login(inMemory, demo.registry, {}, ['runtime']);
    expect(await list('', inMemory)).toHaveLength(1);
    await undo(idOf(targets[0]), inMemory);
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
    await expect(stat(directory())).rejects.toMatchObject({ code: 'ENOENT' });
    await inMemory.close();
  });
});

describe('a store that does not answer', () => {
  it('is not needed to record, once it has the key', async () => {
    const store = lockable(vault);
    const locking = startCore(machine, { vault: store });
    const { credentialId } = await login(locking, demo.registry);
    await list('', locking);
    store.locked = true;
    const index = locking.index;
    await locking.close();

    const locked = startCore(machine, { vault: store, index });
    const [applied] = await locked.calls['credentials.logout']({
      credentialId,
      targetIds: ['runtime'],
    });
    expect(applied).toMatchObject({ outcome: 'written', historyId: expect.any(String) });
    await expect(list('', locked)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    store.locked = false;
    expect(await list('logout', locked)).toMatchObject([{ id: idOf(applied) }]);
    await locked.close();
  });

  it('costs the record and not the change, and that is said', async () => {
    const store = lockable(vault);
    const locking = startCore(machine, { vault: store });
    await login(locking, demo.registry);
    await list('', locking);
    const [{ id: credentialId = '' } = {}] = await locking.calls['credentials.list'](undefined);
    await locking.close();
    await rm(directory(), { recursive: true });
    store.locked = true;

    const locked = startCore(machine, { vault: store, index: locking.index });
    const told = locked.next('history.changed', ({ lost }) => lost === 1);
    const logout = (targetId: string) =>
      locked.calls['credentials.logout']({ credentialId, targetIds: [targetId] });
    expect(await logout('runtime')).toMatchObject([{ outcome: 'written' }, {}]);
    await told;
    expect(await logout('docker')).toMatchObject([{ outcome: 'written', historyId: null }]);
    expect(await getLogins(demo.registry, machine.env)).toEqual({
      podman: null,
      skopeo: null,
      buildah: null,
    });
    expect(await locked.logged()).toContain('history.lost');
    await locked.close();
  });

  it('that lost the key begins anew and leaves what it cannot read', async () => {
    const { credentialId } = await login(core, demo.registry);
    await list();
    await core.close();
    await vault.delete('history-identity');
    const second = startCore(machine, { vault, index: core.index });
    await second.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    expect(await list('', second)).toMatchObject([{ action: 'logout' }]);
    expect(await records()).toHaveLength(3);
    await second.close();
  });
});

describe('undo', () => {
  it('restores who was logged in before, for the tools themselves', async () => {
    await toolLogin('podman', demo.registry, BOB, machine.env);
    const { targets } = await login(core, demo.registry);
    const entryId = idOf(targets[0]);
    expect(await planUndo(entryId)).toMatchObject({
      entry: { id: entryId, action: 'login' },
      changes: [
        {
          key: demo.registry,
          action: 'replace',
          usernameBefore: username,
          usernameAfter: 'bob',
        },
      ],
      changedSince: [],
      problem: null,
    });
    expect(await undo(entryId)).toMatchObject({ targetId: 'runtime', outcome: 'written' });
    expect(await getLogins(demo.registry, machine.env)).toEqual({
      podman: 'bob',
      skopeo: 'bob',
      buildah: 'bob',
    });
    // The other target stays as the login left it, and so does the credential's wish to be there.
    expect(await dockerConfigUser(machine.configJson, demo.registry)).toBe(username);
    expect(await core.calls['credentials.list'](undefined)).toMatchObject([
      { targets: ['docker'] },
    ]);
  });

  it('is recorded, can be undone, and then done again', async () => {
    const { targets } = await login(core, demo.registry, {}, ['runtime']);
    const first = idOf(targets[0]);
    const undone = idOf(await undo(first));
    expect(await list('runtime')).toMatchObject([
      { id: undone, action: 'undo', undoneBy: null },
      { id: first, undoneBy: undone },
    ]);
    await expect(undo(first)).rejects.toMatchObject({ code: 'HISTORY_UNDONE' });
    await expect(planUndo(first)).rejects.toMatchObject({ code: 'HISTORY_UNDONE' });

    await undo(undone);
    expect(await getLogin('skopeo', demo.registry, machine.env)).toBe(username);
    expect(await core.calls['credentials.list'](undefined)).toMatchObject([
      { targets: ['runtime'] },
    ]);
    expect(await list('runtime')).toMatchObject([
      { action: 'undo', undoneBy: null },
      { id: undone, undoneBy: expect.any(String) },
      { id: first, undoneBy: null },
    ]);
    expect(await undo(first)).toMatchObject({ outcome: 'written' });
    expect(await getLogin('skopeo', demo.registry, machine.env)).toBeNull();
  });

  it('puts back what a logout removed, every form of it, byte for byte', async () => {
    const entries = {
      [demo.registry]: `{ "auth":"${auth(username, password)}" , "email" : "a\\u0040b" }`,
      [`https://${demo.registry}/v1/`]: `{"auth": "${auth('old', 'secret')}"}`,
    };
    const other = `"quay.io": {"auth":"${auth('q', 'q')}","x":[1, 2]}`;
    const text = Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}: ${value}`);
    await machine.put(machine.configJson, `{"auths":{${[...text, other].join(', ')}}, "a":1}\n`);
    const { credentialId } = await login(core, demo.registry, {}, ['docker']);
    const [applied] = await core.calls['credentials.logout']({
      credentialId,
      targetIds: ['docker'],
    });
    const without = await readFile(machine.configJson, 'utf8');
    expect(without).not.toContain(demo.registry);
    await undo(idOf(applied));
    const restored = await readFile(machine.configJson, 'utf8');
    for (const member of [...text, other]) {
      const [key = '', value = ''] = member.split(/: (.*)/s);
      expect(restored.replaceAll(/("): ?(?=\{)/g, '$1: ')).toContain(`${key}: ${value}`);
    }
    expect(restored).toContain('"a":1}\n');
  });

  it('says what changed since, leaves other entries alone, and refuses what was not shown', async () => {
    const { targets } = await login(core, demo.registry, {}, ['runtime']);
    const entryId = idOf(targets[0]);
    const shown = await planUndo(entryId);
    expect(shown.changedSince).toEqual([]);
    await toolLogin('podman', demo.registry, BOB, machine.env);
    expect(await undo(entryId)).toMatchObject({
      outcome: 'failed',
      problem: { code: 'PLAN_STALE' },
    });
    expect(await planUndo(entryId)).toMatchObject({
      changes: [{ action: 'remove', usernameBefore: 'bob', usernameAfter: null }],
      changedSince: [demo.registry],
    });
    await machine.put(
      machine.authJson,
      (await readFile(machine.authJson, 'utf8')).replace(
        '"auths": {',
        `"auths": { "quay.io": {"auth":"${auth('q', 'q')}"},`,
      ),
    );
    expect(await undo(entryId)).toMatchObject({ outcome: 'written' });
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
    expect(await getLogin('podman', 'quay.io', machine.env)).toBe('q');
  });

  it('does not take another layout of the same login for a change', async () => {
    const { targets } = await login(core, demo.registry);
    // podman writes the whole file anew, in its own layout.
    await toolLogin('podman', demo.registry, { username, password }, machine.env);
    expect(await planUndo(idOf(targets[0]))).toMatchObject({ changedSince: [] });
  });

  it('leaves a broken file as it is', async () => {
    const { targets } = await login(core, demo.registry);
    await machine.put(machine.configJson, '{"auths":');
    const entryId = idOf(targets[1]);
    expect(await planUndo(entryId)).toMatchObject({ problem: { code: 'FILE_MALFORMED' } });
    expect(await undo(entryId)).toMatchObject({ outcome: 'failed', historyId: null });
    expect(await readFile(machine.configJson, 'utf8')).toBe('{"auths":');
  });

  it('a helper that was cancelled when it had erased is in the history, and can be undone', async () => {
    const bin = join(machine.home, 'bin');
    const [kept, erased] = [join(machine.home, 'kept'), join(machine.home, 'erased')];
    const odd = await createMachine({ PATH: `${bin}:${machine.env.PATH}` });
    await machine.put(
      join(bin, 'docker-credential-odd'),
      `#!/bin/sh
      case $1 in
        get) [ -f ${kept} ] && cat ${kept} || { echo 'credentials not found in native keychain'; exit 1; };;
        store) cat > ${kept};;
        erase) [ -f ${kept} ] || exit 0; rm ${kept}; touch ${erased}; sleep 1000;;
      esac`,
    );
    await chmod(join(bin, 'docker-credential-odd'), 0o700);
    await odd.put(odd.configJson, '{"credsStore":"odd"}');
    const governed = startCore(odd);
    const { credentialId } = await login(governed, demo.registry, {}, ['docker']);
    const runId = randomUUID();
    const forgotten = governed.calls['credentials.forget']({ runId, credentialId });
    await expect.poll(() => existsSync(erased), { timeout: 30_000 }).toBe(true);
    await governed.calls['run.cancel']({ runId });
    await expect(forgotten).rejects.toMatchObject({ code: 'CANCELLED' });
    const [entry] = await list('', governed);
    expect(entry).toMatchObject({
      action: 'forget',
      changes: [{ action: 'remove', via: 'helper' }],
    });
    await expect(undo(idOf(entry), governed)).resolves.toMatchObject({ outcome: 'written' });
    expect(JSON.parse(await readFile(kept, 'utf8'))).toMatchObject({ Username: username });
    await governed.close();
    await odd.remove();
  });

  it('does not restore beside a helper that has come in charge since (F4)', async () => {
    const { targets } = await login(core, demo.registry);
    await core.calls['credentials.logout']({
      credentialId: (await core.calls['credentials.list'](undefined))[0]?.id ?? '',
      targetIds: ['docker'],
    });
    expect(targets).toHaveLength(2);
    const [entry] = await list('logout');
    await machine.put(machine.configJson, '{"credsStore":"absent"}');
    expect(await undo(idOf(entry))).toMatchObject({
      outcome: 'failed',
      problem: { code: 'HELPER_GOVERNS' },
    });
    expect(await readFile(machine.configJson, 'utf8')).toBe('{"credsStore":"absent"}');
  });

  it('knows neither another place’s file nor what was never recorded', async () => {
    const { targets } = await login(core, demo.registry);
    const elsewhere = startCore(
      {
        ...machine,
        host: {
          ...machine.host,
          env: { ...machine.env, DOCKER_CONFIG: join(machine.home, 'other') },
        },
      },
      { vault, index: createStorage() },
    );
    await list();
    await expect(undo(idOf(targets[1]), elsewhere)).rejects.toMatchObject({
      code: 'TARGET_UNKNOWN',
    });
    await expect(undo(randomUUID())).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN' });
    await elsewhere.close();
  });
});
