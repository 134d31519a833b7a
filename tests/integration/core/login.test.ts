import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { dockerConfigUser, getLogins } from '../../support/tools.ts';
import { stage } from './stage.ts';
import { auth, BOTH, draftFor, login, type Machine, type TestCore } from './support.ts';

const { username, password } = DEMO_ACCOUNT;
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;

const on = stage();
beforeEach(() => {
  ({ demo, machine, core } = on);
});

const start = (change = {}, commit: { targetIds: string[] } | null = null, runId = randomUUID()) =>
  core.calls['login.start']({ runId, draft: draftFor(demo.registry, change), commit });

describe('the login job', () => {
  it('checks, shows what would be written, stores, writes, and the tools are logged in (S11 S12 S13 S14)', async () => {
    const outcome = await start();
    expect(outcome.check).toMatchObject({ verdict: 'verified', reason: 'token-issued' });
    expect(outcome.plan?.targets).toEqual(
      BOTH.map((targetId) =>
        expect.objectContaining({
          targetId,
          exists: false,
          untouched: 0,
          problem: null,
          changes: [
            {
              key: demo.registry,
              action: 'add',
              usernameBefore: null,
              usernameAfter: username,
              via: 'file',
              helper: null,
            },
          ],
        }),
      ),
    );
    const { draftId } = outcome;
    if (draftId === null) throw new Error('no draft');
    const committed = await core.calls['login.commit']({
      runId: randomUUID(),
      draftId,
      targetIds: BOTH,
    });
    expect(committed.targets.map(({ outcome: became }) => became)).toEqual(['written', 'written']);

    expect(await getLogins(demo.registry, machine.env)).toEqual({
      podman: username,
      skopeo: username,
      buildah: username,
    });
    expect(await dockerConfigUser(machine.configJson, demo.registry)).toBe(username);
    for (const path of [machine.authJson, machine.configJson]) {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }

    const [view] = await core.calls['credentials.list'](undefined);
    expect(view).toMatchObject({
      id: committed.credentialId,
      username,
      kind: 'service-account',
      lastCheck: { verdict: 'verified' },
      targets: BOTH,
    });
    expect(view?.states.map(({ targetId, state }) => [targetId, state])).toEqual([
      ['runtime', 'in-sync'],
      ['docker', 'in-sync'],
    ]);
  });

  it('tells its steps in order, and no secret in any of what it sends or keeps (I4 L1)', async () => {
    await login(core, demo.registry);
    expect(core.runEvents().map((event) => event.seq)).toEqual(
      core.runEvents().map((_, seq) => seq),
    );
    const done = core
      .runEvents()
      .flatMap((event) => (event.type === 'step' && event.status === 'done' ? [event.step] : []));
    expect(done).toEqual([
      'ping',
      'challenge',
      'token',
      'verdict',
      'store-secret',
      'index',
      'write-targets',
    ]);
    const said = [
      JSON.stringify(core.events),
      JSON.stringify(await core.calls['credentials.list'](undefined)),
      JSON.stringify(await core.calls['targets.list'](undefined)),
      core.index.text(),
      await core.logged(),
    ].join('\n');
    for (const canary of [password, auth(username, password)]) expect(said).not.toContain(canary);
  });

  it('does not keep what was rejected', async () => {
    const outcome = await start({ secret: 'not-the-password' });
    expect(outcome).toMatchObject({
      check: { verdict: 'rejected' },
      draftId: null,
      plan: null,
      committed: null,
    });
    expect(await core.calls['credentials.list'](undefined)).toEqual([]);
  });

  it('does not commit by itself what was not verified, but lets the user', async () => {
    const gone = await startDemoRegistry();
    await gone.close();
    const outcome = await core.calls['login.start']({
      runId: randomUUID(),
      draft: draftFor(gone.registry),
      commit: { targetIds: BOTH },
    });
    expect(outcome).toMatchObject({
      check: { verdict: 'unreachable', reason: 'connection-refused' },
      committed: null,
    });
    const { draftId } = outcome;
    if (draftId === null) throw new Error('no draft');
    await core.calls['login.commit']({ runId: randomUUID(), draftId, targetIds: ['docker'] });
    const [view] = await core.calls['credentials.list'](undefined);
    expect(view?.lastCheck?.verdict).toBe('unreachable');
    expect(await dockerConfigUser(machine.configJson, gone.registry)).toBe(username);
  });

  it.each([
    ['USERNAME_INVALID', { username: 'a:b' }],
    ['SECRET_INVALID', { secret: 'two\nlines' }],
    ['REGISTRY_INVALID', { registry: 'https://quay.io/' }],
    ['REGISTRY_INVALID', { registry: 'a b' }],
    ['LOGIN_NOT_NEEDED', { registry: 'registry.access.redhat.com' }],
    ['LOGIN_NOT_NEEDED', { alsoFor: ['registry.access.redhat.com'] }],
  ])('refuses with %s before anything is sent (S1): %j', async (code, change) => {
    await expect(start(change)).rejects.toMatchObject({ code });
    expect(core.events).toEqual([]);
  });

  it('refuses a target that it does not know', async () => {
    await expect(start({}, { targetIds: ['../etc/passwd'] })).rejects.toMatchObject({
      code: 'TARGET_UNKNOWN',
    });
  });

  it('lets one login serve a second registry (S3)', async () => {
    const { targets } = await login(core, demo.registry, {
      alsoFor: ['registry.connect.redhat.com'],
    });
    expect(targets[0]?.changes.map(({ key }) => key)).toEqual([
      demo.registry,
      'registry.connect.redhat.com',
    ]);
    const views = await core.calls['credentials.list'](undefined);
    expect(views.map(({ registry, lastCheck }) => [registry, lastCheck?.verdict])).toEqual([
      [demo.registry, 'verified'],
      ['registry.connect.redhat.com', undefined],
    ]);
    expect(await dockerConfigUser(machine.configJson, 'registry.connect.redhat.com')).toBe(
      username,
    );
  });
});

