import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type HostileServer,
  type RegistryScript,
  scripted,
  startHostileServer,
} from '../../support/hostile-server.ts';
import { check } from '../../support/registry-check.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';

const STATUSES = [301, 302, 303, 307, 308];
const PLACES = ['another port', 'another host', 'another name of the host', 'another scheme'];
/** Where in a check the registry or the token server answers with a redirect. */
const MOMENTS: readonly (readonly [string, (redirect: Reply) => RegistryScript])[] = [
  ['the first request', (ping) => ({ ping })],
  ['the token request', (token) => ({ token })],
  ['the request with the token', (presented) => ({ presented })],
  ['the request with Basic', (presented) => ({ ping: BASIC, presented })],
];
type Reply = NonNullable<RegistryScript['ping']>;
const BASIC: Reply = { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };

let authority: Authority;
/** Everywhere but at the registry. */
let elsewhere: Record<string, HostileServer>;

beforeAll(async () => {
  authority = await createAuthority();
  const answer = scripted({});
  elsewhere = {
    'another port': await startHostileServer(answer),
    'another host': await startHostileServer(answer, { address: '127.0.0.2' }),
    'another scheme': await startHostileServer(answer, { certificate: await authority.issue() }),
  };
});

afterAll(async () => {
  for (const server of Object.values(elsewhere)) await server.close();
  await authority.close();
});

async function registryThatRedirects(
  scriptOf: (redirect: Reply) => RegistryScript,
  status: number,
  locationOf: (registry: HostileServer) => string,
): Promise<HostileServer> {
  const registry: HostileServer = await startHostileServer((request, response) =>
    scripted(scriptOf({ status, headers: { location: locationOf(registry) } }))(request, response),
  );
  return registry;
}

describe.each(MOMENTS)('N1: a redirect of %s', (_, scriptOf) => {
  test.each(STATUSES.flatMap((status) => PLACES.map((place) => [status, place] as const)))(
    '%s to %s is not followed, and no header goes there',
    async (status, place) => {
      const registry = await registryThatRedirects(scriptOf, status, ({ origin }) =>
        place === 'another name of the host'
          ? `${origin.replace('127.0.0.1', 'localhost')}/elsewhere`
          : `${elsewhere[place]?.origin}/v2/`,
      );
      const { result } = await check(registry.authority);
      expect(result).toMatchObject({
        verdict: 'not-checked',
        reason: 'redirect-refused',
        host: registry.authority,
      });
      expect(registry.received.filter(({ host }) => host !== registry.authority)).toEqual([]);
      for (const server of Object.values(elsewhere)) expect(server.received).toEqual([]);
      await registry.close();
    },
  );

  test.each(['http://user:pw@127.0.0.1/', 'ftp://127.0.0.1/', 'http://[', 'javascript:1'])(
    'to %s is not followed',
    async (location) => {
      const registry = await registryThatRedirects(scriptOf, 302, () => location);
      expect((await check(registry.authority)).result.reason).toBe('redirect-refused');
      await registry.close();
    },
  );

  test('is followed no more than five times', async () => {
    const registry = await registryThatRedirects(scriptOf, 307, () => '?again');
    expect((await check(registry.authority)).result.reason).toBe('redirect-refused');
    const paths = registry.received.map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('again')).length).toBeLessThanOrEqual(5);
    await registry.close();
  });
});

test.each(STATUSES)(
  'N1: a redirect %s within the registry is followed, with the credential',
  async (status) => {
    const registry = await startHostileServer((request, response) => {
      const moved = request.url === '/v2/' && request.headers.authorization !== undefined;
      scripted({
        ping: BASIC,
        ...(moved ? { presented: { status, headers: { location: '/v2/moved' } } } : {}),
      })(request, response);
    });
    const { result } = await check(registry.authority);
    expect(result).toMatchObject({ verdict: 'verified', reason: 'basic-accepted' });
    expect(registry.received.at(-1)).toMatchObject({ path: '/v2/moved' });
    expect(registry.received.at(-1)?.authorization).toMatch(/^Basic /);
    await registry.close();
  },
);
