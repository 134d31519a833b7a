import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../../electron/core/desktop-side.ts';
import { createKeychainVault } from '../../../electron/core/vault/keychain.ts';
import { IMPORT_BYTES_MAX, type ImportDraft } from '../../../shared/importing.ts';
import { bundle } from '../../support/bundle.ts';
import { makeCanary, scan } from '../../support/canary.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { forkWorker } from '../../support/keychain-worker.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { createAuthority } from '../../support/tls.ts';
import { getLogins } from '../../support/tools.ts';
import { BOTH, createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';

const account = { username: '1234567|builder', password: makeCanary() };
let registry: DockerRegistry;
let keyring: Keyring;
let keychainWorker: string;
let importWorker: string;
let machine: Machine;
let core: TestCore;
let questions: Agreement[];
let agrees: boolean;
let chosenFile: string | null = null;
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const authority = await createAuthority();
  close.push(() => authority.close());
  [registry, keyring, keychainWorker, importWorker] = await Promise.all([
    startDockerRegistry('token', account, authority),
    startKeyring(),
    bundle('electron/keychain-worker.ts'),
    bundle('electron/import-worker.ts'),
  ]);
  close.push(
    () => registry.close(),
    () => keyring.stop(),
  );
});
afterAll(async () => {
  for (const each of close.reverse()) await each();
});
beforeEach(async () => {
  questions = [];
  agrees = true;
  machine = await createMachine(keyring.env);
  await trustRegistry(machine.home, registry);
  core = startCore(machine, {
    vaultBackend: 'keychain',
    openVault: (_, context) =>
      createKeychainVault({
        ...context,
        limits: { callMs: 60_000 },
        spawn: () => forkWorker(keychainWorker, keyring.env),
      }),
    importWorker,
    desktop: {
      chooseFile: async () => chosenFile,
      agree: async (what) => {
        questions.push(what);
        return agrees;
      },
    },
  });
});
afterEach(async () => {
  await core.close();
  await machine.remove();
});

const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });
const file = (auths: object) => JSON.stringify({ auths });
const read = (text: string) => core.calls['import.read-text']({ text });
const login = (username = account.username, password = account.password) =>
  file({ [registry.registry]: auth(`${username}:${password}`) });
const choices = ({ candidates }: ImportDraft, alsoConnect = false) =>
  candidates
    .filter(({ problem }) => problem === null)
    .map(({ id }) => ({ candidateId: id, alsoConnect }));
const commit = (draft: ImportDraft, targetIds = BOTH, alsoConnect = false) =>
  core.calls['import.commit']({
    runId: randomUUID(),
    draftId: draft.draftId,
    choices: choices(draft, alsoConnect),
    targetIds,
  });
const refused = (code: string, context: object = {}) =>
  expect.objectContaining({ code, context: expect.objectContaining(context) });

