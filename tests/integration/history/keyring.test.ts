import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { createKeychainVault } from '../../../electron/core/vault/keychain.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { bundle } from '../../support/bundle.ts';
import { forkWorker } from '../../support/keychain-worker.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { getLogin } from '../../support/tools.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { createMachine, login, type Machine, startCore, type TestCore } from '../core/support.ts';
import { itemsIn } from '../vault/support.ts';

const { username, password } = DEMO_ACCOUNT;
let demo: DemoRegistry;
let keyring: Keyring;
let worker: string;
let machine: Machine;
let core: TestCore | undefined;

beforeAll(async () => {
  [demo, keyring, worker] = await Promise.all([
    startDemoRegistry(),
    startKeyring(),
    bundle('electron/keychain-worker.ts'),
  ]);
});
afterAll(async () => {
  await keyring.stop();
  await demo.close();
});
beforeEach(async () => {
  machine = await createMachine(keyring.env);
});
afterEach(async () => {
  await core?.close();
  await machine.remove();
});

function open(index?: TestCore['index']): TestCore {
  core = startCore(machine, {
    ...(index === undefined ? {} : { index }),
    vaultBackend: 'keychain',
    openVault: (_, context) =>
      createKeychainVault({
        ...context,
        limits: { callMs: 60_000 },
        spawn: () => forkWorker(worker, keyring.env),
      }),
  });
  return core;
}

const list = (of: TestCore) => of.calls['history.list']({ query: '', limit: 500 });
const undo = (of: TestCore, entryId: string | null | undefined) =>
  of.calls['history.undo']({ runId: randomUUID(), entryId: entryId ?? '' });
const held = async () => {
  const { stdout } = await run('docker-credential-secretservice', ['get'], {
    env: machine.env,
    input: demo.registry,
  });
  return stdout.startsWith('{') ? JSON.parse(stdout) : null;
};

describe('with the real keyring', () => {
  it('the identity is an item of it, which opens the records with age (S1)', async () => {
    const first = open();
    const { targets } = await login(first, demo.registry, {}, ['runtime']);
    expect(await list(first)).toMatchObject([{ id: targets[0]?.historyId }]);
    await first.close();

    const identity = (await itemsIn(keyring.env))['history-identity'] ?? '';
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]+$/);
    const keyFile = join(machine.home, 'identity');
    await writeFile(keyFile, identity, { mode: 0o600 });
    const directory = join(machine.home, 'history');
    const [record = ''] = (await readdir(directory)).filter((name) => name.endsWith('.age'));
    const text = await runOk('age', ['-d', '-i', keyFile, join(directory, record)]);
    expect(JSON.parse(text)).toMatchObject({ action: 'login', targetId: 'runtime' });

    const second = open(first.index);
    await undo(second, targets[0]?.historyId);
    expect(await getLogin('podman', demo.registry, machine.env)).toBeNull();
  });

  it('a change is recorded while it is locked, and listed once it is open', async () => {
    const first = open();
    const { credentialId } = await login(first, demo.registry, {}, ['runtime']);
    await list(first);
    await first.close();
    await keyring.lock();
    const second = open(first.index);
    const [applied] = await second.calls['credentials.logout']({
      credentialId,
      targetIds: ['runtime'],
    });
    expect(applied).toMatchObject({ outcome: 'written', historyId: expect.any(String) });
    await expect(list(second)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await keyring.unlock();
    expect(await list(second)).toMatchObject([{ id: applied?.historyId }, { action: 'login' }]);
  });

  it('undo gives a helper back what it held, and takes back what was put into it (F4)', async () => {
    await machine.put(machine.configJson, '{"credsStore":"secretservice"}');
    const old = { Username: 'old', Secret: 'old-secret' };
    await runOk('docker-credential-secretservice', ['store'], {
      env: machine.env,
      input: JSON.stringify({ ServerURL: demo.registry, ...old }),
    });
    const of = open();
    const { credentialId, targets } = await login(of, demo.registry, {}, ['docker']);
    expect(await held()).toMatchObject({ Username: username, Secret: password });
    const entryId = targets[0]?.historyId ?? '';
    expect(await of.calls['history.plan-undo']({ entryId })).toMatchObject({
      changes: [{ via: 'helper', action: 'replace', usernameAfter: 'old' }],
      changedSince: [],
    });
    const undone = await undo(of, entryId);
    expect(undone).toMatchObject({ outcome: 'written' });
    expect(await held()).toMatchObject(old);

    await undo(of, undone.historyId);
    expect(await held()).toMatchObject({ Username: username, Secret: password });
    const [gone] = await of.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    expect(await held()).toBeNull();
    await runOk('docker-credential-secretservice', ['store'], {
      env: machine.env,
      input: JSON.stringify({ ServerURL: demo.registry, ...old }),
    });
    expect(await of.calls['history.plan-undo']({ entryId: gone?.historyId ?? '' })).toMatchObject({
      changedSince: [demo.registry],
    });
    await undo(of, gone?.historyId);
    expect(await held()).toMatchObject({ Username: username, Secret: password });
  });
});
