import { existsSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { CheckReason, Verdict } from '../../shared/credential.ts';
import { type OtherHost, startOtherHost } from '../support/app-other-host.ts';
import { makeCanary } from '../support/canary.ts';
import { trustRegistry } from '../support/docker-registry.ts';
import {
  type Faults,
  type FaultyRegistry,
  startFaultyRegistry,
} from '../support/docker-registry-faults.ts';
import { createAuthority } from '../support/tls.ts';
import { TOKEN_ADDRESS } from '../support/token-server.ts';
import { keychainAccounts } from '../support/tools-secret-service.ts';
import { test as base } from './fixtures.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');
const username = '1234567|builder';
const password = makeCanary();

const test = base.extend<object, { faulty: FaultyRegistry; otherHost: OtherHost }>({
  faulty: [
    async ({ authority, sharedWorkstation }, use) => {
      const faulty = await startFaultyRegistry(authority);
      await trustRegistry(sharedWorkstation.home.home, { ...faulty, ca: authority.ca });
      sharedWorkstation.keepSecret(password);
      await use(faulty);
      await faulty.close();
    },
    { scope: 'worker' },
  ],
  otherHost: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
    async ({}, use) => {
      const host = await startOtherHost();
      await use(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
});

/** Checks a credential through the window and goes back; nothing may have been stored or written. */
async function expectCheck(
  workstation: Workstation,
  typed: { registry: string; username?: string; password?: string },
  verdict: Verdict,
  ...reasons: readonly CheckReason[]
): Promise<void> {
  const login = new LoginPage(workstation.app.page, say);
  await login.check({ username, password, ...typed });
  await login.expectVerdict(verdict, ...reasons);
  await workstation.readScreen(`${verdict}: ${reasons.join(', ')}`);
  await login.button('common.cancel').click();
  expect(existsSync(workstation.home.authFile)).toBe(false);
  expect(existsSync(workstation.home.dockerConfig)).toBe(false);
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toEqual([]);
}

const html = { 'content-type': 'text/html' };
const challenge = (value: string): Faults => ({
  ping: { status: 401, headers: { 'www-authenticate': value } },
});

test.describe('/v2/ answers', () => {
  const rows: readonly [string, Faults, CheckReason][] = [
    ['200', { ping: { status: 200, body: '{}' } }, 'no-login-needed'],
    ['403', { ping: { status: 403 } }, 'ping-forbidden'],
    ['404', { ping: { status: 404 } }, 'ping-not-found'],
    ['500', { ping: { status: 500 } }, 'ping-server-error'],
    ['429', { ping: { status: 429, headers: { 'retry-after': '60' } } }, 'rate-limited'],
    [
      '200 with HTML',
      {
        ping: {
          status: 200,
          headers: { ...html, 'docker-distribution-api-version': '' },
          body: '<html>Sign in to the guest network</html>',
        },
      },
      'ping-not-a-registry',
    ],
    ['401 without a challenge', { ping: { status: 401 } }, 'challenge-missing'],
    [
      'a challenge without a realm',
      challenge('Bearer service="registry"'),
      'challenge-without-realm',
    ],
    [
      'a challenge that nobody can answer',
      challenge('Negotiate, Digest realm="x"'),
      'challenge-unsupported',
    ],
  ];
  for (const [name, faults, reason] of rows) {
    test(`${name}: not checked, and no credential is sent`, async ({
      sharedWorkstation,
      faulty,
    }) => {
      faulty.behave(faults);
      await expectCheck(sharedWorkstation, { registry: faulty.registry }, 'not-checked', reason);
      expect(faulty.requests).not.toHaveLength(0);
      expect(faulty.requests.filter(({ authorized }) => authorized)).toEqual([]);
    });
  }
});

test.describe('the token endpoint answers', () => {
  const rows: readonly [string, Faults['token'], Verdict, CheckReason][] = [
    ['403', { status: 403 }, 'not-checked', 'token-forbidden'],
    ['500', { status: 500 }, 'not-checked', 'token-server-error'],
    [
      'HTML',
      { status: 200, headers: html, body: '<html></html>' },
      'not-checked',
      'token-not-json',
    ],
    ['{}', { status: 200, body: '{}' }, 'not-checked', 'token-missing'],
    [
      '401',
      {
        status: 401,
        body: '{"errors":[{"code":"UNAUTHORIZED","message":"Invalid username or password"}]}',
      },
      'rejected',
      'credential-rejected',
    ],
  ];
  for (const [name, token = { status: 404 }, verdict, reason] of rows) {
    test(`${name}: ${verdict}`, async ({ sharedWorkstation, faulty }) => {
      faulty.behave({ ping: faulty.bearer, token });
      await expectCheck(sharedWorkstation, { registry: faulty.registry }, verdict, reason);
      expect(faulty.requests.map(({ path }) => path)).toContain('GET /token');
    });
  }
});

test.describe('a wrong password', () => {
  test('is rejected by a registry with basic auth', async ({
    sharedWorkstation,
    basicRegistry,
  }) => {
    await expectCheck(
      sharedWorkstation,
      { registry: basicRegistry.registry, username: basicRegistry.account.username },
      'rejected',
      'credential-rejected',
    );
  });

  test('N8: is rejected also after the right one was taken', async ({
    sharedWorkstation,
    basicRegistry,
  }) => {
    const { registry, account } = basicRegistry;
    await expectCheck(
      sharedWorkstation,
      { registry, username: account.username, password: account.password },
      'verified',
      'basic-accepted',
    );
    await expectCheck(
      sharedWorkstation,
      { registry, username: account.username },
      'rejected',
      'credential-rejected',
    );
  });

  test('is rejected by a registry with token auth, once the token server was allowed', async ({
    sharedWorkstation,
    tokenRegistry,
  }) => {
    const login = new LoginPage(sharedWorkstation.app.page, say);
    const { registry, account, tokenServer } = tokenRegistry;
    await login.check({ registry, username: account.username, password });
    await login.answerRealm(tokenServer?.host ?? '', true);
    await login.expectVerdict('rejected', 'credential-rejected');
    await login.button('common.cancel').click();
  });
});

test('N2: a token server that the user declines gets nothing', async ({
  sharedWorkstation,
  faulty,
  authority,
}) => {
  const elsewhere = await startFaultyRegistry(authority, { names: [TOKEN_ADDRESS] }, TOKEN_ADDRESS);
  faulty.behave(challenge(`Bearer realm="https://${elsewhere.registry}/token",service="x"`));
  const login = new LoginPage(sharedWorkstation.app.page, say);
  await login.check({ registry: faulty.registry, username, password });
  await login.answerRealm(elsewhere.registry, false);
  await login.expectVerdict('not-checked', 'realm-declined');
  expect(elsewhere.requests).toEqual([]);
  await login.button('common.cancel').click();
  await elsewhere.close();
});

test('N2: a realm in clear text is refused without a question', async ({
  sharedWorkstation,
  faulty,
  otherHost,
}) => {
  faulty.behave(challenge(`Bearer realm="${otherHost.origin}/token",service="x"`));
  await expectCheck(
    sharedWorkstation,
    { registry: faulty.registry },
    'not-checked',
    'realm-not-https',
  );
  expect(otherHost.seen).toEqual([]);
});

test('N1: no credential follows a redirect to another host', async ({
  sharedWorkstation,
  faulty,
  otherHost,
}) => {
  faulty.behave({
    ping: { status: 307, headers: { location: `${otherHost.origin}/v2/` } },
  });
  await expectCheck(
    sharedWorkstation,
    { registry: faulty.registry },
    'not-checked',
    'redirect-refused',
  );
  expect(otherHost.seen).toEqual([]);
});

test.describe('the registry cannot be reached', () => {
  test('unknown host', async ({ sharedWorkstation }) => {
    await expectCheck(
      sharedWorkstation,
      { registry: 'registry.invalid' },
      'unreachable',
      // A machine without any name server cannot know that there is no such host.
      'dns-not-found',
      'dns-failed',
    );
  });

  test('refused', async ({ sharedWorkstation, authority }) => {
    const gone = await startFaultyRegistry(authority);
    await gone.close();
    await expectCheck(
      sharedWorkstation,
      { registry: gone.registry },
      'unreachable',
      'connection-refused',
    );
  });

  test('N3: plain HTTP where TLS is expected gets no second try without TLS', async ({
    sharedWorkstation,
    otherHost,
  }) => {
    await expectCheck(
      sharedWorkstation,
      { registry: otherHost.origin.replace('http://', '') },
      'unreachable',
      'http-on-tls-port',
    );
    expect(otherHost.seen.filter((seen) => seen !== 'CONNECTION')).toEqual([]);
  });

  test('a certificate from an authority that is not trusted', async ({ sharedWorkstation }) => {
    const stranger = await createAuthority('Nobody knows this CA');
    const registry = await startFaultyRegistry(stranger);
    await expectCheck(
      sharedWorkstation,
      { registry: registry.registry },
      'unreachable',
      'tls-untrusted',
      'tls-self-signed',
    );
    expect(registry.requests).toEqual([]);
    await registry.close();
    await stranger.close();
  });

  const past = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const certificates = [
    ['that has expired', { notBefore: past(48), notAfter: past(24) }, 'tls-expired'],
    ['for another host', { names: ['other.test'] }, 'tls-wrong-host'],
    ['that is not valid yet', { notBefore: past(-24), notAfter: past(-48) }, 'tls-not-yet-valid'],
  ] as const;
  for (const [name, request, reason] of certificates) {
    test(`a certificate ${name}`, async ({ sharedWorkstation, authority }) => {
      const registry = await startFaultyRegistry(authority, request);
      await trustRegistry(sharedWorkstation.home.home, { ...registry, ca: authority.ca });
      await expectCheck(sharedWorkstation, { registry: registry.registry }, 'unreachable', reason);
      expect(registry.requests).toEqual([]);
      await registry.close();
    });
  }
});

test('a registry that never answers: Cancel ends the check', async ({
  sharedWorkstation,
  faulty,
}) => {
  faulty.behave({ ping: 'never' });
  const login = new LoginPage(sharedWorkstation.app.page, say);
  await login.check({ registry: faulty.registry, username, password });
  await faulty.asked();
  await login.button('login.check.cancel').click();
  await expect(login.button('login.check.change')).toBeVisible();
  await login.button('common.cancel').click();
});

test.describe('what was typed', () => {
  const forms = (registry: string) => [
    `https://${registry}`,
    `https://${registry}/v2/`,
    `${registry}/`,
    `${registry}/private/hello:1`,
    `docker://${registry}/private/hello:1`,
    `  ${registry}  `,
  ];
  test('any form of the registry is understood', async ({ sharedWorkstation, basicRegistry }) => {
    const { page } = sharedWorkstation.app;
    const login = new LoginPage(page, say);
    for (const form of forms(basicRegistry.registry)) {
      await login.open();
      await login.chooseRegistry(form);
      await expect(login.stepTitle('login.account.title', basicRegistry.registry)).toBeVisible();
      await login.button('common.cancel').click();
    }
  });

  test('a colon in the user name is refused before anything is sent', async ({
    sharedWorkstation,
    faulty,
  }) => {
    faulty.behave({ ping: { status: 200 } });
    const login = new LoginPage(sharedWorkstation.app.page, say);
    await login.check({ registry: faulty.registry, username: 'with:colon', password });
    await expect(
      sharedWorkstation.app.page.getByText(say('shape.username-colon'), { exact: false }),
    ).toBeVisible();
    expect(faulty.requests).toEqual([]);
    await login.button('common.cancel').click();
  });

  test('S1: registry.access.redhat.com needs no login and says so', async ({
    sharedWorkstation,
  }) => {
    const { page } = sharedWorkstation.app;
    const login = new LoginPage(page, say);
    await login.open();
    await login.registry.fill('registry.access.redhat.com');
    await expect(login.button('common.next')).toBeDisabled();
    await expect(
      page.getByRole('heading', {
        name: say('login.registry.noLoginTitle', { registry: 'registry.access.redhat.com' }),
      }),
    ).toBeVisible();
    await expect(login.stepTitle('login.registry.title')).toBeVisible();
    await login.button('common.cancel').click();
  });
});
