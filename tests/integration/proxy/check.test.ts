import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import { environmentRoute } from '../../../electron/core/proxy/environment.ts';
import type { RouteFor } from '../../../electron/core/proxy/route.ts';
import { type DockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import {
  challenge,
  type HostileServer,
  scripted,
  startHostileServer,
  unusedAuthority,
} from '../../support/hostile-server.ts';
import { type ProxyOptions, type ProxyServer, startProxy } from '../../support/proxy.ts';
import { BARE_HOST, CANARY, check } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

const ACCOUNT = { username: 'proxy user', password: 'proxy:päss' };
/** A name that the proxy alone can resolve. */
const NAME = 'registry.inside.invalid';
let authority: Authority;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  authority = await createAuthority();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => authority.close());

async function proxyWith(options: ProxyOptions = {}): Promise<ProxyServer> {
  const proxy = await startProxy({ hosts: { [NAME]: '127.0.0.1' }, ...options });
  cleanUps.push(proxy.close);
  return proxy;
}

async function server(...args: Parameters<typeof startHostileServer>): Promise<HostileServer> {
  const started = await startHostileServer(...args);
  cleanUps.push(started.close);
  return started;
}

/** The registry under the name that the proxy alone knows. */
function named({ authority: place }: Pick<HostileServer, 'authority'>): string {
  return `${NAME}:${place.split(':').at(-1)}`;
}

/** Everything but what is exempt goes through it. */
function through(url: string, noProxy = ''): RouteFor {
  const env = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: noProxy };
  return async (to) => environmentRoute(to, env);
}

function withLogin({ url }: ProxyServer, { username, password } = ACCOUNT): string {
  return url.replace('://', `://${encodeURIComponent(username)}:${encodeURIComponent(password)}@`);
}

/** A machine that trusts the authority for these registries alone. */
async function trusting(...registries: readonly string[]): Promise<Host> {
  const home = await mkdtemp(join(tmpdir(), 'pullkeeper-proxy-home-'));
  cleanUps.push(() => rm(home, { recursive: true }));
  for (const registry of registries) {
    const directory = join(home, '.config/containers/certs.d', registry);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'ca.crt'), authority.ca);
  }
  return { ...BARE_HOST, home };
}

describe('a registry behind a proxy that resolves its name', () => {
  test('over TLS: CONNECT, and nothing but TLS in it', async () => {
    const registry = await server(scripted({}), {
      certificate: await authority.issue({ names: [NAME] }),
    });
    const proxy = await proxyWith();
    const host = await trusting(named(registry));
    const { result } = await check(named(registry), {
      plainHttp: false,
      host,
      route: through(proxy.url),
    });
    expect(result).toMatchObject({ verdict: 'verified', reason: 'token-issued' });
    expect(registry.received.map(({ path }) => path.split('?')[0])).toEqual([
      '/v2/',
      '/token',
      '/v2/',
    ]);
    const requests = await proxy.requests();
    expect(new Set(requests)).toEqual(new Set([`CONNECT ${named(registry)} 200`]));
  });

  test('over plain HTTP: the whole URL, to the proxy', async () => {
    const registry = await server(scripted({}));
    const proxy = await proxyWith();
    const { result } = await check(named(registry), { route: through(proxy.url) });
    expect(result).toMatchObject({ verdict: 'verified', reason: 'token-issued' });
    expect((await proxy.requests())[0]).toBe(`GET http://${named(registry)}/v2/ 401`);
  });

  test('through an https:// proxy, whose certificate the system has to know', async () => {
    const registry = await server(scripted({}));
    const proxy = await proxyWith({ certificate: await authority.issue() });
    const route = through(proxy.url);
    const refused = await check(named(registry), { route });
    expect(refused.result).toMatchObject({ reason: 'proxy-unreachable', host: proxy.host });
    // Trusted for the registry is not trusted as a proxy.
    const host = await trusting(named(registry), proxy.host);
    expect((await check(named(registry), { route, host })).result.reason).toBe('proxy-unreachable');
    const bundle = join(host.home, 'bundle.pem');
    await writeFile(bundle, authority.ca);
    const known = { ...host, env: { SSL_CERT_FILE: bundle } };
    expect((await check(named(registry), { route, host: known })).result.reason).toBe(
      'token-issued',
    );
  });
});

