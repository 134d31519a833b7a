import { randomUUID } from 'node:crypto';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeChosenFile } from '../../../electron/core/chosen-file.ts';
import { schemaOf } from '../../../shared/contract.ts';
import type { Finding, FindingCode } from '../../../shared/doctor.ts';
import { createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';
import { auth } from './support.ts';

const SECRET = 'c4nary-secret';
let machine: Machine;
let core: TestCore;
let saved: string[];

beforeEach(async () => {
  machine = await createMachine();
  saved = [];
  core = startCore(machine, {
    desktop: {
      saveScript: async (name, text) => {
        const path = join(machine.home, name);
        await writeChosenFile(path, text, 0o700);
        saved.push(text);
        return path;
      },
    },
  });
});
afterEach(async () => {
  await core.close();
  await machine.remove();
});

const runId = () => randomUUID();
const examine = async () =>
  (await schemaOf('doctor.examine')).output.parse(
    await core.calls['doctor.examine']({ runId: runId() }),
  ).findings;
async function find(code: FindingCode): Promise<Finding> {
  const finding = (await examine()).find((each) => each.code === code);
  return finding ?? expect.fail(`${code} was not found`);
}

test('I3 a finding, its plan and its fix cross as the contract has them, without a secret', async () => {
  const pair = auth(`alice:${SECRET}`);
  await machine.put(
    machine.authJson,
    JSON.stringify({ auths: { 'q.io': pair, 'https://q.io': pair } }),
  );
  // So that docker does not choose a helper by itself.
  await machine.put(machine.configJson, JSON.stringify({ auths: { 'q.io': pair } }));
  const { id: findingId } = await find('url-form-twin');
  const progress = core.runEvents().filter((event) => event.type === 'progress');
  const [first, last] = [progress[0], progress.at(-1)];
  expect(first).toMatchObject({ done: 0 });
  expect(last?.done).toBe(last?.total);
  const input = { findingId, fetch: false };
  const plan = await core.calls['doctor.plan']({ runId: runId(), ...input });
  expect((await schemaOf('doctor.plan')).output.parse(plan)).toMatchObject({
    plan: {
      targets: [{ targetId: 'runtime', changes: [{ key: 'https://q.io', action: 'remove' }] }],
    },
  });
  const told = core.next('targets.changed');
  const result = await core.calls['doctor.fix']({ runId: runId(), ...input });
  expect((await schemaOf('doctor.fix')).output.parse(result)).toMatchObject({
    targets: [{ targetId: 'runtime', outcome: 'written', historyId: expect.any(String) }],
  });
  await told;
  expect(await examine()).toEqual([]);
  expect(JSON.parse(await readFile(machine.authJson, 'utf8'))).toEqual({ auths: { 'q.io': pair } });

  const everything = JSON.stringify([plan, result, core.events]) + (await core.logged());
  for (const canary of [SECRET, pair.auth]) expect(everything).not.toContain(canary);
});

test('a fix can be undone like any other change', async () => {
  const entry = { ...auth('alice:pw'), email: 'a@b' };
  await machine.put(machine.authJson, JSON.stringify({ auths: { 'QUAY.IO': entry } }));
  const { id: findingId } = await find('key-never-matches');
  const input = { findingId, fetch: false };
  await core.calls['doctor.plan']({ runId: runId(), ...input });
  const { targets } = await core.calls['doctor.fix']({ runId: runId(), ...input });
  const entryId = targets[0]?.historyId ?? expect.fail('it was not recorded');
  const recorded = await core.calls['history.list']({ query: '', limit: 10 });
  expect(recorded).toMatchObject([{ id: entryId, action: 'fix', targetId: 'runtime' }]);
  await core.calls['history.undo']({ runId: runId(), entryId });
  expect(JSON.parse(await readFile(machine.authJson, 'utf8'))).toEqual({
    auths: { 'QUAY.IO': entry },
  });
});

test('a mode is tightened without a change of the file', async () => {
  await machine.put(machine.configJson, '{"auths":{}}');
  await chmod(machine.configJson, 0o644);
  const { ino } = await stat(machine.configJson);
  const { id: findingId } = await find('mode-too-wide');
  const input = { findingId, fetch: false };
  await core.calls['doctor.plan']({ runId: runId(), ...input });
  expect(await core.calls['doctor.fix']({ runId: runId(), ...input })).toMatchObject({
    targets: [],
    modes: [{ before: '0644', after: '0600' }],
  });
  expect((await stat(machine.configJson)).ino).toBe(ino);
});

test('an examination can be cancelled', async () => {
  const id = runId();
  await machine.put(machine.configJson, '{"auths":{}}');
  const examining = core.calls['doctor.examine']({ runId: id });
  // The doctor is not loaded yet, so that the run is not known: it will end as it begins.
  await expect(core.calls['run.cancel']({ runId: id })).rejects.toMatchObject({
    code: 'RUN_UNKNOWN',
  });
  await expect(examining).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('a script is only saved for what takes one', async () => {
  await machine.put(machine.configJson, '{"auths":{"q.io":{"auth":"?"}}}');
  const { id: findingId } = await find('bad-base64');
  await expect(core.calls['doctor.save-script']({ findingId })).rejects.toMatchObject({
    code: 'IPC_INVALID_INPUT',
  });
  expect(saved).toEqual([]);
});

test('root’s script is made of stored credentials', async () => {
  const { credentialId } = await login();
  const targetId = machine.host.uid === 0 ? 'kubelet' : 'root-docker';
  const save = () =>
    core.calls['targets.root-script']({ runId: runId(), targetId, credentialIds: [credentialId] });
  await expect(save()).rejects.toMatchObject({ code: 'PRESENCE_NEEDED' });
  expect(saved).toEqual([]);
  await core.calls['vault.confirm']({ runId: runId(), of: [credentialId], passphrase: null });
  const { path } = await save();
  expect(path).toBe(join(machine.home, `pullkeeper-${targetId}.sh`));
  const [script = ''] = saved;
  expect(script).toContain('#   registry.example.com  alice\n');
  expect(script).not.toContain(SECRET);
  const content = /^content='(.*)'$/m.exec(script)?.[1] ?? '';
  expect(JSON.parse(await readFile(content, 'utf8'))).toEqual({
    auths: { 'registry.example.com': auth(`alice:${SECRET}`) },
  });
  await expect(
    core.calls['targets.root-script']({ runId: runId(), targetId, credentialIds: [randomUUID()] }),
  ).rejects.toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
});

/** Takes over an entry that is there, which needs no registry. */
async function login(): Promise<{ credentialId: string }> {
  const key = 'registry.example.com';
  await machine.put(
    machine.authJson,
    JSON.stringify({ auths: { [key]: auth(`alice:${SECRET}`) } }),
  );
  return core.calls['credentials.adopt']({ runId: runId(), targetId: 'runtime', key });
}

test('a helper that was dropped is named again by undo, for all hosts and for one, and the undo is undone', async () => {
  const config = {
    auths: { 'q.io': auth(`alice:${SECRET}`) },
    credsStore: 'gone',
    credHelpers: { 'r.io': 'gone', 's.io': '' },
    x: 1,
  };
  await machine.put(machine.configJson, JSON.stringify(config, null, 2));
  const read = async () => JSON.parse(await readFile(machine.configJson, 'utf8'));
  const { id: findingId } = await find('helper-missing');
  const input = { findingId, fetch: false };
  await core.calls['doctor.plan']({ runId: runId(), ...input });
  const { targets } = await core.calls['doctor.fix']({ runId: runId(), ...input });
  expect(targets[0]?.changes.map(({ key, via, helper }) => [key, via, helper])).toEqual([
    ['credsStore', 'setting', 'gone'],
    ['r.io', 'setting', 'gone'],
  ]);
  const { credsStore: _, ...without } = config;
  expect(await read()).toEqual({ ...without, credHelpers: { 's.io': '' } });

  const undo = async (entryId: string | null | undefined) => {
    if (!entryId) throw new Error('nothing is recorded');
    const plan = await core.calls['history.plan-undo']({ entryId });
    expect(plan).toMatchObject({ problem: null, changedSince: [] });
    const applied = await core.calls['history.undo']({ runId: runId(), entryId });
    expect(applied).toMatchObject({ outcome: 'written', problem: null });
    expect(applied.changes).toEqual(plan.changes);
    return applied.historyId;
  };
  const undone = await undo(targets[0]?.historyId);
  expect(await read()).toEqual(config);
  await undo(undone);
  expect(await read()).toEqual({ ...without, credHelpers: { 's.io': '' } });
});
