import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import { checkPull } from '../../../electron/core/images/pull-check.ts';
import { IDENTITY_TOKEN_USER } from '../../../electron/core/registry/token.ts';
import { LIMITS, Transport } from '../../../electron/core/registry/transport.ts';
import { NO_TRUST, secureContextFor } from '../../../electron/core/registry/trust.ts';
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

const signal = new AbortController().signal;

/** A manifest asked for as a pull begins. */
function pull(
  of: string,
  repository: string,
  reference: string,
  { username = CANARY.username, secret = CANARY.password, plainHttp = false }: Asked = {},
) {
  const credential = secret === null ? null : { username, secret: new Secret(secret) };
  const image = { registry: of, repository, reference };
  return checkPull({ image, plainHttp, credential }, { host, signal, askRealm: async () => true });
}

describe('docker-registry with a token server', () => {
  test('a manifest by tag and by digest', async () => {
    for (const reference of ['1', registry.digest]) {
      expect(await pull(registry.registry, 'private/hello', reference)).toMatchObject({
        reason: 'pullable',
        digest: registry.digest,
      });
    }
  });

  test('nobody gets no token', async () => {
    expect(await pull(registry.registry, 'private/hello', '1', { secret: null })).toMatchObject({
      reason: 'login-needed',
    });
  });

  test('an identity token is posted, and shown to nobody else', async () => {
    const asked = { username: IDENTITY_TOKEN_USER, secret: IDENTITY_TOKEN };
    expect(await pull(registry.registry, 'private/hello', '1', asked)).toMatchObject({
      reason: 'pullable',
    });
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

test('an identity token is no password: a registry that wants one gets none', async () => {
  const place = await startHostileServer((_, response) =>
    send(response, challenge('Basic realm="r"')),
  );
  cleanUps.push(place.close);
  const asked = { username: IDENTITY_TOKEN_USER, secret: IDENTITY_TOKEN, plainHttp: true };
  expect(await pull(place.authority, 'a/b', '1', asked)).toMatchObject({
    reason: 'challenge-unsupported',
  });
  expect(place.received.map(({ authorization }) => authorization)).toEqual([undefined]);
});

describe('where blobs are kept', () => {
  /** A blob asked for with a login, as the diagnosis does. */
  function blob(origin: string, ca: readonly string[] = []) {
    const context = (authorities: readonly string[]) =>
      secureContextFor({ ...NO_TRUST, authorities: [...authorities] }, host);
    const transport = new Transport({
      secureContext: () => context(ca),
      proxyContext: () => context([]),
      limits: LIMITS,
      signal,
    });
    cleanUps.push(() => transport.close());
    return transport.send(new URL(`${origin}/v2/a/b/blobs/sha256:0`), {
      method: 'HEAD',
      redirects: 'anonymous',
      headers: { authorization: 'Basic dTpw' },
    });
  }

  test('N1: on another host, which gets the request without Authorization', async () => {
    const cdn = await startHostileServer((_, response) => send(response, { status: 200 }), {
      address: '127.0.0.2',
    });
    cleanUps.push(cdn.close);
    const place = await startHostileServer((_, response) =>
      send(response, { status: 307, headers: { location: `${cdn.origin}/kept?signature=1` } }),
    );
    cleanUps.push(place.close);
    const answer = await blob(place.origin);
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
    await expect(blob(place.origin, [authority.ca])).rejects.toMatchObject({
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
  const repository = 'mirror.example:5000/a/b';
  await pull(place.authority, repository, '1', { plainHttp: true });
  const asked = place.received.find(({ path }) => path.startsWith('/token'));
  expect(new URL(asked?.path ?? '', 'http://x').searchParams.get('scope')).toBe(scope);
  expect(bodies).toEqual([]);
  const identity = { plainHttp: true, username: IDENTITY_TOKEN_USER, secret: 'i d' };
  await pull(place.authority, repository, '1', identity);
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
  expect((await pull(place.authority, 'a/b', '1')).pullable).toBe(false);
  expect(place.received).toEqual([]);

  await writeFile(join(directory, 'client.cert'), client.cert);
  await writeFile(join(directory, 'client.key'), client.key);
  expect(await skopeo()).toMatchObject({ code: 0 });
  expect((await pull(place.authority, 'a/b', '1')).pullable).toBe(true);
});
