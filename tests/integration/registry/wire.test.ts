import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NO_TRUST, secureContextFor } from '../../../electron/core/registry/trust.ts';
import { connectTcp } from '../../../electron/core/registry/wire/connect.ts';
import { createHttpClient } from '../../../electron/core/registry/wire/http.ts';
import { resolveHost } from '../../../electron/core/registry/wire/resolve.ts';
import { examineTls } from '../../../electron/core/registry/wire/tls.ts';
import {
  type HostileServer,
  scripted,
  startHostileServer,
  startRawServer,
} from '../../support/hostile-server.ts';
import { BARE_HOST } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

let authority: Authority;
const cleanUps: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  authority = await createAuthority('Intercepting CA');
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
afterAll(() => authority.close());

const within = { limitMs: 60_000, signal: new AbortController().signal };

async function examine({ authority: place }: Pick<HostileServer, 'authority'>, ca: string[]) {
  const trust = { ...NO_TRUST, authorities: ca };
  const secureContext = await secureContextFor(trust, BARE_HOST);
  const plain = await connectTcp(endpoint(place), within);
  return examineTls(plain, { host: '127.0.0.1', secureContext, ...within });
}

function endpoint(place: string) {
  const { hostname: host, port } = new URL(`http://${place}`);
  return { host, port: Number(port) };
}

test('what a TLS server shows is told, and nothing is sent to one that is not trusted', async () => {
  const server = await startHostileServer(scripted({}), { certificate: await authority.issue() });
  cleanUps.push(server.close);
  const { facts, socket } = await examine(server, []);
  expect(facts.authorizationError).toBe('SELF_SIGNED_CERT_IN_CHAIN');
  expect(facts.chain.map(({ issuer }) => issuer)).toEqual([
    'CN=Intercepting CA',
    'CN=Intercepting CA',
  ]);
  expect(facts.protocol).toBe('TLSv1.3');
  expect(socket).toBeNull();
  expect(server.received).toEqual([]);
});

test('a missing intermediate shows as a chain of one', async () => {
  const certificate = await authority.issue();
  const [leaf = ''] = certificate.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
  const server = await startHostileServer(scripted({}), {
    certificate: { ...certificate, cert: leaf },
  });
  cleanUps.push(server.close);
  const { facts } = await examine(server, []);
  expect(facts.authorizationError).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  expect(facts.chain).toHaveLength(1);
});

test('a certificate for another host is said to be one', async () => {
  const certificate = await authority.issue({ names: ['other.example'] });
  const server = await startHostileServer(scripted({}), { certificate });
  cleanUps.push(server.close);
  const { facts, socket } = await examine(server, [authority.ca]);
  expect(facts.authorizationError).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(socket).toBeNull();
});

test('one exchange goes over the connection that was examined', async () => {
  const server = await startHostileServer(scripted({}), { certificate: await authority.issue() });
  cleanUps.push(server.close);
  const { facts, socket } = await examine(server, [authority.ca]);
  expect(facts.authorizationError).toBeNull();
  if (socket === null) throw new Error('not trusted');
  const client = createHttpClient(server.origin, async () => socket);
  const url = new URL(`${server.origin}/v2/`);
  const answer = await client.exchange({ method: 'GET', url }, within.signal);
  expect(answer.status).toBe(401);
  expect(answer.totalMs).toBeGreaterThanOrEqual(answer.headersMs);
  client.close();
});

test('a step ends by its own limit, or by the caller', async () => {
  const silent = await startRawServer(() => {});
  cleanUps.push(silent.close);
  const secureContext = await secureContextFor(NO_TRUST, BARE_HOST);
  const handshake = async (limits: typeof within) =>
    examineTls(await connectTcp(endpoint(silent.authority), within), {
      host: '127.0.0.1',
      secureContext,
      ...limits,
    });
  await expect(handshake({ ...within, limitMs: 30 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  const controller = new AbortController();
  const left = handshake({ ...within, signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
});

test('a name resolves by family', async () => {
  expect(await resolveHost('localhost', { family: 4, ...within })).toContain('127.0.0.1');
  expect(await resolveHost('::1', { family: 0, ...within })).toEqual(['::1']);
  await expect(resolveHost('nowhere.invalid', { family: 0, ...within })).rejects.toMatchObject({
    code: expect.stringMatching(/^E/),
  });
});