describe('an import', () => {
  it('is shown, checked, planned and kept; podman, skopeo and buildah are logged in (S11 S12 S13)', async () => {
    const draft = await read(login());
    expect(draft.candidates).toEqual([
      expect.objectContaining({
        registry: registry.registry,
        username: account.username,
        conflict: 'new',
        problem: null,
      }),
    ]);
    // Nothing is stored until the user has chosen.
    expect(await core.calls['credentials.list'](undefined)).toEqual([]);

    const [candidate] = draft.candidates;
    const input = { draftId: draft.draftId, candidateId: candidate?.id ?? '' };
    const checking = core.calls['import.check']({ runId: randomUUID(), ...input });
    const question = await core.next('run', (event) => event.type === 'question');
    if (question.type !== 'question') throw new Error('no question');
    const { runId, questionId } = question;
    await core.calls['run.answer']({ runId, questionId, allow: true });
    expect(await checking).toMatchObject({ verdict: 'verified' });

    const plan = await core.calls['import.plan']({
      draftId: draft.draftId,
      choices: choices(draft),
      targetIds: BOTH,
    });
    expect(plan.targets.map(({ changes }) => changes.map(({ action }) => action))).toEqual([
      ['add'],
      ['add'],
    ]);
    const outcome = await commit(draft);
    expect(outcome.results).toEqual([expect.objectContaining({ outcome: 'stored' })]);
    expect(outcome.targets.map((target) => target.outcome)).toEqual(['written', 'written']);
    expect(await getLogins(registry.registry, machine.env)).toEqual({
      podman: account.username,
      skopeo: account.username,
      buildah: account.username,
    });
    expect(await core.calls['credentials.list'](undefined)).toEqual([
      expect.objectContaining({ lastCheck: expect.objectContaining({ verdict: 'verified' }) }),
    ]);
    const history = await core.calls['history.list']({ query: '', limit: 10 });
    expect(new Set(history.map(({ action }) => action))).toEqual(new Set(['import']));
    // The draft went with the commit.
    await expect(commit(draft)).rejects.toThrow(refused('DRAFT_EXPIRED'));
  });

  it('has its conflicts with what is stored: same, another secret, another user', async () => {
    await commit(await read(login()), []);
    const same = await read(login());
    expect(same.candidates[0]?.conflict).toBe('same');
    expect((await commit(same)).results[0]?.outcome).toBe('unchanged');
    const other = await read(login('somebody', makeCanary()));
    expect(other.candidates[0]).toMatchObject({
      conflict: 'other-user',
      otherUsers: [account.username],
    });
    const different = await read(login(account.username, makeCanary()));
    expect(different.candidates[0]?.conflict).toBe('different');
    expect((await commit(different)).results[0]?.outcome).toBe('replaced');
    expect(await core.calls['credentials.list'](undefined)).toHaveLength(1);
    expect((await read(login())).candidates[0]?.conflict).toBe('different');
  });

  it('never takes telemetry; registry.connect.redhat.com shares with one tick', async () => {
    const draft = await read(
      file({
        'cloud.openshift.com': auth(`u:${makeCanary()}`),
        'registry.redhat.io': auth(`1|n:${makeCanary()}`),
        'registry.access.redhat.com': auth('u:p'),
      }),
    );
    expect(
      draft.candidates.map(({ problem, sharesWithConnect }) => [problem, sharesWithConnect]),
    ).toEqual([
      ['telemetry', false],
      [null, true],
      ['login-not-needed', false],
    ]);
    const outcome = await commit(draft, ['runtime'], true);
    expect(outcome.results.map((result) => result.registry)).toEqual([
      'registry.redhat.io',
      'registry.connect.redhat.com',
    ]);
    const written = JSON.parse(await readFile(machine.authJson, 'utf8')) as { auths: object };
    expect(Object.keys(written.auths)).toEqual([
      'registry.redhat.io',
      'registry.connect.redhat.com',
    ]);
  });

  it('of a user and a token waits for the registry; portal tokens say theirs', async () => {
    const draft = await read(`somebody\n${account.password}`);
    const [candidate] = draft.candidates;
    expect(candidate).toMatchObject({ registry: null, conflict: null, problem: null });
    expect(choices(draft)).toHaveLength(1);
    await expect(commit(draft)).rejects.toThrow(refused('IMPORT_NOT_POSSIBLE'));
    const placed = await core.calls['import.place']({
      draftId: draft.draftId,
      candidateId: candidate?.id ?? '',
      registry: 'Quay.IO',
    });
    expect(placed).toMatchObject({ registry: 'quay.io', conflict: 'new' });
    expect((await commit(draft, [])).results[0]).toMatchObject({ outcome: 'stored' });
    expect((await read('7|n\neyJh.e30.c')).candidates[0]?.registry).toBe('registry.redhat.io');
  });

  it('takes one secret of a user at a registry, and one user for a file', async () => {
    const rivals = await read(`docker login -u u -p 'it''s' ${registry.registry}`);
    expect(rivals.candidates.map((each) => each.rivals.length)).toEqual([1, 1]);
    await expect(commit(rivals)).rejects.toThrow(refused('IMPORT_NOT_POSSIBLE'));
    const two = await read(
      ['a', 'b'].map((user) => `docker login -u ${user} -p s quay.io`).join('\n'),
    );
    const outcome = await commit(two, ['runtime']);
    expect(outcome.results.map((result) => result.outcome)).toEqual(['stored', 'stored']);
    expect(outcome.targets[0]?.changes).toEqual([
      expect.objectContaining({ key: 'quay.io', usernameAfter: 'a' }),
    ]);
  });

  it("keeps a login of a namespace beside that of the registry, out of docker's file", async () => {
    const draft = await read(file({ 'quay.io': auth('all:a'), 'quay.io/team': auth('part:b') }));
    expect(draft.candidates.map(({ registry: host, namespace }) => [host, namespace])).toEqual([
      ['quay.io', null],
      ['quay.io', 'team'],
    ]);
    const outcome = await commit(draft);
    expect(outcome.results.map(({ outcome: became }) => became)).toEqual(['stored', 'stored']);
    expect(
      outcome.targets.map(({ targetId, changes }) => [targetId, changes.map(({ key }) => key)]),
    ).toEqual([
      ['runtime', ['quay.io', 'quay.io/team']],
      ['docker', ['quay.io']],
    ]);
    expect((await read(file({ 'quay.io/team': auth('all:a') }))).candidates[0]).toMatchObject({
      conflict: 'other-user',
      otherUsers: ['part'],
    });
  });

  it('that fails in one file leaves the rest right', async () => {
    await machine.put(machine.configJson, '{"auths":');
    const outcome = await commit(await read(login()));
    expect(outcome.results[0]?.outcome).toBe('stored');
    expect(outcome.targets.map((target) => [target.targetId, target.outcome])).toEqual([
      ['runtime', 'written'],
      ['docker', 'failed'],
    ]);
    expect(await readFile(machine.configJson, 'utf8')).toBe('{"auths":');
  });

  it('reads a file that main asked for, and names it in an error', async () => {
    chosenFile = null;
    expect(await core.calls['import.choose'](undefined)).toBeNull();
    chosenFile = join(machine.home, 'pull-secret.txt');
    await writeFile(chosenFile, login());
    expect((await core.calls['import.choose'](undefined))?.candidates).toHaveLength(1);
    await writeFile(chosenFile, '{"auths":');
    await expect(core.calls['import.choose'](undefined)).rejects.toThrow(
      refused('IMPORT_MALFORMED', { path: chosenFile, line: 1 }),
    );
    await writeFile(chosenFile, Buffer.alloc(100 * 1024 * 1024, '['));
    await expect(core.calls['import.choose'](undefined)).rejects.toThrow(
      refused('IMPORT_LIMIT', { path: chosenFile, reason: 'bytes' }),
    );
    chosenFile = '/dev/zero';
    await expect(core.calls['import.choose'](undefined)).rejects.toThrow(
      refused('FILE_NOT_REGULAR'),
    );
  });

  it('puts what main read from a file to no place of the page’s choosing: main asks', async () => {
    const evil = 'registry.evil.example';
    chosenFile = join(machine.home, 'token.txt');
    await writeFile(chosenFile, 'someone\na-secret-of-the-file\n');
    const draft = await core.calls['import.choose'](undefined);
    const place = (registry: string, { draftId, candidates } = draft ?? expect.fail('no draft')) =>
      core.calls['import.place']({ draftId, candidateId: candidates[0]?.id ?? '', registry });
    agrees = false;
    await expect(place(evil)).rejects.toMatchObject({ code: 'CANCELLED' });
    const placed = { to: 'place', registry: evil };
    expect(questions).toEqual([placed]);
    expect(await place('quay.io')).toMatchObject({ registry: 'quay.io' });
    // What the page has had itself it can send where it likes.
    const pasted = await read('someone\na-secret-of-the-page\n');
    expect(await place(evil, pasted)).toMatchObject({ registry: evil });
    expect(questions).toEqual([placed]);
    agrees = true;
    expect(await place(evil)).toMatchObject({ registry: evil });
  });

  it('ends a text that takes too long, and answers other calls meanwhile', async () => {
    const slow = `kind: Secret\ndata:\n${' a: b\n'.repeat(IMPORT_BYTES_MAX / 6 - 10)}`;
    let answered = 0;
    const reading = read(slow).then(
      () => 'read',
      (error: { code: string }) => error.code,
    );
    let done = false;
    void reading.then(() => {
      done = true;
    });
    while (!done) {
      await core.calls['credentials.list'](undefined);
      answered += 1;
      await new Promise(setImmediate);
    }
    expect(await reading).toBe('IMPORT_LIMIT');
    expect(answered).toBeGreaterThan(3);
  });

  it('is dropped by lock, discard and end; no secret is sent, logged or kept beside (I4 L1 S1)', async () => {
    const locked = await read(login());
    await core.calls['vault.lock'](undefined);
    await expect(commit(locked)).rejects.toThrow(refused('DRAFT_EXPIRED'));
    const discarded = await read(login());
    await core.calls['import.discard']({ draftId: discarded.draftId });
    await expect(commit(discarded)).rejects.toThrow(refused('DRAFT_EXPIRED'));
    const kept = await read(login());
    const outcome = await commit(kept, []);
    const told = [JSON.stringify([locked, kept, outcome, core.events]), await core.logged()];
    told.push(core.index.text(), core.placements.text());
    expect(
      scan(
        account.password,
        told.map((content, at) => ({ place: `${at}`, content })),
      ),
    ).toEqual([]);
  });
});
