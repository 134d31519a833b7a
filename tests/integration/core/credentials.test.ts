import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import {
  dockerConfigUser,
  getLogin,
  getLogins,
  toolLogin,
  toolLogout,
} from '../../support/tools.ts';
import {
  auth,
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
const NOBODY = { podman: null, skopeo: null, buildah: null };
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;

beforeAll(async () => {
  demo = await startDemoRegistry({
    accounts: [DEMO_ACCOUNT, { username: 'bob', password: 'bobs-password' }],
  });
});
// Closing waits until a written file was looked at again; the next test need not.
const closing: Promise<unknown>[] = [];
afterAll(async () => {
  await Promise.all(closing);
  await demo.close();
});
beforeEach(async () => {
  machine = await createMachine();
  core = startCore(machine);
});
afterEach(() => {
  const { remove } = machine;
  closing.push(core.close().then(remove));
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
    core = startCore(machine, { vault, index });
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
    core = startCore(machine, { vault });
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
    core = startCore(machine, { vault: lockable });
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

describe('the state of a credential', () => {
  it('follows other tools, as they log out and in (watch, no polling)', async () => {
    await core.start();
    await login(core, demo.registry);
    await core.until(async () =>
      Object.values(await states()).every((state) => state === 'in-sync') ? true : undefined,
    );
    const becomes = (targetId: string, state: string) =>
      core.until(async () => ((await states())[targetId] === state ? true : undefined));

    await toolLogout('skopeo', demo.registry, machine.env);
    await becomes('runtime', 'missing');
    await toolLogin(
      'docker',
      demo.registry,
      { username: 'bob', password: 'bobs-password' },
      machine.env,
    );
    await becomes('docker', 'different');
    await writeFile(machine.authJson, '{"auths":');
    await becomes('runtime', 'unreadable');
    await writeFile(machine.authJson, '{}');
    await becomes('runtime', 'missing');
  });

  it('is different for the same user with another secret', async () => {
    await login(core, demo.registry);
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { [demo.registry]: { auth: auth(username, 'another') } } }),
    );
    expect((await states()).runtime).toBe('different');
  });

  it('is shadowed where an earlier file logs in somebody else', async () => {
    await login(core, demo.registry, {}, ['persistent']);
    expect(await states()).toEqual({ persistent: 'in-sync' });
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { [`https://${demo.registry}`]: { auth: auth('carol', 'hers') } } }),
    );
    expect(await getLogin('podman', demo.registry, machine.env)).toBe('carol');
    expect(await states()).toEqual({ persistent: 'shadowed' });
  });

  it('is shadowed where a helper governs the host, and not for docker because podman looks elsewhere first', async () => {
    await login(core, demo.registry);
    const config = JSON.parse(await readFile(machine.configJson, 'utf8'));
    await machine.put(
      machine.authJson,
      JSON.stringify({ auths: { [demo.registry]: { auth: auth('carol', 'hers') } } }),
    );
    expect(await states()).toEqual({ runtime: 'different', docker: 'in-sync' });
    await machine.put(
      machine.configJson,
      JSON.stringify({ ...config, credHelpers: { [demo.registry]: 'absent' } }),
    );
    expect((await states()).docker).toBe('unknown');
  });

  it('is compared again after a restart, with what the store gives without a prompt', async () => {
    const vault = createLastingVault();
    const index = createStorage();
    const first = startCore(machine, { vault, index });
    await login(first, demo.registry);
    await first.close();
    const again = startCore(machine, { vault, index });
    await again.until(async () =>
      Object.values(await states(again)).every((state) => state === 'in-sync') ? true : undefined,
    );
    await again.close();
  });

  it('is unknown while the store is locked, which is asked once and not at every list', async () => {
    const vault = createLastingVault();
    const index = createStorage();
    const first = startCore(machine, { vault, index });
    await login(first, demo.registry);
    await first.close();
    let asked = 0;
    const locked: Vault = {
      ...vault,
      get: async () => {
        asked++;
        throw new Failure('STORE_LOCKED');
      },
    };
    const again = startCore(machine, { vault: locked, index });
    for (let n = 0; n < 5; n++) {
      expect(await states(again)).toEqual({ runtime: 'unknown', docker: 'unknown' });
    }
    expect(asked).toBe(1);
    await again.close();
  });
});

describe('a token server that is not the registry’s (N2)', () => {
  it('is asked about once, naming both, and remembered for that pair', async () => {
    const elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ token: 'issued', access_token: 'issued' }));
    });
    const registryServer = createServer((request, response) => {
      const known = request.headers.authorization === 'Bearer issued';
      const { port } = elsewhere.address() as AddressInfo;
      if (!known) {
        response.statusCode = 401;
        response.setHeader(
          'www-authenticate',
          `Bearer realm="http://127.0.0.2:${port}/token",service="test"`,
        );
      }
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
    await new Promise<void>((resolve) => registryServer.listen(0, '127.0.0.1', resolve));
    try {
      const registry = `127.0.0.1:${(registryServer.address() as AddressInfo).port}`;
      const consents = createStorage();
      const ask = (of: TestCore, id = runId()) =>
        of.calls['login.start']({ runId: id, draft: draftFor(registry), commit: null });
      const asking = startCore(machine, { consents });
      const answering = async (allow: boolean) => {
        const id = runId();
        const question = asking.next('run', (event) => event.type === 'question');
        const outcome = ask(asking, id);
        const event = await question;
        if (event.type !== 'question') throw new Error('not a question');
        expect(event).toMatchObject({
          registry,
          realmHost: `127.0.0.2:${(elsewhere.address() as AddressInfo).port}`,
        });
        await asking.calls['run.answer']({ runId: id, questionId: event.questionId, allow });
        return (await outcome).check;
      };
      expect(await answering(false)).toMatchObject({
        verdict: 'not-checked',
        reason: 'realm-declined',
      });
      expect(await answering(true)).toMatchObject({ verdict: 'verified' });
      await asking.close();

      const remembering = startCore(machine, { consents });
      expect((await ask(remembering)).check.verdict).toBe('verified');
      expect(remembering.runEvents().filter(({ type }) => type === 'question')).toEqual([]);
      await remembering.close();
    } finally {
      registryServer.close();
      elsewhere.close();
    }
  });
});
