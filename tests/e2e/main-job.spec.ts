import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, type TestInfo } from '@playwright/test';
import { makeCanary, scan } from '../support/canary.ts';
import type { DockerRegistry } from '../support/docker-registry.ts';
import {
  dockerConfigUser,
  dockerManifest,
  getLogins,
  skopeoPull,
  toolLogin,
  toolLogout,
} from '../support/tools.ts';
import { keychainAccounts } from '../support/tools-secret-service.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');

/** The whole main job at one registry, with the tools as witnesses. */
async function mainJob(
  workstation: Workstation,
  registry: DockerRegistry,
  testInfo: TestInfo,
): Promise<void> {
  const { username, password } = registry.account;
  const { toolEnv: env, home } = workstation;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const everyone = { podman: username, skopeo: username, buildah: username };
  const nobody = { podman: null, skopeo: null, buildah: null };

  await test.step('before, nobody is logged in', async () => {
    await expect(credentials.emptyTitle).toBeVisible();
    expect(await getLogins(registry.registry, env)).toEqual(nobody);
    expect((await skopeoPull(registry, env)).code).not.toBe(0);
  });

  await test.step('log in through the window', async () => {
    await login.logIn(
      { registry: registry.registry, username, password },
      registry.tokenServer?.host ?? null,
    );
    await workstation.look('logged in', testInfo);
    await login.finish();
    const row = credentials.row(registry.registry, username);
    await expect(row).toBeVisible();
    await credentials.expectState(row, 'auth.json', 'in-sync');
    await credentials.expectState(row, 'config.json', 'in-sync');
    await credentials.expectVerdict(row, 'verified');
    await workstation.look('list', testInfo);
  });

  await test.step('S11, S12, S13: podman, skopeo and buildah name the user', async () => {
    expect(await getLogins(registry.registry, env)).toEqual(everyone);
  });

  await test.step('S14: docker reads the user from its file, and the registry hears it', async () => {
    expect(await dockerConfigUser(home.dockerConfig, registry.registry)).toBe(username);
    const manifest = await dockerManifest(registry, env);
    expect(manifest.stderr).toBe('');
    expect(JSON.parse(manifest.stdout)).toMatchObject({ schemaVersion: 2 });
  });

  await test.step('S16: skopeo pulls the private image with no flag', async () => {
    const pull = await skopeoPull(registry, env);
    expect(pull).toMatchObject({ code: 0, stderr: '' });
  });

  await test.step("S17, F7: the files are the user's alone", async () => {
    for (const file of [home.authFile, home.dockerConfig]) {
      expect((await stat(file)).mode & 0o777, file).toBe(0o600);
      expect((await stat(dirname(file))).mode & 0o777, dirname(file)).toBe(0o700);
    }
  });

  await test.step('S1, S4: the secret is in the keychain', async () => {
    expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
  });

  await test.step('check again', async () => {
    await credentials.checkAgain(registry.registry, username, 'verified');
    await workstation.look('checked again', testInfo);
  });

  await test.step('the state follows podman when it logs out', async () => {
    expect((await toolLogout('podman', registry.registry, env)).code).toBe(0);
    const row = credentials.row(registry.registry, username);
    await credentials.expectState(row, 'auth.json', 'missing');
    await credentials.expectState(row, 'config.json', 'in-sync');
  });

  await test.step('put it back', async () => {
    await credentials.writeAgain(registry.registry, username);
    await credentials.expectState(
      credentials.row(registry.registry, username),
      'auth.json',
      'in-sync',
    );
    expect(await getLogins(registry.registry, env)).toEqual(everyone);
  });

  await test.step('log out of every place', async () => {
    await credentials.logOut(registry.registry, username);
    await workstation.look('logged out', testInfo);
    expect(await getLogins(registry.registry, env)).toEqual(nobody);
    expect(await dockerConfigUser(home.dockerConfig, registry.registry)).toBeNull();
    expect((await dockerManifest(registry, env)).code).not.toBe(0);
    expect((await skopeoPull(registry, env)).code).not.toBe(0);
    expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
  });

  await test.step('forget', async () => {
    await credentials.forget(registry.registry, username);
    await expect(credentials.emptyTitle).toBeVisible();
    expect(await keychainAccounts(workstation.keyring?.env ?? {})).toEqual([]);
    await workstation.look('forgotten', testInfo);
  });
}

