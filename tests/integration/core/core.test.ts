import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import type { Secret } from '../../../electron/core/secret.ts';
import { createKeychainVault } from '../../../electron/core/vault/keychain.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { bundle } from '../../support/bundle.ts';
import { forkWorker } from '../../support/keychain-worker.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { createOrdinaryUser } from '../../support/ordinary-user.ts';
import { dockerConfigUser, getLogin } from '../../support/tools.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { keychainAccounts } from '../../support/tools-secret-service.ts';
import {
  BOTH,
  createLastingVault,
  createMachine,
  createStorage,
  draftFor,
  keep,
  login,
  type Machine,
  startCore,
  type TestCore,
} from './support.ts';

const { username } = DEMO_ACCOUNT;
let demo: DemoRegistry;
let machine: Machine;

beforeAll(async () => {
  demo = await startDemoRegistry();
});
afterAll(() => demo.close());
beforeEach(async () => {
  machine = await createMachine();
});
afterEach(() => machine.remove());

const list = (core: TestCore) => core.calls['credentials.list'](undefined);

describe('a start after a kill (S4)', () => {
  /** A store that does its work, after which nothing more of this process happens. */
  function dyingAt(vault: Vault, step: 'set' | 'delete') {
    let dead = () => {};
    const died = new Promise<void>((resolve) => {
      dead = resolve;
    });
    const dying: Vault = {
      ...vault,
      [step]: async (id: string, secret: Secret) => {
        if (step === 'set') await vault.set(id, secret);
        else await vault.delete(id);
        dead();
        return new Promise(() => {});
      },
    };
    return { dying, died };
  }

  it('deletes a secret that got no record: the user was never told that it is stored', async () => {
    const vault = createLastingVault();
    const index = createStorage();
    const { dying, died } = dyingAt(vault, 'set');
    const killed = startCore(machine, { vault: dying, index });
    login(killed, demo.registry).catch(() => {});
    await died;
    await killed.abandon();
    const [id = ''] = [...JSON.parse(index.text()).pending].map((each) => each.id);
    expect(await vault.get(id)).not.toBeNull();

    const core = startCore(machine, { vault, index });
    await core.start();
    expect(await vault.get(id)).toBeNull();
    expect(await list(core)).toEqual([]);
    expect(JSON.parse(index.text()).pending).toEqual([]);
    await core.close();
  });

  it('finishes forgetting', async () => {
    const vault = createLastingVault();
    const index = createStorage();
    const credentialId = await keep(vault, index, demo.registry);
    const { dying, died } = dyingAt(vault, 'delete');
    const killed = startCore(machine, { vault: dying, index });
    killed.calls['credentials.forget']({ runId: randomUUID(), credentialId }).catch(() => {});
    await died;
    await killed.abandon();
    const core = startCore(machine, { vault, index });
    expect(await list(core)).toHaveLength(1);
    const told = core.next('credentials.changed');
    await core.start();
    await told;
    expect(await list(core)).toEqual([]);
    await core.close();
  });

  it('says what was not written any more, and removes our temporary files (F10)', async () => {
    const vault = createLastingVault();
    const index = createStorage();
    await keep(vault, index, demo.registry, BOTH);
    await machine.put(machine.authJson, '{}');
    // Of a process that cannot be running: a start time of 1 tick after boot.
    const leftover = join(machine.runtime, 'containers', await temporaryOf(1));
    await writeFile(leftover, 'half', { mode: 0o600 });
    const core = startCore(machine, { vault, index });
    await core.start();
    const [view] = await list(core);
    expect(view?.states.map(({ state }) => state)).toEqual(['missing', 'missing']);
    await expect(readFile(leftover)).rejects.toMatchObject({ code: 'ENOENT' });
    await core.close();
  });

  async function temporaryOf(start: number): Promise<string> {
    const { temporaryName } = await import('../../../electron/core/authfile/temporary.ts');
    return temporaryName().replace(/-\d+-(?=[0-9a-f]{16}\.tmp$)/, `-${start}-`);
  }
});