describe('a draft', () => {
  async function drafted() {
    const { draftId } = await start();
    if (draftId === null) throw new Error('no draft');
    return draftId;
  }
  const expired = { code: 'DRAFT_EXPIRED' };

  it('is gone once committed, discarded or locked', async () => {
    const [committed, discarded, locked] = [await drafted(), await drafted(), await drafted()];
    await core.calls['login.commit']({ runId: randomUUID(), draftId: committed, targetIds: [] });
    await core.calls['login.discard']({ draftId: discarded });
    const plan = (draftId: string) => core.calls['login.plan']({ draftId, targetIds: BOTH });
    await expect(plan(committed)).rejects.toMatchObject(expired);
    await expect(plan(discarded)).rejects.toMatchObject(expired);
    await expect(plan(locked)).resolves.toMatchObject({ targets: [{}, {}] });
    core.lock();
    await expect(plan(locked)).rejects.toMatchObject(expired);
  });

  it('can be cancelled while it is checked, and nothing of it is kept', async () => {
    const runId = randomUUID();
    const begun = core.next('run');
    const outcome = start({}, null, runId);
    await begun;
    await core.calls['run.cancel']({ runId });
    await expect(outcome).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(core.calls['run.cancel']({ runId })).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
  });
});

describe('a check of what waits', () => {
  /** A registry with Basic whose connections are cut while it is away. */
  async function awayRegistry() {
    const state = { isAway: true, asked: 0 };
    const server = createServer((request, response) => {
      state.asked += 1;
      if (state.isAway) return request.socket.destroy();
      const isKnown = request.headers.authorization === `Basic ${auth(username, password)}`;
      response.writeHead(isKnown ? 200 : 401, {
        'docker-distribution-api-version': 'registry/2.0',
        'www-authenticate': 'Basic realm="away"',
      });
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    onTestFinished(() => void server.close());
    return { state, registry: `127.0.0.1:${port}` };
  }
  const waiting = async (registry: string, change = {}) => {
    const outcome = await start({ registry, ...change });
    expect(outcome.check).toMatchObject({ verdict: 'unreachable', reason: 'connection-reset' });
    const { draftId, expiresAt } = outcome;
    if (draftId === null || expiresAt === null) throw new Error('no draft');
    return { draftId, expiresAt };
  };
  const again = (draftId: string, runId = randomUUID()) =>
    core.calls['login.check-again']({ runId, draftId });

  it('uses the secret that is in main, and its time begins anew (I4)', async () => {
    const { state, registry } = await awayRegistry();
    const { draftId, expiresAt } = await waiting(registry);
    state.isAway = false;
    const outcome = await again(draftId);
    expect(outcome).toMatchObject({
      check: { verdict: 'verified', reason: 'basic-accepted' },
      draftId,
      committed: null,
      registry,
      username,
    });
    expect(Date.parse(outcome.expiresAt ?? '')).toBeGreaterThan(Date.parse(expiresAt));
    expect(outcome.plan?.targets.map(({ targetId }) => targetId)).toEqual(BOTH);
    await core.calls['login.commit']({ runId: randomUUID(), draftId, targetIds: ['docker'] });
    const [view] = await core.calls['credentials.list'](undefined);
    expect(view?.lastCheck?.verdict).toBe('verified');
    const said = JSON.stringify([outcome, core.events]) + (await core.logged());
    expect(said).not.toContain(password);
    const entries = await core.calls['audit.list']({ query: '', limit: 10 });
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: 'login.check-again',
        subjects: [{ registry, username }],
        verdict: 'verified',
      }),
    );
  });

  it('drops what is rejected; one that is stopped leaves the draft', async () => {
    const { state, registry } = await awayRegistry();
    const { draftId } = await waiting(registry, { secret: 'not-the-password' });
    const runId = randomUUID();
    const begun = core.next('run');
    const stopped = again(draftId, runId);
    await begun;
    await core.calls['run.cancel']({ runId });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    state.isAway = false;
    const outcome = await again(draftId);
    expect(outcome).toMatchObject({
      check: { verdict: 'rejected' },
      draftId: null,
      expiresAt: null,
      plan: null,
    });
    await expect(again(draftId)).rejects.toMatchObject({ code: 'DRAFT_EXPIRED' });
  });

  it('sends nothing for one that was dropped, and the page is told of that (L2)', async () => {
    const { state, registry } = await awayRegistry();
    const { draftId } = await waiting(registry);
    const asked = state.asked;
    const told = core.next('drafts.expired');
    core.lock();
    expect(await told).toEqual({ draftId });
    await expect(again(draftId)).rejects.toMatchObject({ code: 'DRAFT_EXPIRED' });
    expect(state.asked).toBe(asked);
  });
});

