import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { ProfileState } from '../../../shared/profile.ts';
import { dockerConfigUser, getLogin } from '../../support/tools.ts';
import {
  auth,
  BOTH,
  createMachine,
  createStorage,
  login,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const ALICE = DEMO_ACCOUNT.username;
const BOB = { username: 'bob', secret: 'bobs-password' };
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;
let other: DemoRegistry;

beforeAll(async () => {
  const accounts = [DEMO_ACCOUNT, { username: BOB.username, password: BOB.secret }];
  [demo, other] = await Promise.all([
    startDemoRegistry({ accounts }),
    startDemoRegistry({ accounts }),
  ]);
});
const closing: Promise<unknown>[] = [];
afterAll(async () => {
  await Promise.all(closing);
  await Promise.all([demo.close(), other.close()]);
});
beforeEach(async () => {
  machine = await createMachine();
  core = startCore(machine);
});
afterEach(() => {
  const { remove } = machine;
  closing.push(core.close().then(remove));
});

const save = async (
  name: string,
  credentialIds: string[] | null,
  change: { exclusive?: boolean; profileId?: string } = {},
): Promise<string> => {
  const { exclusive = false, profileId = null } = change;
  const saved = await core.calls['profiles.save']({ profileId, name, exclusive, credentialIds });
  return saved.profileId;
};
const apply = (profileId: string) =>
  core.calls['profiles.apply']({ runId: randomUUID(), profileId });
const list = () => core.calls['profiles.list'](undefined);
const states = async (): Promise<Record<string, ProfileState>> =>
  Object.fromEntries((await list()).map(({ name, state }) => [name, state]));
const users = async (registry: string) => ({
  podman: await getLogin('podman', registry, machine.env),
  docker: await dockerConfigUser(machine.configJson, registry),
});

/** "work" is alice in both files, "customer A" is bob there; bob is active when it ends. */
async function twoProfiles() {
  const { credentialId: alice } = await login(core, demo.registry);
  const work = await save('work', null);
  const { credentialId: bob } = await login(core, demo.registry, BOB);
  const customer = await save('customer A', [bob]);
  return { alice, bob, work, customer };
}

describe('profiles', () => {
  it('switch the active account of every target, and the tools follow', async () => {
    const { alice, work, customer } = await twoProfiles();
    expect(await states()).toEqual({ 'customer A': 'active', work: 'inactive' });

    const plan = await core.calls['profiles.plan']({ profileId: work });
    expect(plan.targets.map(({ targetId, changes }) => [targetId, changes])).toEqual(
      BOTH.map((id) => [
        id,
        [
          expect.objectContaining({
            action: 'replace',
            usernameBefore: BOB.username,
            usernameAfter: ALICE,
          }),
        ],
      ]),
    );
    const applied = await apply(work);
    expect(applied.map(({ targetId, outcome }) => [targetId, outcome])).toEqual(
      BOTH.map((id) => [id, 'written']),
    );
    expect(await users(demo.registry)).toEqual({ podman: ALICE, docker: ALICE });
    expect(await states()).toEqual({ 'customer A': 'inactive', work: 'active' });
    const meant = await core.calls['credentials.list'](undefined);
    expect(meant.map(({ id, targets }) => [id, targets])).toEqual([
      [alice, BOTH],
      [expect.any(String), []],
    ]);

    await apply(customer);
    expect(await users(demo.registry)).toEqual({ podman: BOB.username, docker: BOB.username });
    // Every switch can be undone, and says that it was one.
    const history = await core.calls['history.list']({ query: '', limit: 10 });
    expect(history.map(({ action }) => action)).toContain('switch');
  });

  it('leave other logins alone unless they are exclusive', async () => {
    const { credentialId: alice } = await login(core, demo.registry);
    await login(core, other.registry, BOB, ['runtime']);
    const open = await save('open', [alice]);
    const only = await save('only', [alice], { exclusive: true });
    expect(await states()).toEqual({ only: 'partly', open: 'active' });

    await apply(open);
    expect(await getLogin('podman', other.registry, machine.env)).toBe(BOB.username);
    const plan = await core.calls['profiles.plan']({ profileId: only });
    expect(plan.targets.find(({ targetId }) => targetId === 'runtime')?.changes).toContainEqual(
      expect.objectContaining({
        key: other.registry,
        action: 'remove',
        usernameBefore: BOB.username,
      }),
    );
    await apply(only);
    expect(await getLogin('podman', other.registry, machine.env)).toBeNull();
    expect(await users(demo.registry)).toEqual({ podman: ALICE, docker: ALICE });
    expect(await states()).toEqual({ only: 'active', open: 'active' });
  });

  it('do not touch what others wrote, exclusive or not', async () => {
    const foreign = '{"auths":{"quay.io":{"auth":"c29tZWJvZHk6c2VjcmV0"}}}';
    await machine.put(machine.authJson, foreign);
    const { credentialId: alice } = await login(core, demo.registry);
    await apply(await save('only', [alice], { exclusive: true }));
    const { auths } = JSON.parse(await readFile(machine.authJson, 'utf8'));
    expect(auths['quay.io']).toEqual({ auth: 'c29tZWJvZHk6c2VjcmV0' });
  });

  it('report each target: one that fails leaves the others right', async () => {
    const { work } = await twoProfiles();
    await machine.put(machine.configJson, '{"auths": {');
    const applied = await apply(work);
    expect(
      applied.map(({ targetId, outcome, problem }) => [targetId, outcome, problem?.code]),
    ).toEqual([
      ['runtime', 'written', undefined],
      ['docker', 'failed', 'FILE_MALFORMED'],
    ]);
    expect(await readFile(machine.configJson, 'utf8')).toBe('{"auths": {');
    expect(await getLogin('podman', demo.registry, machine.env)).toBe(ALICE);
    expect(await states()).toMatchObject({ work: 'partly' });
  });

  it('read every secret before the first write: a store that fails changes nothing', async () => {
    const vault = createMemoryVault();
    closing.push(core.close());
    core = startCore(machine, { vault });
    const { alice, work } = await twoProfiles();
    const before = await readFile(machine.authJson, 'utf8');
    await vault.delete(alice);
    await expect(apply(work)).rejects.toMatchObject({ code: 'STORE_SECRET_MISSING' });
    expect(await readFile(machine.authJson, 'utf8')).toBe(before);
    expect(await states()).toMatchObject({ 'customer A': 'active' });
  });

  it('refuse a change that was not shown', async () => {
    const { work } = await twoProfiles();
    const { planId } = await core.calls['profiles.plan']({ profileId: work });
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { [demo.registry]: { auth: auth('carol', 'hers') } } }),
    );
    const runId = randomUUID();
    const applied = await core.calls['profiles.apply']({ runId, profileId: work, planId });
    expect(applied.find(({ targetId }) => targetId === 'runtime')).toMatchObject({
      outcome: 'failed',
      problem: { code: 'PLAN_STALE' },
    });
  });

  it('are refused with two accounts for one place, without any, and with a name that is taken', async () => {
    const { alice, bob, work } = await twoProfiles();
    await apply(work);
    await expect(save('both', [alice, bob])).rejects.toMatchObject({ code: 'PROFILE_SAME_KEY' });
    await expect(save('WORK', [alice])).rejects.toMatchObject({ code: 'PROFILE_EXISTS' });
    await expect(save('ghost', [randomUUID()])).rejects.toMatchObject({
      code: 'CREDENTIAL_UNKNOWN',
    });
    await expect(apply(randomUUID())).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
  });

  it('take another name and content, and go without touching a file', async () => {
    const { alice, customer, work } = await twoProfiles();
    const before = await readFile(machine.authJson, 'utf8');
    await save('customer B', [alice], { profileId: customer, exclusive: true });
    await core.calls['profiles.delete']({ profileId: work });
    expect(await list()).toEqual([
      expect.objectContaining({
        id: customer,
        name: 'customer B',
        exclusive: true,
        entries: [{ credentialId: alice, targetIds: BOTH, scope: demo.registry, username: ALICE }],
      }),
    ]);
    expect(await readFile(machine.authJson, 'utf8')).toBe(before);
  });

  it('survive a restart, and lose what was forgotten', async () => {
    const { bob } = await twoProfiles();
    await core.calls['credentials.forget']({ runId: randomUUID(), credentialId: bob });
    expect((await list()).map(({ name, entries }) => [name, entries.length])).toEqual([
      ['customer A', 0],
      ['work', 1],
    ]);
  });

  it('are not written over when they cannot be read', async () => {
    const damaged = createStorage({ version: 2, profiles: [] });
    closing.push(core.close());
    core = startCore(machine, {
      storage: (name) => (name === 'profiles' ? damaged : createStorage()),
    });
    const { credentialId } = await login(core, demo.registry);
    await expect(save('work', [credentialId])).rejects.toMatchObject({
      code: 'PROFILES_UNREADABLE',
    });
    expect(damaged.read()).toEqual({ version: 2, profiles: [] });
  });
});