describe('a store that takes its time', () => {
  /** A store whose writes wait until the test lets them go on. */
  function slow() {
    const vault = createLastingVault();
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const gated: Vault = {
      ...vault,
      set: async (id, secret, options) => {
        begin();
        await gate;
        await vault.set(id, secret, options);
      },
    };
    return { gated, begun, goOn };
  }

  it('a repair does not take a login that is under way for a leftover', async () => {
    const { gated, begun, goOn } = slow();
    const core = startCore(machine, { vault: gated });
    const loggedIn = login(core, demo.registry);
    await begun;
    const started = core.start();
    goOn();
    const { credentialId } = await loggedIn;
    await started;
    expect(await gated.get(credentialId)).not.toBeNull();
    await core.close();
  });

  it('a commit that is cancelled meanwhile writes no file, and says so of each target', async () => {
    const { gated, begun, goOn } = slow();
    const core = startCore(machine, {
      vault: { ...gated, set: (id, secret) => gated.set(id, secret) },
    });
    const runId = randomUUID();
    const outcome = core.calls['login.start']({
      runId,
      draft: draftFor(demo.registry),
      commit: { targetIds: BOTH },
    });
    await begun;
    await core.calls['run.cancel']({ runId });
    goOn();
    const skipped = { outcome: 'skipped', problem: { code: 'CANCELLED' } };
    expect((await outcome).committed?.targets).toMatchObject([skipped, skipped]);
    expect((await list(core))[0]?.states.map(({ state }) => state)).toEqual(['missing', 'missing']);
    await expect(readFile(machine.authJson)).rejects.toMatchObject({ code: 'ENOENT' });
    await core.close();
  });

  it('the same login twice at once is one credential', async () => {
    const { gated, goOn } = slow();
    const core = startCore(machine, { vault: gated });
    const both = [login(core, demo.registry), login(core, demo.registry)];
    goOn();
    const [first, second] = await Promise.all(both);
    expect(second?.credentialId).toBe(first?.credentialId);
    expect(await list(core)).toHaveLength(1);
    await core.close();
  });
});

describe('an index that cannot be read', () => {
  it('is an error of each call and is not written over', async () => {
    const index = createStorage({ version: 99 });
    const core = startCore(machine, { index });
    await core.start();
    await expect(list(core)).rejects.toMatchObject({ code: 'INDEX_UNREADABLE' });
    await expect(login(core, demo.registry)).rejects.toMatchObject({ code: 'INDEX_UNREADABLE' });
    expect(index.text()).toBe('{"version":99}');
    await core.close();
  });
});

describe('the choice of the store', () => {
  it('sends new secrets to the one that was chosen, and says so', async () => {
    const keychain = createLastingVault();
    const core = startCore(machine, { vault: keychain });
    const told = core.next('vault.changed');
    expect(await core.calls['vault.status'](undefined)).toMatchObject({ state: 'ok' });
    await core.calls['vault.choose']({ backend: 'memory' });
    await told;
    await core.close();
  });
});

describe('the demo registry', () => {
  it('is started once and ends with the core', async () => {
    const core = startCore(machine);
    const first = await core.calls['demo.start'](undefined);
    expect(await core.calls['demo.start'](undefined)).toEqual(first);
    await expect(login(core, first.registry)).resolves.toMatchObject({ targets: [{}, {}] });
    await core.close();
    const { check } = await core.calls['login.start']({
      runId: randomUUID(),
      draft: draftFor(first.registry),
      commit: null,
    });
    expect(check.reason).toBe('connection-refused');
    await core.close();
  });
});