describe('another account of the same registry', () => {
  it('is shown in the plan as replaced, and hands its targets over', async () => {
    const first = await login(core, demo.registry);
    const outcome = await start({ username: 'bob', secret: 'bobs-password', kind: 'other' });
    expect(outcome.plan?.targets[0]?.changes).toEqual([
      expect.objectContaining({
        action: 'replace',
        usernameBefore: username,
        usernameAfter: 'bob',
      }),
    ]);
    const { draftId } = outcome;
    if (draftId === null) throw new Error('no draft');
    await core.calls['login.commit']({ runId: randomUUID(), draftId, targetIds: ['docker'] });

    const views = await core.calls['credentials.list'](undefined);
    const states = Object.fromEntries(
      views.map((view) => [
        view.username,
        view.states.map(({ targetId, state }) => `${targetId} ${state}`),
      ]),
    );
    expect(views.find(({ id }) => id === first.credentialId)?.targets).toEqual(['runtime']);
    expect(states).toEqual({ [username]: ['runtime in-sync'], bob: ['docker in-sync'] });
  });

  it('is the same credential when it is the same user: another secret, the old id (S30)', async () => {
    const first = await login(core, demo.registry, {}, ['runtime']);
    const again = await login(core, demo.registry, { label: 'build host' }, ['docker']);
    expect(again.credentialId).toBe(first.credentialId);
    const views = await core.calls['credentials.list'](undefined);
    expect(views).toHaveLength(1);
    expect(views[0]).toMatchObject({ label: 'build host', targets: BOTH });
  });
});

