import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { dockerConfigUser, getLogin, getLogins, toolLogout } from '../../support/tools.ts';
import { stage } from './stage.ts';
import {
  auth,
  BOTH,
  createLastingVault,
  createStorage,
  keep,
  login,
  type Machine,
  type TestCore,
} from './support.ts';

const { username } = DEMO_ACCOUNT;
const NOBODY = { podman: null, skopeo: null, buildah: null };
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;

const on = stage();
beforeEach(() => {
  ({ demo, machine, core } = on);
});

const runId = () => randomUUID();
const views = (of = core) => of.calls['credentials.list'](undefined);
async function states(of = core) {
  const [view] = await views(of);
  return Object.fromEntries(view?.states.map(({ targetId, state }) => [targetId, state]) ?? []);
}
async function auths(path: string): Promise<string[]> {
  return Object.keys(JSON.parse(await readFile(path, 'utf8')).auths ?? {});
}

describe('checking again', () => {
  it('asks the registry with the stored secret and remembers the answer', async () => {
    const { credentialId } = await login(core, demo.registry);
    const result = await core.calls['credentials.check']({ runId: runId(), credentialId });
    expect(result.verdict).toBe('verified');
    expect((await views())[0]?.lastCheck).toEqual(result);
  });

  it('knows no credential of another id', async () => {
    await expect(
      core.calls['credentials.check']({ runId: runId(), credentialId: randomUUID() }),
    ).rejects.toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
  });
});

describe('a plan that was shown', () => {
  const bobs = () => JSON.stringify({ auths: { [demo.registry]: { auth: auth('bob', 'hers') } } });

  it('holds for the act that names it, again and again, and for no other', async () => {
    const { credentialId } = await login(core, demo.registry, {}, ['docker']);
    const input = { credentialId, targetIds: ['docker'] };
    const { planId } = await core.calls['credentials.plan-write'](input);
    await machine.put(machine.configJson, bobs());
    const write = () => core.calls['credentials.write']({ runId: runId(), ...input, planId });
    const refused = [{ outcome: 'failed', problem: { code: 'PLAN_STALE' } }];
    expect(await write()).toMatchObject(refused);
    expect(await write()).toMatchObject(refused);
    await expect(core.calls['credentials.logout']({ ...input, planId })).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
  });

  it('is nothing to what is asked for without one, as from the tray', async () => {
    const { credentialId } = await login(core, demo.registry, {}, ['docker']);
    const input = { credentialId, targetIds: ['docker'] };
    await core.calls['credentials.plan-write'](input);
    await machine.put(machine.configJson, bobs());
    expect(await core.calls['credentials.write']({ runId: runId(), ...input })).toMatchObject([
      { outcome: 'written' },
    ]);
  });

  it('says of a target that is not in it that nothing changes there', async () => {
    const { credentialId } = await login(core, demo.registry, {}, ['runtime']);
    const shown = { credentialId, targetIds: ['runtime'] };
    const { planId } = await core.calls['credentials.plan-write'](shown);
    const asked = { runId: runId(), credentialId, targetIds: BOTH, planId };
    expect(await core.calls['credentials.write'](asked)).toMatchObject([
      { targetId: 'runtime', outcome: 'unchanged' },
      { targetId: 'docker', outcome: 'failed', problem: { code: 'PLAN_STALE' } },
    ]);
  });
});

