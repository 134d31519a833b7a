import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { getLogins, toolLogin, toolLogout } from '../../support/tools.ts';
import { BOB, stage } from './stage.ts';
import { auth, draftFor, login, type Machine, type startCore } from './support.ts';

const { username, password } = DEMO_ACCOUNT;
const CONTAINERS = ['runtime', 'persistent'];
let demo: DemoRegistry;
let machine: Machine;
let core: ReturnType<typeof startCore>;

const on = stage({ trusted: true });
beforeEach(() => {
  ({ demo, machine, core } = on);
});

const start = (change: Parameters<typeof draftFor>[1]) =>
  core.calls['login.start']({
    runId: randomUUID(),
    draft: draftFor(demo.registry, change),
    commit: null,
  });
const bobs = { username: BOB.username, secret: BOB.password };
const everybody = (user: string | null) => ({ podman: user, skopeo: user, buildah: user });
const states = async () => {
  const list = await core.calls['credentials.list'](undefined);
  return list.flatMap(({ namespace, states: found }) =>
    found.map(({ targetId, key, state }) => [namespace ?? null, targetId, key, state]),
  );
};
const keysOf = async (path: string) =>
  Object.keys(JSON.parse(await readFile(path, 'utf8')).auths ?? {});

describe('a login for one namespace of a registry', () => {
  it('is proposed where namespaces are told apart, and refused with the reason where docker reads', async () => {
    const { plan, draftId } = await start({ namespace: 'org' });
    expect(plan?.targets.map(({ targetId, changes }) => [targetId, changes[0]?.key])).toEqual([
      ['runtime', `${demo.registry}/org`],
    ]);
    if (draftId === null) throw new Error('no draft');
    const { targets } = await core.calls['login.plan']({
      draftId,
      targetIds: [...CONTAINERS, 'docker'],
    });
    expect(targets.map(({ targetId, problem }) => [targetId, problem?.context.reason])).toEqual([
      ['runtime', undefined],
      ['persistent', undefined],
      ['docker', 'namespace'],
    ]);
  });

  it('is refused where a helper governs the host, which is asked for hosts alone', async () => {
    const credHelpers = { [demo.registry]: 'nobody' };
    await machine.put(machine.authJson, JSON.stringify({ auths: {}, credHelpers }));
    const { plan } = await start({ namespace: 'org' });
    expect(plan?.targets[0]?.problem).toMatchObject({
      code: 'FILE_KEY_REFUSED',
      context: { reason: 'namespace-beside-helper' },
    });
  });

  it('stands beside the login of the whole registry and of other namespaces, and podman, skopeo and buildah take each for its own', async () => {
    await login(core, demo.registry, {}, ['runtime']);
    await login(core, demo.registry, { ...bobs, namespace: 'org' }, ['runtime']);
    await login(core, demo.registry, { namespace: 'org/tool' }, ['runtime']);

    expect(await getLogins(demo.registry, machine.env)).toEqual(everybody(username));
    expect(await getLogins(`${demo.registry}/org`, machine.env)).toEqual(everybody(BOB.username));
    expect(await getLogins(`${demo.registry}/org/tool`, machine.env)).toEqual(everybody(username));
    expect(await states()).toEqual([
      [null, 'runtime', demo.registry, 'in-sync'],
      ['org', 'runtime', `${demo.registry}/org`, 'in-sync'],
      ['org/tool', 'runtime', `${demo.registry}/org/tool`, 'in-sync'],
    ]);
  });

  it('is the same credential at the next login', async () => {
    const first = await login(core, demo.registry, { namespace: 'org' }, ['runtime']);
    const again = await login(core, demo.registry, { namespace: 'org' }, ['persistent']);
    const whole = await login(core, demo.registry, {}, ['persistent']);
    expect(again.credentialId).toBe(first.credentialId);
    expect(whole.credentialId).not.toBe(first.credentialId);
  });

  it('is logged out of alone', async () => {
    await login(core, demo.registry, {}, ['runtime']);
    const { credentialId } = await login(core, demo.registry, { namespace: 'org' }, ['runtime']);
    const [applied] = await core.calls['credentials.logout']({
      credentialId,
      targetIds: ['runtime'],
    });
    expect(applied?.changes.map(({ key, action }) => [key, action])).toEqual([
      [`${demo.registry}/org`, 'remove'],
    ]);
    expect(await keysOf(machine.authJson)).toEqual([demo.registry]);
  });

  it('is undone with its key, and known to be there again', async () => {
    const { targets } = await login(core, demo.registry, { namespace: 'org' }, ['runtime']);
    const entryId = targets[0]?.historyId ?? '';
    const undo = () => core.calls['history.undo']({ runId: randomUUID(), entryId });
    await core.calls['history.plan-undo']({ entryId });
    expect((await undo()).changes.map(({ key, action }) => [key, action])).toEqual([
      [`${demo.registry}/org`, 'remove'],
    ]);
    expect(await states()).toEqual([]);
    const [list] = await core.calls['credentials.list'](undefined);
    expect(list?.targets).toEqual([]);
  });

  it("is shadowed by another account's broader key in an earlier file, as podman finds it", async () => {
    await login(core, demo.registry, { namespace: 'org' }, ['persistent']);
    expect(await states()).toEqual([['org', 'persistent', `${demo.registry}/org`, 'in-sync']]);
    const entry = { auth: auth(BOB.username, BOB.password) };
    await machine.put(machine.authJson, JSON.stringify({ auths: { [demo.registry]: entry } }));
    expect(await states()).toEqual([['org', 'persistent', `${demo.registry}/org`, 'shadowed']]);
    expect(await getLogins(`${demo.registry}/org`, machine.env)).toEqual(everybody(BOB.username));
  });

  it("that podman made is taken over, and podman's logout of it is noticed", async () => {
    await core.start();
    const scope = `${demo.registry}/org`;
    expect(await toolLogin('podman', scope, { username, password }, machine.env)).toMatchObject({
      code: 0,
    });
    const adopted = await core.calls['credentials.adopt']({
      runId: randomUUID(),
      targetId: 'runtime',
      key: scope,
    });
    const [meta] = await core.calls['credentials.list'](undefined);
    expect(meta).toMatchObject({
      id: adopted.credentialId,
      registry: demo.registry,
      namespace: 'org',
    });
    while (!core.placements.text().includes('"notice":null')) await core.placements.written();
    const noticed = core.next('drift.changed');
    expect((await toolLogout('podman', scope, machine.env)).code).toBe(0);
    await noticed;
    expect(await core.calls['drift.notices'](undefined)).toEqual([
      expect.objectContaining({ kind: 'logged-out', key: scope }),
    ]);
  });
});
