import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import { RegistryClient } from '../../../electron/core/registry/client.ts';
import { IDENTITY_TOKEN_USER } from '../../../electron/core/registry/token.ts';
import { Secret } from '../../../electron/core/secret.ts';
import {
  type DockerRegistry,
  IDENTITY_TOKEN,
  startDockerRegistry,
  trustRegistry,
} from '../../support/docker-registry.ts';
import { challenge, json, send, startHostileServer } from '../../support/hostile-server.ts';
import { BARE_HOST, CANARY, check } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import { run } from '../../support/tools-process.ts';

let authority: Authority;
let home: string;
let registry: DockerRegistry;
let host: Host;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-client-'));
  host = { ...BARE_HOST, home };
  registry = await startDockerRegistry('token', CANARY, authority);
  await trustRegistry(home, registry);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(async () => {
  await registry.close();
  await authority.close();
  await rm(home, { recursive: true });
});

interface Asked {
  readonly username?: string;
  readonly secret?: string | null;
  readonly plainHttp?: boolean;
}

function clientOf(
  of: string,
  { username = CANARY.username, secret = CANARY.password, plainHttp = false }: Asked = {},
): RegistryClient {
  const credential = secret === null ? null : { username, secret: new Secret(secret) };
  const client = new RegistryClient(
    { registry: of, plainHttp, credential },
    { host, signal: new AbortController().signal, askRealm: async () => true },
  );
  cleanUps.push(() => client.close());
  return client;
}

describe('docker-registry with a token server', () => {
  test('a manifest by tag and by digest, one token for both', async () => {
    const client = clientOf(registry.registry);
    const before = registry.tokenServer?.requests.length ?? 0;
    for (const reference of ['1', registry.digest]) {
      const answer = await client.headManifest('private/hello', reference);
      expect(answer.status).toBe(200);
      expect(answer.header('docker-content-digest')).toEqual([registry.digest]);
      expect(answer.body).toBe('');
    }
    expect(registry.tokenServer?.requests.slice(before)).toEqual([
      { username: CANARY.username, status: 200 },
    ]);
  });

  test('a tag that is not there', async () => {
    const answer = await clientOf(registry.registry).headManifest('private/hello', 'none');
    expect(answer.status).toBe(404);
  });

  test('nobody gets no token', async () => {
    const client = clientOf(registry.registry, { secret: null });
    await expect(client.headManifest('private/hello', '1')).rejects.toMatchObject({
      reason: 'credential-not-sent',
    });
  });

  test('an identity token is posted, and shown to nobody else', async () => {
    const client = clientOf(registry.registry, {
      username: IDENTITY_TOKEN_USER,
      secret: IDENTITY_TOKEN,
    });
    expect((await client.headManifest('private/hello', '1')).status).toBe(200);
    expect(registry.log()).not.toContain(IDENTITY_TOKEN);
  });

  test.each([
    [IDENTITY_TOKEN, { verdict: 'verified', reason: 'token-issued' }],
    ['another', { verdict: 'rejected', reason: 'credential-rejected' }],
  ])('checking the identity token %s', async (password, expected) => {
    const { result } = await check(registry.registry, {
      plainHttp: false,
      username: IDENTITY_TOKEN_USER,
      password,
      host,
      askRealm: async () => true,
    });
    expect(result).toMatchObject(expected);
  });
});

describe('where blobs are kept', () => {
  test('N1: on another host, which gets the request without Authorization', async () => {
    const cdn = await startHostileServer((_, response) => send(response, { status: 200 }), {
      address: '127.0.0.2',
    });
    cleanUps.push(cdn.close);
    const place = await startHostileServer((request, response) => {
      const isKnown = request.headers.authorization !== undefined;
      const moved = { status: 307, headers: { location: `${cdn.origin}/kept?signature=1` } };
      send(response, isKnown ? moved : challenge('Basic realm="r"'));
    });
    cleanUps.push(place.close);
    const answer = await clientOf(place.authority, { plainHttp: true }).headBlob('a/b', 'sha256:0');
    expect(answer.status).toBe(200);
    expect(answer.url.href).toBe(`${cdn.origin}/kept?signature=1`);
    expect(place.received.at(-1)?.authorization).toMatch(/^Basic /);
    expect(cdn.received).toEqual([
      { path: '/kept?signature=1', host: cdn.authority, authorization: undefined },
    ]);
  });

  test('never from https to http', async () => {
    const certificate = await authority.issue();
    const cdn = await startHostileServer((_, response) => send(response, { status: 200 }));
    cleanUps.push(cdn.close);
    const place = await startHostileServer(
      (_, response) => send(response, { status: 307, headers: { location: `${cdn.origin}/` } }),
      { certificate },
    );
    cleanUps.push(place.close);
    await trustRegistry(home, { registry: place.authority, ca: authority.ca });
    const client = clientOf(place.authority);
    await expect(client.headBlob('a/b', 'sha256:0')).rejects.toMatchObject({
      reason: 'redirect-refused',
    });
    expect(cdn.received).toEqual([]);
  });
});

test('the scope of a name with a colon arrives as it is, in GET and in POST', async () => {
  const bodies: string[] = [];
  const place = await startHostileServer((request, response) => {
    if (!request.url?.startsWith('/token')) {
      const realm = `http://${request.headers.host}/token`;
      send(
        response,
        request.headers.authorization ? { status: 200 } : challenge(`Bearer realm="${realm}"`),
      );
      return;
    }
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => send(response, json(200, { access_token: 't', expires_in: 1 })));
  });
  cleanUps.push(place.close);
  const scope = 'repository:mirror.example:5000/a/b:pull';
  await clientOf(place.authority, { plainHttp: true }).headManifest('mirror.example:5000/a/b', '1');
  const asked = place.received.find(({ path }) => path.startsWith('/token'));
  expect(new URL(asked?.path ?? '', 'http://x').searchParams.get('scope')).toBe(scope);
  expect(bodies).toEqual([]);
  await clientOf(place.authority, {
    plainHttp: true,
    username: IDENTITY_TOKEN_USER,
    secret: 'i d',
  }).headManifest('mirror.example:5000/a/b', '1');
  expect(place.received.filter(({ path }) => path === '/token')).toMatchObject([
    { authorization: undefined },
  ]);
  expect(Object.fromEntries(new URLSearchParams(bodies.join('')))).toEqual({
    grant_type: 'refresh_token',
    refresh_token: 'i d',
    client_id: 'pullkeeper',
    scope,
  });
});

test('N7: a registry that wants a client certificate: shown from certs.d, as skopeo does', async () => {
  const client = await authority.issue({ names: ['client.example'], usage: 'clientAuth' });
  const place = await startHostileServer(
    (_, response) => send(response, json(200, { name: 'a/b', tags: ['1'] })),
    { certificate: await authority.issue(), clientAuthority: authority.ca },
  );
  cleanUps.push(place.close);
  const directory = join(home, '.config/containers/certs.d', place.authority);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'ca.crt'), authority.ca);
  const skopeo = () =>
    run('skopeo', ['list-tags', `docker://${place.authority}/a/b`], {
      env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home },
    });
  expect((await skopeo()).code).not.toBe(0);
  await expect(clientOf(place.authority).ping()).rejects.toThrow();
  expect(place.received).toEqual([]);

  await writeFile(join(directory, 'client.cert'), client.cert);
  await writeFile(join(directory, 'client.key'), client.key);
  expect(await skopeo()).toMatchObject({ code: 0 });
  expect((await clientOf(place.authority).ping()).status).toBe(200);
});
