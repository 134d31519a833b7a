import { randomUUID } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { TargetId } from '../../../shared/target.ts';
import { getLogin } from '../../support/tools.ts';
import { createMachine, login, type Machine, startCore, type TestCore } from '../core/support.ts';

let registry: DemoRegistry;
let machine: Machine;
let core: TestCore;
beforeAll(async () => {
  registry = await startDemoRegistry({ accounts: [DEMO_ACCOUNT] });
});
afterAll(() => registry.close());
afterEach(async () => {
  await core.close();
  await machine.remove();
});

/** A login of ours in these targets, and what podman, our list and our lookup say of it. */
async function logIn(...targetIds: TargetId[]) {
  await login(core, registry.registry, {}, targetIds);
  const [credential] = await core.calls['credentials.list'](undefined);
  const explanation = await core.calls['lookup.explain']({
    runId: randomUUID(),
    reference: registry.registry,
  });
  const lookup = explanation.resolutions.find(({ consumer }) => consumer === 'podman');
  return {
    podman: await getLogin('podman', registry.registry, machine.env),
    lookup: lookup?.winner?.username ?? null,
    list: Object.fromEntries(
      credential?.states.map(({ targetId, state }) => [targetId, state]) ?? [],
    ),
  };
}

const helper = `#!/bin/sh
read server; echo '{"ServerURL":"x","Username":"helped","Secret":"s"}'
`;

describe('the list agrees with podman and the lookup', () => {
  it('where nothing moves the files', async () => {
    machine = await createMachine();
    core = startCore(machine);
    const { username } = DEMO_ACCOUNT;
    expect(await logIn('runtime')).toEqual({
      podman: username,
      lookup: username,
      list: { runtime: 'in-sync' },
    });
  });

  it('that DOCKER_CONFIG leaves the runtime file unread; a login goes to its file alone', async () => {
    machine = await createMachine();
    const directory = join(machine.home, 'moved');
    Object.assign(machine.env, { DOCKER_CONFIG: directory });
    core = startCore(machine);
    const places = await core.calls['targets.list'](undefined);
    expect(places.filter(({ preferred }) => preferred).map(({ id }) => id)).toEqual(['docker']);
    expect(places.find(({ id }) => id === 'runtime')?.readBy).toEqual([]);
    expect(await logIn('runtime')).toEqual({
      podman: null,
      lookup: null,
      list: { runtime: 'shadowed' },
    });
    expect(await logIn('docker')).toMatchObject({
      podman: DEMO_ACCOUNT.username,
      lookup: DEMO_ACCOUNT.username,
      list: { runtime: 'shadowed', docker: 'in-sync' },
    });
  });

  it('that REGISTRY_AUTH_FILE leaves the runtime file unread', async () => {
    machine = await createMachine();
    Object.assign(machine.env, { REGISTRY_AUTH_FILE: join(machine.home, 'named.json') });
    core = startCore(machine);
    expect(await logIn('runtime')).toEqual({
      podman: null,
      lookup: null,
      list: { runtime: 'shadowed' },
    });
    expect(await logIn('registry-auth-file')).toMatchObject({
      podman: DEMO_ACCOUNT.username,
      lookup: DEMO_ACCOUNT.username,
      list: { runtime: 'shadowed', 'registry-auth-file': 'in-sync' },
    });
  });

  it('that credential-helpers of registries.conf take the place of the files', async () => {
    machine = await createMachine();
    const bin = join(machine.home, 'bin');
    Object.assign(machine.env, { PATH: `${bin}:${machine.env.PATH}` });
    await machine.put(join(bin, 'docker-credential-fake'), helper);
    await chmod(join(bin, 'docker-credential-fake'), 0o700);
    const conf = join(machine.home, '.config/containers/registries.conf');
    await machine.put(conf, 'credential-helpers = ["fake"]\n');
    core = startCore(machine);
    expect(await logIn('runtime', 'docker')).toEqual({
      podman: 'helped',
      lookup: 'helped',
      // docker reads its own file all the same.
      list: { runtime: 'shadowed', docker: 'in-sync' },
    });
    await machine.put(conf, 'credential-helpers = ["containers-auth.json", "fake"]\n');
    expect(await logIn('runtime')).toMatchObject({
      podman: DEMO_ACCOUNT.username,
      lookup: DEMO_ACCOUNT.username,
      list: { runtime: 'in-sync' },
    });
  });
});
