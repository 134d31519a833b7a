import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Host } from '../../../electron/core/host.ts';
import {
  type HostileServer,
  type HostileServerOptions,
  scripted,
  selfSignedCertificate,
  startHostileServer,
  startRawServer,
  unusedAuthority,
} from '../../support/hostile-server.ts';
import { BARE_HOST, check } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

const DAY_MS = 86_400_000;
let authority: Authority;
let other: Authority;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  [authority, other] = await Promise.all([createAuthority(), createAuthority('Another CA')]);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
afterAll(() => Promise.all([authority.close(), other.close()]));

async function start(options: HostileServerOptions): Promise<HostileServer> {
  const server = await startHostileServer(scripted({}), options);
  cleanUps.push(server.close);
  return server;
}

/** A machine with these files in `~/.config/containers/certs.d/<registry>`. */
async function hostWithCerts(
  registry: string,
  files: Readonly<Record<string, string>>,
): Promise<Host> {
  const home = await mkdtemp(join(tmpdir(), 'pullkeeper-certs-'));
  cleanUps.push(() => rm(home, { recursive: true }));
  const directory = join(home, '.config/containers/certs.d', registry);
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return { ...BARE_HOST, home };
}

async function checkTls(registry: string, host: Host = BARE_HOST) {
  return (await check(registry, { plainHttp: false, host })).result;
}

describe('N5: what cannot be reached is told apart', () => {
  const failing =
    (code: string): LookupFunction =>
    (_, __, callback) =>
      callback(Object.assign(new Error(code), { code }), []);

  test.each([
    ['ENOTFOUND', 'dns-not-found'],
    ['EAI_AGAIN', 'dns-failed'],
  ])('a resolver that says %s: %s', async (code, reason) => {
    const { result } = await check('registry.example', { lookup: failing(code) });
    expect(result).toMatchObject({ verdict: 'unreachable', reason, host: 'registry.example' });
  });

  test('a host that does not exist, by the resolver of this machine', async () => {
    const { result } = await check('registry.invalid', { plainHttp: false });
    expect(result.verdict).toBe('unreachable');
    expect(['dns-not-found', 'dns-failed']).toContain(result.reason);
  });

  test('a port that nothing listens on', async () => {
    const registry = await unusedAuthority();
    const { result, steps } = await check(registry);
    expect(result).toMatchObject({
      verdict: 'unreachable',
      reason: 'connection-refused',
      host: registry,
      httpStatus: null,
    });
    expect(steps.slice(0, 2)).toEqual(['ping running', 'ping failed']);
  });

  test('the same behind a name with several addresses', async () => {
    const port = (await unusedAuthority()).split(':').at(-1);
    const lookup: LookupFunction = (_, __, callback) =>
      callback(null, [
        { address: '127.0.0.2', family: 4 },
        { address: '127.0.0.3', family: 4 },
      ]);
    const { result } = await check(`registry.example:${port}`, { lookup });
    expect(result.reason).toBe('connection-refused');
  });

  test('a connection that is cut', async () => {
    const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    cleanUps.push(server.close);
    expect((await check(server.authority)).result).toMatchObject({
      verdict: 'unreachable',
      reason: 'connection-reset',
    });
  });

  test('an answer that is no HTTP', async () => {
    const server = await startRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    cleanUps.push(server.close);
    expect((await check(server.authority)).result.reason).toBe('ping-not-a-registry');
  });

  test('N3: plain HTTP where TLS was meant, which is not tried again without TLS', async () => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    cleanUps.push(server.close);
    const result = await checkTls(server.authority);
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'http-on-tls-port' });
    // One connection, and what came first was a TLS handshake.
    expect(server.firstBytes.map((bytes) => bytes[0])).toEqual([0x16]);
  });

  test('TLS where plain HTTP was meant, as a TLS library answers it', async () => {
    const alert = Buffer.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46);
    const server = await startRawServer((socket) => socket.once('data', () => socket.end(alert)));
    cleanUps.push(server.close);
    expect((await check(server.authority)).result.reason).toBe('tls-on-http-port');
  });

  test.each([
    'Client sent an HTTP request to an HTTPS server.\n',
    '<h1>400 Bad Request</h1> The plain HTTP request was sent to HTTPS port',
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
  ])('TLS where plain HTTP was meant, as a server says it: %s', async (body) => {
    const server = await startHostileServer(scripted({ ping: { status: 400, body } }));
    cleanUps.push(server.close);
    const { result } = await check(server.authority);
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'tls-on-http-port' });
  });
});