describe('a target that fails leaves the others right', () => {
  const foreign = JSON.stringify({ auths: { 'quay.io': { auth: auth('me', 'pw') } } }, null, 4);

  it.each([
    ['auth.json', 'runtime'],
    ['config.json', 'docker'],
  ])('malformed %s: refused with its place, byte for byte as it was (F3)', async (_, broken) => {
    const path = broken === 'runtime' ? machine.authJson : machine.configJson;
    const text = `{\n  "auths": {\n    "quay.io": { "auth": "eA==" },\n  }\n}\n`;
    await machine.put(path, text);
    const outcome = await start();
    const problem = {
      code: 'FILE_MALFORMED',
      context: { path, line: 3, column: 34, reason: 'trailing-comma' },
    };
    expect(outcome.plan?.targets.find(({ targetId }) => targetId === broken)).toMatchObject({
      problem,
    });
    const { targets } = await login(core, demo.registry);
    expect(Object.fromEntries(targets.map((each) => [each.targetId, each.outcome]))).toEqual({
      runtime: 'written',
      docker: 'written',
      [broken]: 'failed',
    });
    expect(targets.find(({ targetId }) => targetId === broken)?.problem).toMatchObject(problem);
    expect(await readFile(path, 'utf8')).toBe(text);
    const [view] = await core.calls['credentials.list'](undefined);
    expect(
      Object.fromEntries(view?.states.map((each) => [each.targetId, each.state]) ?? []),
    ).toEqual({ runtime: 'in-sync', docker: 'in-sync', [broken]: 'unreadable' });
  });

  it('missing runtime directory: said in the plan, made by nobody (F8)', async () => {
    await rm(machine.runtime, { recursive: true });
    const outcome = await start();
    expect(outcome.plan?.targets[0]).toMatchObject({
      targetId: 'runtime',
      problem: { code: 'FILE_NO_DIRECTORY', context: { path: machine.authJson } },
    });
    const { targets } = await login(core, demo.registry);
    expect(targets).toMatchObject([
      { targetId: 'runtime', outcome: 'failed', problem: { code: 'FILE_NO_DIRECTORY' } },
      { targetId: 'docker', outcome: 'written' },
    ]);
    await expect(stat(machine.runtime)).rejects.toMatchObject({ code: 'ENOENT' });
    const [runtime] = await core.calls['targets.list'](undefined);
    expect(runtime).toMatchObject({ exists: false, writable: false });
    expect(runtime?.problem?.code).toBe('FILE_NO_DIRECTORY');
  });

  it('keeps every other entry and member (S17 F4)', async () => {
    await machine.put(machine.authJson, foreign);
    await login(core, demo.registry, {}, ['runtime']);
    const text = await readFile(machine.authJson, 'utf8');
    expect(JSON.parse(text).auths['quay.io']).toEqual({ auth: auth('me', 'pw') });
    expect(text).toContain('\n    "auths": {\n');
    const [view] = await core.calls['targets.list'](undefined);
    expect(view?.entries.map(({ key, state }) => [key, state])).toEqual([
      ['quay.io', 'foreign'],
      [demo.registry, 'in-sync'],
    ]);
  });

  it('a plan that no longer holds is not carried out (PLAN_STALE)', async () => {
    const { draftId } = await start();
    if (draftId === null) throw new Error('no draft');
    await machine.put(
      machine.configJson,
      JSON.stringify({ auths: { [demo.registry]: { auth: auth('carol', 'hers') } } }),
    );
    const { targets } = await core.calls['login.commit']({
      runId: randomUUID(),
      draftId,
      targetIds: BOTH,
    });
    expect(targets).toMatchObject([
      { targetId: 'runtime', outcome: 'written' },
      { targetId: 'docker', outcome: 'failed', problem: { code: 'PLAN_STALE', retryable: true } },
    ]);
    expect(await dockerConfigUser(machine.configJson, demo.registry)).toBe('carol');
  });

  it('a directory in place of the file is refused', async () => {
    await mkdir(machine.configJson, { recursive: true });
    const { targets } = await login(core, demo.registry);
    expect(targets[1]).toMatchObject({
      outcome: 'failed',
      problem: { code: 'FILE_NOT_REGULAR' },
    });
  });
});
