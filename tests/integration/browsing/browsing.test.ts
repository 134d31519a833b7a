import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../shared/contract.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { CredentialQuery } from '../../../shared/credential-query.ts';
import {
  auth,
  createMachine,
  createStorage,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const EVERYTHING: CredentialQuery = {
  text: '',
  registry: null,
  kind: null,
  verdict: null,
  tag: null,
  state: null,
  order: { by: 'added', descending: false },
};

let machine: Machine;
let core: TestCore;
let metas: readonly CredentialMeta[];

/** As many credentials as asked for, two for each registry. */
function records(count: number): CredentialMeta[] {
  return Array.from({ length: count }, (_each, at) => ({
    id: randomUUID(),
    registry: `r${Math.floor(at / 2)}.example.com`,
    plainHttp: false,
    username: `user-${at}`,
    kind: 'robot',
    label: '',
    createdAt: NOW,
    updatedAt: NOW,
    lastCheck: null,
    targets: [],
  }));
}

function start(count: number): void {
  metas = records(count);
  const index = createStorage({
    version: 1,
    storeId: null,
    pending: [],
    records: metas.map((meta) => ({ backend: 'memory', meta })),
  });
  core = startCore(machine, { index });
}

beforeEach(async () => {
  machine = await createMachine();
});
afterEach(async () => {
  await core.close();
  await machine.remove();
});

const find = (change: Partial<CredentialQuery> = {}, from = 0) =>
  core.calls['credentials.find']({ ...EVERYTHING, ...change, from });
const idsOf = (wanted: readonly number[]) => wanted.map((at) => metas[at]?.id);
/** Puts the first of each of these registries into podman's file. */
const fill = (registries: readonly number[]) =>
  machine.put(
    machine.authJson,
    JSON.stringify({
      auths: Object.fromEntries(
        registries.map((at) => [`r${at}.example.com`, { auth: auth(`user-${at * 2}`, 'x') }]),
      ),
    }),
  );

describe('a list of thousands', () => {
  it('is sent in pages, of which the first is the window’s', async () => {
    start(10_000);
    const first = await core.calls['credentials.first'](undefined);
    expect(first).toMatchObject({ total: 10_000, matching: 10_000, from: 0 });
    expect(first.credentials.map(({ id }) => id)).toEqual(metas.slice(0, 50).map(({ id }) => id));
    const last = await find({}, 9_990);
    expect(last.credentials.map(({ username }) => username)).toEqual(
      metas.slice(9_990).map(({ username }) => username),
    );
    const some = await find({ text: 'user-99', order: { by: 'user', descending: true } });
    expect(some.matching).toBe(111);
    expect(some.credentials[0]?.username).toBe('user-9999');
    const ids = await core.calls['credentials.matching']({ ...EVERYTHING, text: 'user-99' });
    expect(ids).toHaveLength(111);
    expect((await core.calls['credentials.facets'](undefined)).registries).toHaveLength(5_000);
  });

  it('follows the index and the files between two pages', async () => {
    start(100);
    expect((await find({ text: 'late' })).matching).toBe(0);
    expect((await find({ state: 'nowhere' })).matching).toBe(100);
    await fill([3]);
    expect((await find({ state: 'nowhere' })).matching).toBe(99);
    const [credentialId = ''] = idsOf([6]);
    expect((await find({ state: 'unknown' })).credentials.map(({ id }) => id)).toEqual([
      credentialId,
    ]);
    await core.calls['credentials.edit']({
      credentialId,
      label: 'Better late',
      details: { owner: 'Ops', notes: 'Line one\nline two', tags: ['a', 'b', 'a'] },
    });
    const [found] = (await find({ text: 'late', tag: 'b' })).credentials;
    expect(found).toMatchObject({
      id: credentialId,
      label: 'Better late',
      details: { owner: 'Ops', notes: 'Line one\nline two', tags: ['a', 'b'] },
    });
  });

  it('refuses to edit what is not there', async () => {
    start(1);
    await expect(
      core.calls['credentials.edit']({
        credentialId: randomUUID(),
        label: '',
        details: { owner: '', notes: '', tags: [] },
      }),
    ).rejects.toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
  });
});

describe('logging out of several', () => {
  const logoutAll = (input: CallInput<'credentials.logout-all'>) =>
    core.calls['credentials.logout-all'](input);

  it('is one plan and one write for each target, and spares who stays', async () => {
    start(8);
    await fill([0, 1, 2]);
    // user-2 of r1 leaves; user-4 of r2 stays, though user-5 of r2 leaves.
    const credentialIds = idsOf([0, 2, 5]).flatMap((id) => id ?? []);
    const plan = await core.calls['credentials.plan-logout-all']({ credentialIds });
    expect(plan.targets.map(({ targetId }) => targetId)).toEqual(['runtime']);
    expect(plan.targets[0]?.changes.map(({ key, action }) => [key, action])).toEqual([
      ['r0.example.com', 'remove'],
      ['r1.example.com', 'remove'],
      ['r2.example.com', 'unchanged'],
    ]);
    const applied = await logoutAll({ credentialIds, targetIds: ['runtime'] });
    expect(applied).toMatchObject([{ targetId: 'runtime', outcome: 'written' }]);
    const { auths } = JSON.parse(await readFile(machine.authJson, 'utf8'));
    expect(Object.keys(auths)).toEqual(['r2.example.com']);
  });

  it('takes thousands at once', async () => {
    start(4_000);
    await fill(Array.from({ length: 2_000 }, (_each, at) => at));
    const credentialIds = metas.map(({ id }) => id);
    const { targets } = await core.calls['credentials.plan-logout-all']({ credentialIds });
    expect(targets[0]?.changes).toHaveLength(2_000);
    await logoutAll({ credentialIds, targetIds: ['runtime'] });
    expect(JSON.parse(await readFile(machine.authJson, 'utf8')).auths ?? {}).toEqual({});
  });

  it('refuses a change that was not shown', async () => {
    start(4);
    await fill([0]);
    const credentialIds = metas.map(({ id }) => id);
    const { planId } = await core.calls['credentials.plan-logout-all']({ credentialIds });
    await fill([0, 1]);
    expect(await logoutAll({ credentialIds, targetIds: ['runtime'], planId })).toMatchObject([
      { outcome: 'failed', problem: { code: 'PLAN_STALE' } },
    ]);
  });
});
