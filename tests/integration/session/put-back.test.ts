import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { getLogin, toolLogin, toolLogout, trustPlainHttp } from '../../support/tools.ts';
import {
  createLastingVault,
  createMachine,
  createStorage,
  keep as keepStored,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const BOB = { username: 'bob', password: 'bobs-password' };
let demo: DemoRegistry;
let machine: Machine;
let vault: Vault;
let sessions: ReturnType<typeof createStorage>;
let core: TestCore;

beforeAll(async () => {
  demo = await startDemoRegistry({ accounts: [DEMO_ACCOUNT, BOB] });
});
const closing: Promise<unknown>[] = [];
afterAll(async () => {
  await Promise.all(closing);
  await demo.close();
});
beforeEach(async () => {
  machine = await createMachine();
  await trustPlainHttp(machine, demo.registry);
  vault = createLastingVault();
  sessions = createStorage();
  core = startCore(machine, { vault, sessions });
  await core.start();
});
afterEach(() => {
  const { remove } = machine;
  closing.push(core.close().then(remove));
});

const keep = (credentialId: string, everySession = true) =>
  core.calls['session.keep']({ credentialId, everySession });
const inRuntime = () => getLogin('podman', demo.registry, machine.env);

/** Logs in, to be kept for every session; resolves when the login was seen in this one. */
async function kept(): Promise<string> {
  const { credentialId } = await login(core, demo.registry, {}, ['runtime']);
  await keep(credentialId);
  while (!sessions.text().includes(credentialId)) await sessions.written();
  return credentialId;
}

/** The end of the session: its runtime directory goes, and the app with it. */
async function endSession(): Promise<void> {
  await core.close();
  await rm(machine.runtime, { recursive: true });
}

/** Another session; what the app remembers is there. */
function beginSession(its: Vault = vault): Promise<TestCore> {
  core = startCore(machine, {
    vault: its,
    index: core.index,
    placements: core.placements,
    sessions,
  });
  return Promise.resolve(core);
}

/** The store, with another way to answer for a secret. */
function answering(get: Vault['get']): Vault {
  return new Proxy(vault, {
    get: (target, name) => (name === 'get' ? get : Reflect.get(target, name)),
  });
}

const makeRuntime = () => mkdir(machine.runtime, { mode: 0o700 });

describe('when a session begins', () => {
  it('a login for every session is there again, for the real podman, and the user is told', async () => {
    await kept();
    await endSession();
    await makeRuntime();
    await beginSession();
    const told = core.next('session.put-back');
    await core.start();
    expect(await told).toEqual({ done: 1, waiting: 0, failed: 0 });
    expect(await inRuntime()).toBe(DEMO_ACCOUNT.username);
    const [entry] = await core.calls['history.list']({ query: '', limit: 1 });
    expect(entry).toMatchObject({ action: 'put-back', targetId: 'runtime' });
    const [line] = await core.calls['audit.list']({ query: 'session.put-back', limit: 1 });
    expect(line).toMatchObject({
      automatic: true,
      subjects: [{ registry: demo.registry, username: DEMO_ACCOUNT.username }],
      targets: ['runtime'],
      outcome: 'done',
    });
  });

  it('a login of the former session alone is not there, until the user puts it back', async () => {
    const { credentialId } = await login(core, demo.registry, {}, ['runtime']);
    await endSession();
    await makeRuntime();
    await beginSession();
    await core.start();
    const again = await core.calls['session.put-back']({ runId: randomUUID() });
    expect(core.events.filter(({ name }) => name === 'session.put-back')).toEqual([]);
    expect(again).toMatchObject([{ credentialId, targets: [{ targetId: 'runtime' }] }]);
    expect(await inRuntime()).toBe(DEMO_ACCOUNT.username);
  });

  it('a runtime directory that comes late is waited for', async () => {
    await kept();
    await endSession();
    await beginSession();
    await core.start();
    const told = core.next('session.put-back');
    // As systemd does: nobody else sees it before it is the user's.
    await mkdir(`${machine.runtime}.new`, { mode: 0o700 });
    await rename(`${machine.runtime}.new`, machine.runtime);
    expect(await told).toEqual({ done: 1, waiting: 0, failed: 0 });
    expect(await inRuntime()).toBe(DEMO_ACCOUNT.username);
  });

  it('a locked store is not asked; the login is written when it is unlocked', async () => {
    await kept();
    await endSession();
    await makeRuntime();
    let isLocked = true;
    const locked = answering(async (id) => {
      if (isLocked) throw new Failure('STORE_LOCKED');
      return vault.get(id);
    });
    await beginSession(locked);
    const waits = core.next('session.put-back');
    await core.start();
    expect(await waits).toEqual({ done: 0, waiting: 1, failed: 0 });
    expect(await inRuntime()).toBeNull();
    isLocked = false;
    const told = core.next('session.put-back');
    await core.calls['vault.choose']({ backend: 'keychain' });
    expect(await told).toEqual({ done: 1, waiting: 0, failed: 0 });
    expect(await inRuntime()).toBe(DEMO_ACCOUNT.username);
  });

  it('a login that came while the store was slow stays (F9), and nothing is said', async () => {
    await kept();
    await endSession();
    await makeRuntime();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      const slow = answering(async (id) => {
        resolve();
        await released;
        return vault.get(id);
      });
      void beginSession(slow);
    });
    await core.start();
    await asked;
    await toolLogin('podman', demo.registry, BOB, machine.env);
    const remembered = sessions.written();
    release();
    await remembered;
    expect(await inRuntime()).toBe(BOB.username);
    await core.close();
    expect(core.events.filter(({ name }) => name === 'session.put-back')).toEqual([]);
  });

  it('a store that does not answer is asked once, not for each login', async () => {
    await core.close();
    const ids: string[] = [];
    for (const registry of ['one.example', 'two.example', 'three.example']) {
      const id = await keepStored(vault, core.index, registry, ['runtime']);
      const index = new CredentialIndex(core.index);
      const meta = index.find(id);
      if (meta !== null) index.update({ ...meta, everySession: true });
      ids.push(id);
    }
    const asked: string[] = [];
    await beginSession(
      answering(async (id) => {
        asked.push(id);
        throw new Failure('STORE_TIMED_OUT');
      }),
    );
    const told = core.next('session.put-back');
    await core.start();
    expect(await told).toEqual({ done: 0, waiting: 3, failed: 0 });
    expect(asked).toEqual(ids.slice(0, 1));
  });

  it("what another tool logged in first stays: the user's newer will", async () => {
    await kept();
    await endSession();
    await makeRuntime();
    await toolLogin('podman', demo.registry, BOB, machine.env);
    await beginSession();
    await core.start();
    await core.close();
    expect(await inRuntime()).toBe(BOB.username);
  });

  it("another user's directory is not written to", async () => {
    await kept();
    await endSession();
    await makeRuntime();
    await chown(machine.runtime, 12_345, 12_345);
    await beginSession();
    const told = core.next('session.put-back');
    await core.start();
    expect(await told).toEqual({ done: 0, waiting: 0, failed: 1 });
    await expect(readFile(machine.authJson)).rejects.toThrow('ENOENT');
  });
});

