import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { checkPull } from '../../../electron/core/images/pull-check.ts';
import { Secret } from '../../../electron/core/secret.ts';
import {
  type DockerRegistry,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { BARE_HOST, CANARY } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

const CREDENTIAL = { username: CANARY.username, secret: new Secret(CANARY.password) };
const signal = new AbortController().signal;

describe.each(['basic', 'token'] as const)("S16: Debian's docker-registry, %s auth", (auth) => {
  let authority: Authority;
  let registry: DockerRegistry;
  let home: string;
  beforeAll(async () => {
    authority = await createAuthority();
    registry = await startDockerRegistry(auth, CANARY, authority);
    home = await mkdtemp(join(tmpdir(), 'pullkeeper-home-'));
    await trustRegistry(home, registry);
  });
  afterAll(async () => {
    await registry.close();
    await authority.close();
    await rm(home, { recursive: true });
  });

  const ask = (
    change: { repository?: string; reference?: string | null } = {},
    credential: { username: string; secret: Secret } | null = CREDENTIAL,
  ) => {
    const path = registry.image.slice(registry.registry.length + 1);
    const [repository = '', reference = ''] = path.split(':');
    const image = { registry: registry.registry, repository, reference, ...change };
    const host = { ...BARE_HOST, home };
    return checkPull(
      { image, plainHttp: false, credential },
      { host, signal, askRealm: async () => true },
    );
  };

  test('the manifest of a private image, by tag and by digest', async () => {
    for (const reference of [{}, { reference: registry.digest }]) {
      expect(await ask(reference)).toMatchObject({
        reason: 'pullable',
        pullable: true,
        username: CANARY.username,
        digest: registry.digest,
        httpStatus: 200,
      });
    }
  });

  test('an unknown tag', async () => {
    expect(await ask({ reference: 'no-such-tag' })).toMatchObject({
      reason: 'reference-unknown',
      pullable: false,
      digest: null,
    });
  });

  test('nobody, and somebody else', async () => {
    expect(await ask({}, null)).toMatchObject({ reason: 'login-needed', username: null });
    const wrong = await ask({}, { ...CREDENTIAL, secret: new Secret('wrong-password') });
    expect(wrong.pullable).toBe(false);
    expect(wrong.reason).toBe('credential-rejected');
  });
});

describe('a registry that answers like one of Red Hat’s', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function answering(status: number, body: string, type = 'application/json') {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const image = { registry, repository: 'rhel8/pcp', reference: null };
    const result = await checkPull(
      { image, plainHttp: true, credential: CREDENTIAL },
      { host: BARE_HOST, signal },
    );
    return { result, seen };
  }
  const error = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });

  test.each([
    [
      403,
      error(
        'UNSUPPORTED',
        'This repo requires terms acceptance and is only available on registry.redhat.io',
      ),
      'terms-needed',
    ],
    [404, error('NAME_UNKNOWN', 'repository name not known to registry'), 'repository-unknown'],
    [404, error('MANIFEST_UNKNOWN', 'manifest unknown'), 'reference-unknown'],
    [403, error('DENIED', 'requested access to the resource is denied'), 'login-needed'],
    [429, error('TOOMANYREQUESTS', 'slow down'), 'rate-limited'],
    [503, '', 'ping-server-error'],
    [200, '{}', 'pullable-anonymously'],
  ])('%i %s', async (status, body, reason) => {
    const { result, seen } = await answering(status, body);
    expect(result.reason).toBe(reason);
    // No challenge came: the credential stayed here.
    expect(seen).toEqual([undefined]);
  });

  test('a captive portal is no manifest', async () => {
    const { result } = await answering(200, '<html>Welcome</html>', 'text/html');
    expect(result).toMatchObject({ reason: 'ping-not-a-registry', pullable: false });
  });

  test('what it says comes back without the credential', async () => {
    const { result } = await answering(403, error('DENIED', `no: ${CANARY.password}`));
    expect(result.message).toBe('no: [secret]');
  });
});
