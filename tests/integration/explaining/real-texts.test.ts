import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainText } from '../../../electron/core/explaining/explain-text.ts';
import type { Cause } from '../../../shared/diagnosis-causes.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { CANARY } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { run } from '../../support/tools-process.ts';

/** What each tool says by itself when it is asked for an image, or to log in. */
const ASK = {
  skopeo: (image: string) => ['inspect', `docker://${image}`],
  podman: (image: string) => ['search', '--list-tags', image.replace(/:[^:/]+$/, '')],
  buildah: (image: string) => ['manifest', 'inspect', image],
  docker: (image: string) => ['manifest', 'inspect', image],
} as const;
type Tool = keyof typeof ASK;
const TOOLS = Object.keys(ASK) as Tool[];

let root = '';
let authority: Authority;
let registry: DockerRegistry;
let plain: Server;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pullkeeper-texts-'));
  authority = await createAuthority();
  registry = await startDockerRegistry('token', CANARY, authority);
  plain = createServer((_request, response) => response.writeHead(503).end());
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
});
afterAll(async () => {
  plain.closeAllConnections();
  plain.close();
  await registry.close();
  await authority.close();
  await rm(root, { recursive: true });
});

/** A home for the tools, with docker's file if one is given. */
async function createEnv(config?: object, env: Record<string, string> = {}) {
  const home = await mkdtemp(join(root, 'home-'));
  const docker = join(home, '.docker');
  await mkdir(docker);
  if (config) await writeFile(join(docker, 'config.json'), JSON.stringify(config));
  return {
    home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: home,
      SSL_CERT_DIR: '/nonexistent',
      SSL_CERT_FILE: join(home, 'authorities.pem'),
      ...env,
    },
  };
}

async function textOf(tool: Tool, image: string, env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await run(tool, ASK[tool](image), { env });
  expect(code).not.toBe(0);
  return `${stdout}${stderr}`;
}

/** The causes that the tool's words lead to, the first of each line. */
function firstCauses(text: string): readonly (Cause | undefined)[] {
  return explainText(text).lines.map(({ causes }) => causes[0]);
}

describe.each(TOOLS)('the words of %s', (tool) => {
  test('an authority that is not known', async () => {
    const { env } = await createEnv();
    await writeFile(env.SSL_CERT_FILE, '');
    const text = await textOf(tool, registry.image, env);
    // docker looks at no certificate of a loopback address.
    const expected: Cause = tool === 'docker' ? 'credential-missing' : 'tls-unknown-authority';
    expect(firstCauses(text), text).toContain(expected);
    expect(explainText(text).registry, text).toBe(registry.registry);
  });

  test('nothing listens', async () => {
    const { env } = await createEnv();
    const text = await textOf(tool, '127.0.0.1:1/team/app:1', env);
    expect(firstCauses(text), text).toContain('tcp-refused');
  });

  test('a name that does not exist', async () => {
    const { env } = await createEnv();
    const text = await textOf(tool, 'registry.invalid/team/app:1', env);
    const causes = firstCauses(text);
    expect(
      causes.some((cause) => cause === 'dns-not-found' || cause === 'dns-unreachable'),
      text,
    ).toBe(true);
  });

  test('a helper that is not there', async () => {
    const { env, home } = await createEnv({ credHelpers: { [registry.registry]: 'not-there' } });
    await writeFile(env.SSL_CERT_FILE, registry.ca);
    await trustRegistry(home, registry);
    const text = await textOf(tool, registry.image, env);
    // docker's CLI keeps it to itself and goes on without a credential.
    const expected: Cause = tool === 'docker' ? 'credential-missing' : 'helper-broken';
    expect(firstCauses(text), text).toContain(expected);
  });

  test('a credential that is rejected', async () => {
    const auth = Buffer.from('somebody:wrong').toString('base64');
    const { env, home } = await createEnv({ auths: { [registry.registry]: { auth } } });
    await writeFile(env.SSL_CERT_FILE, registry.ca);
    await trustRegistry(home, registry);
    const text = await textOf(tool, registry.image, env);
    const about = explainText(text).lines.flatMap(({ causes }) => causes);
    expect(about, text).toContain('credential-rejected');
  });

  test('a proxy that is not there', async () => {
    const { env } = await createEnv(undefined, { HTTPS_PROXY: 'http://127.0.0.1:1' });
    const text = await textOf(tool, 'registry.example.com/team/app:1', env);
    expect(firstCauses(text), text).toContain('proxy-unreachable');
  });
});

test('an HTTP server where TLS is expected', async () => {
  const { env } = await createEnv();
  const image = `127.0.0.1:${(plain.address() as AddressInfo).port}/team/app:1`;
  const text = await textOf('skopeo', image, env);
  expect(firstCauses(text), text).toContain('tls-plain-http');
});