describe('the real keyring', () => {
  let keyring: Keyring;
  let worker: string;
  beforeAll(async () => {
    [keyring, worker] = await Promise.all([startKeyring(), bundle('electron/keychain-worker.ts')]);
  });
  afterAll(() => keyring.stop());

  const open = (of: Machine, index = createStorage()) =>
    startCore(of, {
      index,
      vaultBackend: 'keychain',
      openVault: (_, context) =>
        createKeychainVault({
          ...context,
          limits: { callMs: 60_000 },
          spawn: () => forkWorker(worker, keyring.env),
        }),
    });

  it('holds the secret and nothing else does; forgetting removes it (S1 S4)', async () => {
    const core = open(machine);
    const { credentialId } = await login(core, demo.registry);
    expect(await keychainAccounts(keyring.env)).toContain(credentialId);
    expect(await getLogin('podman', demo.registry, machine.env)).toBe(username);
    expect(core.index.text()).not.toContain(DEMO_ACCOUNT.password);
    await core.calls['credentials.forget']({ runId: randomUUID(), credentialId });
    expect(await keychainAccounts(keyring.env)).not.toContain(credentialId);
    await core.close();
  });

  it('locked: nothing is stored or written, the draft waits, and it goes on once unlocked (S2)', async () => {
    const core = open(machine);
    const { draftId } = await core.calls['login.start']({
      runId: randomUUID(),
      draft: draftFor(demo.registry),
      commit: null,
    });
    if (draftId === null) throw new Error('no draft');
    const commit = () =>
      core.calls['login.commit']({ runId: randomUUID(), draftId, targetIds: BOTH });
    await keyring.lock();
    const before = await keychainAccounts(keyring.env);
    await expect(commit()).rejects.toMatchObject({ code: expect.stringMatching(/^STORE_/) });
    await expect(readFile(machine.authJson)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await list(core)).toEqual([]);
    await keyring.unlock();
    expect(await keychainAccounts(keyring.env)).toEqual(before);
    await expect(commit()).resolves.toMatchObject({ targets: [{ outcome: 'written' }, {}] });
    await core.close();
  });

  it('governs docker’s file as a credential helper: stored through it, never beside it (F4 S19)', async () => {
    const governed = await createMachine(keyring.env);
    const config = JSON.stringify({
      auths: { [demo.registry]: { auth: Buffer.from('old:plain').toString('base64') } },
      credsStore: 'secretservice',
    });
    await governed.put(governed.configJson, config);
    const core = startCore(governed);
    const { credentialId, targets } = await login(core, demo.registry, {}, ['docker']);
    expect(targets).toMatchObject([
      {
        outcome: 'written',
        changes: [
          { via: 'helper', helper: 'secretservice', action: 'add', usernameAfter: username },
          { via: 'file', action: 'remove', usernameBefore: 'old' },
        ],
      },
    ]);
    expect(await dockerConfigUser(governed.configJson, demo.registry)).toBeNull();
    const held = await runOk('docker-credential-secretservice', ['get'], {
      env: governed.env,
      input: demo.registry,
    });
    expect(JSON.parse(held)).toMatchObject({ Username: username });
    expect((await list(core))[0]?.states).toMatchObject([
      { targetId: 'docker', state: 'in-sync', username },
    ]);

    await core.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    const gone = await run('docker-credential-secretservice', ['get'], {
      env: governed.env,
      input: demo.registry,
    });
    expect(gone.stdout).toContain('credentials not found');
    await core.close();
    await governed.remove();
  });

  it('forgotten, a login that docker itself has marked in the file goes with its mark, and comes back with it', async () => {
    const governed = await createMachine(keyring.env);
    const core = startCore(governed);
    await governed.put(governed.configJson, '{"credsStore":"secretservice"}');
    const { credentialId } = await login(core, demo.registry, {}, ['docker']);
    // As `docker login` writes it beside what its helper holds.
    const marked = JSON.stringify({
      auths: { [demo.registry]: {} },
      credsStore: 'secretservice',
    });
    await governed.put(governed.configJson, marked);
    const { targets } = await core.calls['credentials.forget']({
      runId: randomUUID(),
      credentialId,
    });
    const docker = targets.find(({ targetId }) => targetId === 'docker');
    expect(docker).toMatchObject({
      outcome: 'written',
      changes: expect.arrayContaining([
        expect.objectContaining({ via: 'helper', action: 'remove', usernameBefore: username }),
        expect.objectContaining({ via: 'file', action: 'remove', key: demo.registry }),
      ]),
    });
    expect(JSON.parse(await readFile(governed.configJson, 'utf8'))).toEqual({
      auths: {},
      credsStore: 'secretservice',
    });

    await core.calls['history.undo']({
      runId: randomUUID(),
      entryId: docker?.historyId ?? '',
    });
    expect(await readFile(governed.configJson, 'utf8')).toBe(marked);
    await core.close();
    await governed.remove();
  });

  it('a helper that is missing is that target’s problem, with nothing written beside it', async () => {
    const config = JSON.stringify({ credsStore: 'absent' });
    await machine.put(machine.configJson, config);
    const core = startCore(machine);
    const { targets } = await login(core, demo.registry);
    expect(targets).toMatchObject([
      { targetId: 'runtime', outcome: 'written' },
      { targetId: 'docker', outcome: 'failed', problem: { code: 'HELPER_MISSING' } },
    ]);
    expect(await readFile(machine.configJson, 'utf8')).toBe(config);
    await core.close();
  });
});

describe('a directory that an ordinary user may not write to', () => {
  it('fails that target alone, with its content as it was', async () => {
    const user = await createOrdinaryUser();
    const root = await mkdtemp(join(tmpdir(), 'pullkeeper-user-'));
    const [program = 'sh', ...prefix] = [
      ...user.startedBy,
      process.execPath,
      await bundle('tests/integration/core/login-as-user.ts'),
    ];
    try {
      await runOk('chown', [`${user.uid}:${user.gid}`, root]);
      const { code, stdout, stderr } = await run(program, [...prefix, demo.registry, root], {
        env: { PATH: process.env.PATH, HOME: root },
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { planned, applied, before, after } = JSON.parse(stdout);
      const problem = { code: 'FILE_NOT_PERMITTED', context: { errno: 'EACCES' } };
      expect(planned).toMatchObject([{ problem: null }, { targetId: 'docker', problem }]);
      expect(applied).toMatchObject([
        { targetId: 'runtime', outcome: 'written' },
        { targetId: 'docker', outcome: 'failed', problem },
      ]);
      expect(after).toBe(before);
    } finally {
      await runOk('rm', ['-rf', root]);
      await user.remove();
    }
  });
});
