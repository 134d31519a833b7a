import { readFile, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { Failure } from '../../../electron/core/failure.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { getLogin, toolLogin, toolLogout } from '../../support/tools.ts';
import { stage } from './stage.ts';
import {
  auth,
  createLastingVault,
  createStorage,
  login,
  type Machine,
  startCore,
  type TestCore,
} from './support.ts';

const { username } = DEMO_ACCOUNT;
let demo: DemoRegistry;
let machine: Machine;
let core: TestCore;

const on = stage();
beforeEach(() => {
  ({ demo, machine, core } = on);
});

const views = (of = core) => of.calls['credentials.list'](undefined);
async function states(of = core) {
  const [view] = await views(of);
  return Object.fromEntries(view?.states.map(({ targetId, state }) => [targetId, state]) ?? []);
}

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

  it('tells of a start once the files are watched: they may have changed since they were first read', async () => {
    const told = core.next('targets.changed');
    await core.start();
    await told;
  });

  it('is known again after locking where the secrets are in memory alone, which stays open', async () => {
    await core.start();
    await login(core, demo.registry);
    expect(await core.calls['vault.lock'](undefined)).toMatchObject({ state: 'ok' });
    expect(await states()).toEqual({ runtime: 'unknown', docker: 'unknown' });
    await core.until(async () =>
      Object.values(await states()).every((state) => state === 'in-sync') ? true : undefined,
    );
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