describe('N7: whom TLS trusts', () => {
  test('an authority of certs.d is trusted for its registry', async () => {
    const server = await start({ certificate: await authority.issue() });
    const host = await hostWithCerts(server.authority, { 'ca.crt': authority.ca });
    expect(await checkTls(server.authority, host)).toMatchObject({ verdict: 'verified' });
  });

  test('and for no other port of the same host', async () => {
    const server = await start({ certificate: await authority.issue() });
    const host = await hostWithCerts('127.0.0.1:1', { 'ca.crt': authority.ca });
    expect(await checkTls(server.authority, host)).toMatchObject({ reason: 'tls-untrusted' });
    expect(server.received).toEqual([]);
  });

  test('an authority of the system bundle is trusted', async () => {
    const server = await start({ certificate: await authority.issue() });
    const host = await hostWithCerts('x', { 'bundle.pem': authority.ca });
    const bundle = join(host.home, '.config/containers/certs.d/x/bundle.pem');
    expect(
      await checkTls(server.authority, { ...host, env: { SSL_CERT_FILE: bundle } }),
    ).toMatchObject({ verdict: 'verified' });
  });

  test.each<[string, string, () => Promise<Parameters<Authority['issue']>[0]>]>([
    [
      'tls-expired',
      'expired',
      async () => ({
        notAfter: new Date(Date.now() - DAY_MS),
        notBefore: new Date(Date.now() - 2 * DAY_MS),
      }),
    ],
    [
      'tls-not-yet-valid',
      'not yet valid',
      async () => ({ notBefore: new Date(Date.now() + DAY_MS / 2) }),
    ],
    ['tls-wrong-host', 'for another host', async () => ({ names: ['registry.example'] })],
    ['tls-wrong-host', 'for another address', async () => ({ names: ['127.0.0.2'] })],
  ])('%s: a certificate that is %s, of a trusted authority', async (reason, _, request) => {
    const server = await start({ certificate: await authority.issue(await request()) });
    const host = await hostWithCerts(server.authority, { 'ca.crt': authority.ca });
    expect(await checkTls(server.authority, host)).toMatchObject({
      verdict: 'unreachable',
      reason,
    });
    expect(server.received).toEqual([]);
  });

  test('an unknown authority', async () => {
    const server = await start({ certificate: await authority.issue() });
    for (const host of [BARE_HOST, await hostWithCerts(server.authority, { 'ca.crt': other.ca })]) {
      expect(await checkTls(server.authority, host)).toMatchObject({
        verdict: 'unreachable',
        reason: 'tls-untrusted',
      });
    }
    expect(server.received).toEqual([]);
  });

  test('a missing intermediate is an unknown authority too', async () => {
    const certificate = await authority.issue();
    const [leaf = ''] = certificate.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    const server = await start({ certificate: { ...certificate, cert: leaf } });
    expect(await checkTls(server.authority)).toMatchObject({ reason: 'tls-untrusted' });
  });

  test('a certificate that vouches for itself', async () => {
    const certificate = await selfSignedCertificate();
    const server = await start({ certificate });
    expect(await checkTls(server.authority)).toMatchObject({
      verdict: 'unreachable',
      reason: 'tls-self-signed',
    });
    const host = await hostWithCerts(server.authority, { 'registry.crt': certificate.cert });
    expect(await checkTls(server.authority, host)).toMatchObject({ verdict: 'verified' });
  });

  test('a client certificate of certs.d is shown to a registry that asks for one', async () => {
    const certificate = await authority.issue();
    const client = await selfSignedCertificate();
    const server = await start({ certificate, clientAuthority: client.cert });
    const files = { 'ca.crt': authority.ca, 'client.cert': client.cert, 'client.key': client.key };
    const host = await hostWithCerts(server.authority, files);
    expect(await checkTls(server.authority, host)).toMatchObject({ verdict: 'verified' });
    const without = await hostWithCerts(server.authority, { 'ca.crt': authority.ca });
    expect(await checkTls(server.authority, without)).toMatchObject({ verdict: 'unreachable' });
  });

  test.each([
    [{ 'client.cert': 'x' }, 'client.key: ENOENT'],
    [{ 'client.key': 'x' }, 'client.key: its .cert is missing'],
    [{ 'client.cert': 'x', 'client.key': 'x' }, 'ERR_OSSL_PEM_NO_START_LINE'],
  ])('a certs.d directory with %j stops the check and is named', async (files, message) => {
    const server = await start({ certificate: await authority.issue() });
    const host = await hostWithCerts(server.authority, files);
    const result = await checkTls(server.authority, host);
    expect(result).toMatchObject({ verdict: 'not-checked', reason: 'trust-unusable' });
    expect(result.message).toContain(message);
    expect(server.received).toEqual([]);
  });
});
