import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { dockerManifest, getLogins, skopeoPull } from '../../support/tools.ts';
import { run } from '../../support/tools-process.ts';
import { createMachine, type Machine } from '../core/support.ts';
import { createBench, type Login } from './support.ts';

/** What shells, JSON and base64 each have their own idea of. */
const ACCOUNT = { username: "1234567|o'brien", password: `-it's "$HOME" \`id\` \\ пароль` };

let authority: Authority;
let registry: DockerRegistry;
let machine: Machine;
let login: Login;
beforeAll(async () => {
  authority = await createAuthority();
  registry = await startDockerRegistry('basic', ACCOUNT, authority);
  login = { registry: registry.registry, username: ACCOUNT.username, secret: ACCOUNT.password };
});
afterAll(async () => {
  await registry.close();
  await authority.close();
});

async function onMachine(work: () => Promise<void>): Promise<void> {
  machine = await createMachine();
  try {
    await trustRegistry(machine.home, registry);
    await work();
  } finally {
    await machine.remove();
  }
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
}

it.each(['sh', 'bash', 'fish'])(
  'podman, skopeo and buildah log in with the commands, run by %s',
  (program) =>
    onMachine(async () => {
      const bench = await createBench([login]);
      for (const tool of ['podman', 'skopeo', 'buildah'] as const) {
        const text = await bench.make('login', { tool, shell: program === 'fish' ? 'fish' : 'sh' });
        const result = await run(program, ['-c', text], { env: machine.env });
        expect(result).toMatchObject({
          code: 0,
          stdout: expect.stringContaining('Login Succeeded'),
        });
      }
      const user = ACCOUNT.username;
      expect(await getLogins(registry.registry, machine.env)).toEqual({
        podman: user,
        skopeo: user,
        buildah: user,
      });
      expect(await skopeoPull(registry, machine.env)).toMatchObject({ code: 0 });
    }),
);

it('podman, skopeo and buildah are logged in by the exported auth.json, and skopeo pulls with it', () =>
  onMachine(async () => {
    const bench = await createBench([login]);
    await put(machine.authJson, await bench.make('auth-json'));
    const user = ACCOUNT.username;
    expect(await getLogins(registry.registry, machine.env)).toEqual({
      podman: user,
      skopeo: user,
      buildah: user,
    });
    expect(await skopeoPull(registry, machine.env)).toMatchObject({ code: 0 });
  }));

it.each(['config-json', 'auth-json', 'pull-secret', 'pull-secret-line'] as const)(
  'docker and skopeo pull with the exported %s',
  (form) =>
    onMachine(async () => {
      const bench = await createBench([login]);
      await put(machine.configJson, await bench.make(form));
      const env = { ...machine.env, SSL_CERT_FILE: join(machine.home, 'ca.pem') };
      await put(env.SSL_CERT_FILE, registry.ca);
      expect(await dockerManifest(registry, env)).toMatchObject({ code: 0 });
      expect(await skopeoPull(registry, machine.env)).toMatchObject({ code: 0 });
    }),
);

it('skopeo pulls with the exported .dockercfg', () =>
  onMachine(async () => {
    const bench = await createBench([login]);
    await put(join(machine.home, '.dockercfg'), await bench.make('dockercfg'));
    expect(await skopeoPull(registry, machine.env)).toMatchObject({ code: 0 });
  }));