describe('within a session', () => {
  it('a logout by another tool stays, also over a restart of the app (F9)', async () => {
    await kept();
    await toolLogout('podman', demo.registry, machine.env);
    await core.close();
    await beginSession();
    await core.start();
    await core.close();
    expect(await inRuntime()).toBeNull();
    expect(core.events.filter(({ name }) => name === 'session.put-back')).toEqual([]);
  });

  it('a session that lingers keeps its file, and nothing is written', async () => {
    await kept();
    const before = await readFile(machine.authJson, 'utf8');
    await core.close();
    await beginSession();
    await core.start();
    await core.close();
    expect(await readFile(machine.authJson, 'utf8')).toBe(before);
    expect(core.events.filter(({ name }) => name === 'session.put-back')).toEqual([]);
  });

  it('the file of a session that goes as a whole is not brought back', async () => {
    await kept();
    await rm(dirname(machine.authJson), { recursive: true });
    await core.close();
    await beginSession();
    await core.start();
    await core.close();
    expect(await inRuntime()).toBeNull();
  });
});

it('what is no longer kept for every session goes with this one', async () => {
  const credentialId = await kept();
  await keep(credentialId, false);
  await endSession();
  await makeRuntime();
  await beginSession();
  await core.start();
  await core.close();
  expect(await inRuntime()).toBeNull();
});