test('S11-S14, S16, S17: the main job at a registry with basic auth', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  await mainJob(workstation, basicRegistry, testInfo);
});

test('S11-S14, S16, S17: the main job at a registry with token auth', async ({
  workstation,
  tokenRegistry,
}, testInfo) => {
  await mainJob(workstation, tokenRegistry, testInfo);
});

test("two registries; a start later everything is there, and other tools' entries are untouched", async ({
  workstation,
  basicRegistry,
  tokenRegistry,
}, testInfo) => {
  const { toolEnv: env, home } = workstation;
  const theirs = {
    username: tokenRegistry.account.username,
    password: tokenRegistry.account.password,
  };
  expect((await toolLogin('podman', tokenRegistry.registry, theirs, env)).code).toBe(0);
  const before = JSON.parse(await readFile(home.authFile, 'utf8'));

  const { username, password } = basicRegistry.account;
  const first = await workstation.start();
  const login = new LoginPage(first.page, say);
  await login.logIn({ registry: basicRegistry.registry, username, password });
  await login.finish();
  await workstation.stop(testInfo);

  const after = JSON.parse(await readFile(home.authFile, 'utf8'));
  expect(Object.keys(after.auths).sort()).toEqual(
    [basicRegistry.registry, tokenRegistry.registry].sort(),
  );
  expect(after.auths[tokenRegistry.registry]).toEqual(before.auths[tokenRegistry.registry]);

  const second = await workstation.start();
  const credentials = new CredentialsPage(second.page, say);
  const row = credentials.row(basicRegistry.registry, username);
  await credentials.expectState(row, 'auth.json', 'in-sync');
  await credentials.expectState(row, 'config.json', 'in-sync');
  await workstation.look('after a restart', testInfo);
  expect(existsSync(home.authFile)).toBe(true);
});

test('log out removes the URL-form twin too', async ({ workstation, basicRegistry }) => {
  const { home, toolEnv: env } = workstation;
  const { username, password } = basicRegistry.account;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  await login.logIn({ registry: basicRegistry.registry, username, password });
  await login.finish();
  await expect(credentials.row(basicRegistry.registry, username)).toBeVisible();

  const file = JSON.parse(await readFile(home.authFile, 'utf8'));
  file.auths[`https://${basicRegistry.registry}/v2/`] = file.auths[basicRegistry.registry];
  await workstation.replaceFile(home.authFile, JSON.stringify(file));

  await credentials.logOut(basicRegistry.registry, username);
  expect(JSON.parse(await readFile(home.authFile, 'utf8')).auths ?? {}).toEqual({});
  expect(await getLogins(basicRegistry.registry, env)).toEqual({
    podman: null,
    skopeo: null,
    buildah: null,
  });

  // What is in no file any more can be written again from where that is said.
  const { registry } = basicRegistry;
  await page
    .getByRole('button', { name: say('credentials.details', { registry, user: username }) })
    .click();
  await page.getByRole('button', { name: say('credentials.writeAgain'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: say('writeDialog.title') });
  await expect(dialog.getByText(home.authFile)).toBeVisible();
});

test('U1: the page keeps nothing of the secret once it was handed over', async ({
  workstation,
  basicRegistry,
}) => {
  const { page, context } = await workstation.start();
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  const session = await context.newCDPSession(page);
  const heap = async () => {
    const chunks: string[] = [];
    const collect = ({ chunk }: { chunk: string }) => chunks.push(chunk);
    session.on('HeapProfiler.addHeapSnapshotChunk', collect);
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    session.off('HeapProfiler.addHeapSnapshotChunk', collect);
    return { place: 'heap of the page', content: chunks.join('') };
  };
  // What the page does keep is found.
  const kept = makeCanary();
  await page.evaluate((text) => Object.assign(globalThis, { kept: text }), kept);
  expect(scan(kept, [await heap()])).toHaveLength(1);

  await login.open();
  await login.chooseRegistry(registry);
  await login.fillAccount({ registry, username: account.username, password: account.password });
  await login.button('login.account.check').click();
  await login.expectVerdict('verified', 'basic-accepted');
  workstation.expectNoSecretIn([await heap()]);

  await login.button('common.next').click();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await login.finish();
  await expect(new CredentialsPage(page, say).row(registry, account.username)).toBeVisible();
  workstation.expectNoSecretIn([await heap()]);
});