describe.each([false, true])('what a proxy refuses with, plain HTTP %s', (plainHttp) => {
  const start = async () =>
    server(scripted({}), plainHttp ? {} : { certificate: await authority.issue() });
  const options = async (registry: string, route: RouteFor) => ({
    plainHttp,
    route,
    host: await trusting(registry),
  });

  test('407 without its login, and with a wrong one; the right one is let through', async () => {
    const registry = await start();
    // Loopback is never proxied by the rules; what is tested here is the proxy.
    const proxy = await proxyWith({ account: ACCOUNT });
    const always = (url: string): RouteFor => {
      const env = { HTTP_PROXY: url, HTTPS_PROXY: url };
      const other = new URL('https://elsewhere.example');
      return async () => environmentRoute(other, env);
    };
    for (const url of [proxy.url, withLogin(proxy, { ...ACCOUNT, password: 'wrong' })]) {
      const { result } = await check(
        registry.authority,
        await options(registry.authority, always(url)),
      );
      expect(result).toMatchObject({
        verdict: 'unreachable',
        reason: 'proxy-authentication',
        host: proxy.host,
        httpStatus: 407,
      });
    }
    expect(registry.received).toEqual([]);
    const { result } = await check(
      registry.authority,
      await options(registry.authority, always(withLogin(proxy))),
    );
    expect(result.reason).toBe('token-issued');
  });

  test('nothing listens there', async () => {
    const url = `http://${await unusedAuthority()}`;
    const { result } = await check(NAME, await options(NAME, through(url)));
    expect(result).toMatchObject({
      verdict: 'unreachable',
      reason: 'proxy-unreachable',
      host: new URL(url).host,
    });
  });

  test('it is no proxy that can be used: nothing is sent', async () => {
    const registry = await start();
    const { result } = await check(
      NAME,
      await options(NAME, through(`socks5://${registry.authority}`)),
    );
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'proxy-unusable' });
    expect(registry.received).toEqual([]);
  });
});

test('a CONNECT that the proxy refuses names the proxy and its status', async () => {
  const proxy = await proxyWith({ blocked: [NAME] });
  const { result } = await check(NAME, { plainHttp: false, route: through(proxy.url) });
  expect(result).toMatchObject({ reason: 'proxy-refused', host: proxy.host, httpStatus: 403 });
});

describe('N2: behind a proxy, where no address of the registry is known', () => {
  const pointingAt = (realm: string) =>
    scripted({ ping: challenge(`Bearer realm="${realm}",service="s"`) });

  test.each(['127.0.0.1', '10.0.0.1', '[::1]', '169.254.169.254'])(
    'a token server at %s gets nothing',
    async (place) => {
      const registry = await server(pointingAt(`http://${place}/token`));
      const proxy = await proxyWith();
      const { result } = await check(named(registry), {
        route: through(proxy.url),
        askRealm: async () => true,
      });
      expect(result.reason).toBe('realm-private-address');
      expect((await proxy.requests()).filter((line) => line.includes('token'))).toEqual([]);
    },
  );

  test('nor one with a name that is reached directly and leads to this machine', async () => {
    const inside = await server(scripted({}));
    const port = inside.authority.split(':').at(-1);
    const registry = await server(pointingAt(`http://localhost:${port}/token`));
    const proxy = await proxyWith();
    const { result } = await check(named(registry), {
      route: through(proxy.url),
      askRealm: async () => true,
    });
    expect(result.reason).toBe('realm-private-address');
    expect(inside.received).toEqual([]);
  });

  test('a registry that is itself written as an address keeps what goes for addresses', async () => {
    const registry = await server(scripted({}));
    const proxy = await proxyWith();
    const all: RouteFor = async () =>
      environmentRoute(new URL('http://elsewhere.example'), { HTTP_PROXY: proxy.url });
    const { result } = await check(registry.authority, { route: all });
    expect(result.reason).toBe('token-issued');
  });

  test('a token server with another name is asked about as ever', async () => {
    const registry = await server(pointingAt('http://token.invalid/token'));
    const proxy = await proxyWith();
    const asked: string[] = [];
    const { result } = await check(named(registry), {
      route: through(proxy.url),
      askRealm: async (_, realmHost) => asked.push(realmHost) < 0,
    });
    expect(result.reason).toBe('realm-declined');
    expect(asked).toEqual(['token.invalid']);
  });
});

describe('with real registries', () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await startDockerRegistry('token', CANARY, authority);
  });
  afterAll(() => registry.close());

  test("docker-registry and its token server through squid, both of the proxy's requests seen", async () => {
    const proxy = await proxyWith({ account: ACCOUNT });
    const env = { HTTPS_PROXY: withLogin(proxy) };
    const { result } = await check(registry.registry, {
      plainHttp: false,
      host: await trusting(registry.registry),
      route: async () => environmentRoute(new URL('https://elsewhere.example'), env),
      askRealm: async () => true,
    });
    expect(result).toMatchObject({ verdict: 'verified', reason: 'token-issued' });
    const hosts = [registry.registry, registry.tokenServer?.host];
    expect(new Set(await proxy.requests())).toEqual(
      new Set(hosts.map((host) => `CONNECT ${host} 200`)),
    );
  });
});