describe('logging out', () => {
  it('removes the key and its URL forms, and the tools are logged out', async () => {
    await machine.put(
      machine.configJson,
      JSON.stringify({
        auths: {
          [`https://${demo.registry}/v1/`]: { auth: auth('old', 'old-password') },
          'quay.io': { auth: auth('me', 'pw') },
          [`${demo.registry}/org`]: { auth: auth('robot', 'pw') },
        },
      }),
    );
    const { credentialId } = await login(core, demo.registry);
    const plan = await core.calls['credentials.plan-logout']({ credentialId, targetIds: BOTH });
    expect(plan.targets[1]).toMatchObject({
      untouched: 2,
      changes: [
        { key: demo.registry, action: 'remove', usernameBefore: username, usernameAfter: null },
        { key: `https://${demo.registry}/v1/`, action: 'remove', usernameBefore: 'old' },
        { key: `${demo.registry}/org`, action: 'unchanged', usernameBefore: 'robot' },
      ],
    });
    const results = await core.calls['credentials.logout']({ credentialId, targetIds: BOTH });
    expect(results.map(({ targetId, outcome }) => [targetId, outcome])).toEqual([
      ['runtime', 'written'],
      ['docker', 'written'],
    ]);
    expect(await getLogins(demo.registry, machine.env)).toEqual(NOBODY);
    expect(await auths(machine.configJson)).toEqual(['quay.io', `${demo.registry}/org`]);
    expect((await views())[0]).toMatchObject({ targets: [], states: [] });
  });

  it('says which targets that were not chosen still answer', async () => {
    const { credentialId } = await login(core, demo.registry);
    const still = {
      targetId: 'docker',
      changes: [{ key: demo.registry, action: 'unchanged', usernameBefore: username }],
    };
    const input = { credentialId, targetIds: ['runtime'] };
    const plan = await core.calls['credentials.plan-logout'](input);
    expect(plan.targets).toMatchObject([{ targetId: 'runtime' }, still]);
    const results = await core.calls['credentials.logout'](input);
    expect(results).toMatchObject([
      { targetId: 'runtime', outcome: 'written' },
      { ...still, outcome: 'skipped' },
    ]);
    // podman falls back to docker's file: that is what the user was told.
    expect(await getLogin('podman', demo.registry, machine.env)).toBe(username);
    expect((await views())[0]?.targets).toEqual(['docker']);
  });

  it('says that docker goes on with the login of a namespace', async () => {
    const orgKey = `${demo.registry}/org`;
    const file = { auths: { [orgKey]: { auth: auth('org-user', 'pw') } } };
    await machine.put(machine.configJson, JSON.stringify(file));
    const { credentialId } = await login(core, demo.registry, {}, ['docker']);
    const stays = { key: orgKey, action: 'unchanged', usernameBefore: 'org-user' };
    const goes = expect.objectContaining({ key: demo.registry, action: 'remove' });
    const plan = await core.calls['credentials.plan-logout']({
      credentialId,
      targetIds: ['docker'],
    });
    expect(plan.targets[0]?.changes).toEqual([goes, expect.objectContaining(stays)]);
    const done = await core.calls['credentials.logout']({ credentialId, targetIds: ['docker'] });
    expect(done).toMatchObject([{ outcome: 'written' }]);
    // And says so of a target that was not chosen.
    const again = await core.calls['credentials.logout']({ credentialId, targetIds: ['runtime'] });
    expect(again).toContainEqual(
      expect.objectContaining({
        targetId: 'docker',
        outcome: 'skipped',
        changes: [expect.objectContaining(stays)],
      }),
    );
    const { resolutions } = await core.calls['lookup.explain']({
      runId: randomUUID(),
      reference: demo.registry,
    });
    expect(resolutions.find(({ consumer }) => consumer === 'docker')?.winner).toMatchObject({
      username: 'org-user',
    });
  });

  it('removes every name of Docker Hub', async () => {
    const hub = 'https://index.docker.io/v1/';
    await machine.put(
      machine.authJson,
      JSON.stringify({
        auths: {
          [hub]: { auth: auth('me', 'pw') },
          'index.docker.io': { auth: auth('me', 'pw') },
          'registry.hub.docker.com': { auth: auth('me', 'pw') },
        },
      }),
    );
    const vault = createLastingVault();
    const index = createStorage();
    const credentialId = await keep(vault, index, 'docker.io');
    await core.close();
    core = on.open({ vault, index });
    await core.calls['credentials.write']({ runId: runId(), credentialId, targetIds: BOTH });
    expect(await auths(machine.configJson)).toEqual([hub]);
    expect(await auths(machine.authJson)).toContain('docker.io');
    expect(await getLogin('skopeo', 'docker.io', machine.env)).toBe(username);

    await core.calls['credentials.logout']({ credentialId, targetIds: BOTH });
    expect(await getLogins('docker.io', machine.env)).toEqual(NOBODY);
    expect(await auths(machine.authJson)).toEqual(['registry.hub.docker.com']);
    expect(await auths(machine.configJson)).toEqual([]);
  });

  it('leaves the entry of another stored account alone', async () => {
    const first = await login(core, demo.registry);
    await login(core, demo.registry, { username: 'bob', secret: 'bobs-password' }, ['docker']);
    const results = await core.calls['credentials.logout']({
      credentialId: first.credentialId,
      targetIds: BOTH,
    });
    expect(results).toMatchObject([
      { targetId: 'runtime', outcome: 'written' },
      { targetId: 'docker', outcome: 'unchanged', changes: [{ usernameBefore: 'bob' }] },
    ]);
    expect(await dockerConfigUser(machine.configJson, demo.registry)).toBe('bob');
  });

  it('leaves a malformed file as it is and the other target right (F3)', async () => {
    const { credentialId } = await login(core, demo.registry);
    const text = `${(await readFile(machine.configJson, 'utf8')).trimEnd()}}`;
    await writeFile(machine.configJson, text);
    const results = await core.calls['credentials.logout']({ credentialId, targetIds: BOTH });
    expect(results).toMatchObject([
      { targetId: 'runtime', outcome: 'written', problem: null },
      { targetId: 'docker', outcome: 'failed', problem: { code: 'FILE_MALFORMED' } },
    ]);
    expect(await readFile(machine.configJson, 'utf8')).toBe(text);
    expect((await views())[0]?.targets).toEqual(['docker']);
  });
});

