import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import {
  challenge,
  type HostileServer,
  scripted,
  startHostileServer,
} from '../../support/hostile-server.ts';
import { BARE_HOST, check } from '../../support/registry-check.ts';
import { type Authority, type Certificate, createAuthority } from '../../support/tls.ts';

const NAMES = ['127.0.0.1', '127.0.0.2', '127.0.0.3', 'localhost'];
let authority: Authority;
let certificate: Certificate;
let home: string;
let host: Host;
const open: HostileServer[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  certificate = await authority.issue({ names: NAMES });
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-realm-'));
  await writeFile(join(home, 'ca.crt'), authority.ca);
  // Everything that speaks TLS here is trusted: what is refused is refused by the realm policy.
  host = { ...BARE_HOST, home, env: { SSL_CERT_FILE: join(home, 'ca.crt') } };
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
afterAll(async () => {
  await authority.close();
  await rm(home, { recursive: true });
});

async function start(...args: Parameters<typeof startHostileServer>): Promise<HostileServer> {
  const server = await startHostileServer(...args);
  open.push(server);
  return server;
}

/** A registry whose challenge names this realm. `{}` stands for its own port. */
async function registryWithRealm(realm: string, secure: boolean): Promise<HostileServer> {
  return start(
    (request, response) => {
      const port = request.headers.host?.split(':').at(-1) ?? '';
      const script = scripted({ ping: challenge(`Bearer realm="${realm.replace('{}', port)}"`) });
      script(request, response);
    },
    secure ? { certificate } : {},
  );
}

function credentialsSent(...servers: HostileServer[]): number {
  return servers.flatMap(({ received }) => received).filter(({ authorization }) => authorization)
    .length;
}

describe('N2: a realm that the credential does not go to', () => {
  test.each([
    ['http on a registry of https', 'http://127.0.0.1:{}/token', 'realm-not-https'],
    ['link-local', 'https://169.254.169.254/latest', 'realm-private-address'],
    ['link-local, IPv6', 'https://[fe80::1]/', 'realm-private-address'],
    ['private', 'https://10.0.0.1/', 'realm-private-address'],
    ['private', 'https://172.16.0.1/', 'realm-private-address'],
    ['private', 'https://192.168.1.1/', 'realm-private-address'],
    ['private, IPv6', 'https://[fd00::1]/', 'realm-private-address'],
    ['shared by carriers', 'https://100.64.0.1/', 'realm-private-address'],
    ['unspecified', 'https://0.0.0.0:{}/token', 'realm-private-address'],
    ['IPv4-mapped', 'https://[::ffff:127.0.0.1]:{}/token', 'realm-private-address'],
    ['IPv4-mapped', 'https://[::ffff:7f00:1]:{}/token', 'realm-private-address'],
    ['NAT64', 'https://[64:ff9b::7f00:1]:{}/token', 'realm-private-address'],
    ['decimal', 'https://2130706433:{}/token', 'realm-refused'],
    ['octal', 'https://0177.0.0.1:{}/token', 'realm-refused'],
    ['hexadecimal', 'https://0x7f000001:{}/token', 'realm-refused'],
    ['short', 'https://127.1:{}/token', 'realm-refused'],
    ['percent-encoded', 'https://%31%32%37.0.0.1:{}/token', 'realm-refused'],
    ['full-width digits', 'https://\u00b9\u00b2\u2077.0.0.1:{}/token', 'realm-refused'],
    ['with user and password', 'https://user:pw@127.0.0.1:{}/token', 'realm-refused'],
    ['with an empty user', 'https://@127.0.0.1:{}/token', 'realm-refused'],
    ['with a backslash', 'https://127.0.0.1:{}\\\\\\\\@evil.example/', 'realm-refused'],
    ['with a tab', 'https://127.0.0.1:{}/\ttoken', 'realm-refused'],
    ['with a space', 'https://127.0.0.1:{}/ token', 'realm-refused'],
    ['with one slash', 'https:/127.0.0.1:{}/token', 'realm-refused'],
    ['without a host', 'https:///token', 'realm-refused'],
    ['without a scheme', '//127.0.0.1:{}/token', 'realm-refused'],
    ['a path', '/token', 'realm-refused'],
    ['of another scheme', 'ftp://127.0.0.1:{}/token', 'realm-refused'],
    ['no URL', 'Registry', 'realm-refused'],
    ['a port that is none', 'https://127.0.0.1:99999/token', 'realm-refused'],
  ])('%s: %s', async (_, realm, reason) => {
    const encoded = Buffer.from(realm).toString('latin1');
    const registry = await registryWithRealm(encoded, true);
    const { result, steps } = await check(registry.authority, {
      host,
      plainHttp: false,
      askRealm: async () => true,
    });
    expect(result).toMatchObject({ verdict: 'not-checked', reason });
    expect(credentialsSent(registry)).toBe(0);
    expect(steps.slice(-3)).toEqual(['challenge failed', 'token skipped', 'verdict skipped']);
  });

  test('http is taken from a registry that the user said speaks plain HTTP', async () => {
    const registry = await registryWithRealm('http://127.0.0.1:{}/token', false);
    const { result } = await check(registry.authority, { host });
    expect(result.reason).toBe('token-issued');
  });
});

describe('N2: a realm on another host', () => {
  async function servers() {
    const foreign = await start(scripted({}), { certificate, address: '127.0.0.2' });
    const registry = await registryWithRealm(`${foreign.origin}/token`, true);
    return { foreign, registry };
  }

  test('is asked about once, naming both, and gets the credential after a yes', async () => {
    const { foreign, registry } = await servers();
    const asked: string[][] = [];
    const { result } = await check(registry.authority, {
      host,
      plainHttp: false,
      askRealm: async (...names) => {
        asked.push(names);
        return true;
      },
    });
    expect(result).toMatchObject({ verdict: 'verified', reason: 'token-issued' });
    expect(asked).toEqual([[registry.authority, foreign.authority]]);
    expect(credentialsSent(foreign)).toBe(1);
    // The registry sees the token, never the password.
    expect(registry.received.at(-1)?.authorization).toBe('Bearer opaque');
  });

  test('gets nothing after a no, and nothing when nobody can be asked', async () => {
    for (const askRealm of [{ askRealm: async () => false }, {}]) {
      const { foreign, registry } = await servers();
      const { result } = await check(registry.authority, { host, plainHttp: false, ...askRealm });
      expect(result).toMatchObject({
        verdict: 'not-checked',
        reason: 'realm-declined',
        host: foreign.authority,
      });
      expect(foreign.received).toEqual([]);
      expect(credentialsSent(registry)).toBe(0);
    }
  });

  test('is not asked about again when the answer is remembered', async () => {
    const { foreign, registry } = await servers();
    const { result } = await check(registry.authority, {
      host,
      plainHttp: false,
      realmAllowed: (name, realmHost) =>
        name === registry.authority && realmHost === foreign.authority,
      askRealm: () => Promise.reject(new Error('asked again')),
    });
    expect(result.reason).toBe('token-issued');
  });

  test('a check that is cancelled while the question is open ends at once, with nothing sent', async () => {
    const { foreign, registry } = await servers();
    const controller = new AbortController();
    const { result } = await check(registry.authority, {
      host,
      plainHttp: false,
      signal: controller.signal,
      askRealm: () => {
        controller.abort();
        return new Promise(() => {});
      },
    });
    expect(result).toMatchObject({ verdict: 'not-checked', reason: 'cancelled' });
    expect(foreign.received).toEqual([]);
  });
});

describe('N2: a name is judged by the address that it leads to', () => {
  /** Answers each name with its addresses in turn. */
  function resolver(addresses: Record<string, string[]>): LookupFunction {
    return (hostname, _, callback) => {
      const address = addresses[hostname]?.shift();
      if (address === undefined) throw new Error(`not expected: ${hostname}`);
      callback(null, [{ address, family: 4 }]);
    };
  }

  test.each(['169.254.169.254', '10.0.0.1', '0.0.0.0'])(
    'a foreign realm that resolves to %s gets nothing, even after a yes',
    async (address) => {
      const registry = await registryWithRealm('http://auth.example:{}/token', false);
      const port = registry.authority.split(':').at(-1);
      const { result } = await check(`registry.example:${port}`, {
        askRealm: async () => true,
        lookup: resolver({ 'registry.example': ['127.0.0.1'], 'auth.example': [address] }),
      });
      expect(result).toMatchObject({ verdict: 'not-checked', reason: 'realm-private-address' });
      expect(credentialsSent(registry)).toBe(0);
    },
  );

  test('the registry itself, when its name moves to another network between two requests (DNS rebinding)', async () => {
    const registry = await start((request, response) => {
      response.setHeader('connection', 'close');
      scripted({ ping: challenge('Basic realm="r"') })(request, response);
    });
    const port = registry.authority.split(':').at(-1);
    const { result } = await check(`registry.example:${port}`, {
      lookup: resolver({ 'registry.example': ['127.0.0.1', '192.168.1.1'] }),
    });
    expect(result).toMatchObject({ verdict: 'not-checked', reason: 'realm-private-address' });
    expect(credentialsSent(registry)).toBe(0);
  });

  test('a realm beside the registry on loopback is where it may be', async () => {
    const registry = await registryWithRealm('http://auth.example:{}/token', false);
    const port = registry.authority.split(':').at(-1);
    const { result } = await check(`registry.example:${port}`, {
      askRealm: async () => true,
      lookup: resolver({ 'registry.example': ['127.0.0.1'], 'auth.example': ['127.0.0.1'] }),
    });
    expect(result.reason).toBe('token-issued');
  });
});