describe('writing again', () => {
  it('puts back what is missing, and says before what it would do', async () => {
    const { credentialId } = await login(core, demo.registry);
    await toolLogout('skopeo', demo.registry, machine.env);
    expect(await states()).toEqual({ runtime: 'missing', docker: 'in-sync' });
    const input = { credentialId, targetIds: BOTH };
    const plan = await core.calls['credentials.plan-write'](input);
    expect(plan.targets.map(({ changes }) => changes[0]?.action)).toEqual(['add', 'unchanged']);
    const before = await readFile(machine.configJson);
    const results = await core.calls['credentials.write']({ runId: runId(), ...input });
    expect(results.map(({ outcome }) => outcome)).toEqual(['written', 'unchanged']);
    expect(await readFile(machine.configJson)).toEqual(before);
    expect(await states()).toEqual({ runtime: 'in-sync', docker: 'in-sync' });
  });
});

describe('forgetting', () => {
  it('logs out everywhere, then deletes secret and record', async () => {
    const vault = createMemoryVault();
    await core.close();
    core = on.open({ vault });
    const { credentialId } = await login(core, demo.registry);
    const forgotten = await core.calls['credentials.forget']({ runId: runId(), credentialId });
    expect(forgotten).toMatchObject({
      removed: true,
      targets: [
        { targetId: 'runtime', outcome: 'written' },
        { targetId: 'docker', outcome: 'written' },
      ],
    });
    expect(await vault.get(credentialId)).toBeNull();
    expect(await views()).toEqual([]);
    expect(await getLogins(demo.registry, machine.env)).toEqual(NOBODY);
  });

  it('touches no file and keeps the record while the store does not answer (S2)', async () => {
    const vault = createMemoryVault();
    let locked = false;
    const lockable: Vault = {
      ...vault,
      get: async (id, options) => {
        if (locked) throw new Failure('STORE_LOCKED');
        return vault.get(id, options);
      },
    };
    await core.close();
    core = on.open({ vault: lockable });
    const { credentialId } = await login(core, demo.registry);
    const before = await readFile(machine.authJson);
    locked = true;
    await expect(
      core.calls['credentials.forget']({ runId: runId(), credentialId }),
    ).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(await readFile(machine.authJson)).toEqual(before);
    expect(await views()).toHaveLength(1);
    locked = false;
    expect(await vault.get(credentialId)).not.toBeNull();
  });

  it('leaves what somebody else has put in its place', async () => {
    const { credentialId } = await login(core, demo.registry);
    await machine.put(
      machine.configJson,
      JSON.stringify({ auths: { [demo.registry]: { auth: auth('carol', 'hers') } } }),
    );
    await core.calls['credentials.forget']({ runId: runId(), credentialId });
    expect(await dockerConfigUser(machine.configJson, demo.registry)).toBe('carol');
  });
});
