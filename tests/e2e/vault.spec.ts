import { existsSync } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { KEY_FILE, SECRETS_FILE } from '../../electron/core/vault/age-file.ts';
import { KEYCHAIN_LIMITS } from '../../electron/core/vault/keychain.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { makeCanary } from '../support/canary.ts';
import type { DockerRegistry } from '../support/docker-registry.ts';
import { getLogin } from '../support/tools.ts';
import { keychainAccounts } from '../support/tools-secret-service.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { agrees } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { holdTimer } from './pages/timers.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');
const NO_KEYCHAIN = { env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } };
/** A key is derived from a passphrase in seconds; in many where the machine is busy. */
const DERIVED = { timeout: 60_000 };
const PLACES = ['overview', 'targets', 'serviceAccounts', 'diagnosis', 'activity', 'settings'];

const button = (page: Page, words: string) =>
  page.getByRole('button', { name: say(words), exact: true });
const locked = (page: Page) =>
  page.getByRole('heading', { name: `Warning alert: ${say('openVault.title')}` });
const error = (page: Page, code: ErrorCode) =>
  page.getByRole('heading', { name: `Danger alert: ${say(`errors.${code}.title`)}` });

async function open(page: Page, passphrase: string): Promise<void> {
  const field = page.getByLabel(say('openVault.passphrase'), { exact: true });
  await field.fill(passphrase);
  await field.press('Enter');
}

/** A machine without a keychain, on which a login is kept in a vault file that was made on the first screen. */
async function withVaultFile(
  workstation: Workstation,
  { registry, account }: DockerRegistry,
): Promise<{ passphrase: string; page: Page }> {
  const passphrase = makeCanary();
  for (const secret of [passphrase, account.password]) workstation.keepSecret(secret);
  const { page, electron } = await workstation.start(NO_KEYCHAIN);
  await agrees(electron);
  await button(page, 'vault.use.age-file').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('passphrase.new')).fill(passphrase);
  await dialog.getByLabel(say('passphrase.again')).fill(passphrase);
  await dialog.getByRole('button', { name: say('passphrase.setUp') }).click();
  await expect(dialog).toHaveCount(0, DERIVED);
  const login = new LoginPage(page, say);
  await login.logIn({ registry, ...account });
  await login.finish();
  await new CredentialsPage(page, say).row(registry, account.username).waitFor();
  return { passphrase, page };
}

test('S1, S5: a vault file made on the first screen keeps a login; locked, every page says so and opens it', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  // It derives a key from a passphrase several times.
  test.slow();
  const workstation = await createWorkstation({ keyring: null, trusts: [basicRegistry] });
  const { passphrase, page } = await withVaultFile(workstation, basicRegistry);
  const { registry, account } = basicRegistry;
  expect(await getLogin('podman', registry, workstation.toolEnv)).toBe(account.username);

  await page.keyboard.press('Control+l');
  await expect(locked(page)).toBeVisible();
  await expect(new CredentialsPage(page, say).row(registry, account.username)).toBeVisible();
  await workstation.look('locked', testInfo);
  for (const place of PLACES) {
    await page.getByRole('link', { name: say(`nav.${place}`), exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say(`${place}.title`));
    await expect(locked(page)).toBeVisible();
  }

  await open(page, 'not the one');
  await expect(error(page, 'STORE_PASSPHRASE_WRONG')).toBeVisible(DERIVED);
  await expect(locked(page)).toBeVisible();
  await button(page, 'vaultFile.open').click();
  await expect(page.getByLabel(say('openVault.passphrase'), { exact: true })).toBeFocused();

  await test.step('a dialog that needs a secret asks in its place, and goes on', async () => {
    await page.getByRole('link', { name: say('nav.credentials'), exact: true }).click();
    const credentials = new CredentialsPage(page, say);
    const dialog = await credentials.choose(registry, account.username, 'checkAgain');
    await expect(dialog.getByRole('heading', { name: say('openVault.title') })).toBeVisible();
    await workstation.look('locked dialog', testInfo);
    const field = dialog.getByLabel(say('openVault.passphrase'), { exact: true });
    await field.fill(passphrase);
    await field.press('Enter');
    await expect(
      dialog.getByRole('heading', { name: say('verdict.verified'), exact: false }),
    ).toBeVisible(DERIVED);
    await credentials.close(dialog);
    await expect(locked(page)).toHaveCount(0);
  });

  await test.step('a later start asks once', async () => {
    await workstation.stop(testInfo);
    const { page } = await workstation.start(NO_KEYCHAIN);
    await expect(locked(page)).toBeVisible();
    await open(page, passphrase);
    await expect(locked(page)).toHaveCount(0, DERIVED);
    const credentials = new CredentialsPage(page, say);
    await credentials.checkAgain(registry, account.username, 'verified');
  });
});

test('S2: a vault file that is damaged is opened as it was before; one of a later version is left alone', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  // It derives a key from a passphrase several times.
  test.slow();
  const workstation = await createWorkstation({ keyring: null, trusts: [basicRegistry] });
  const { passphrase } = await withVaultFile(workstation, basicRegistry);
  await workstation.stop();
  const { userData } = workstation.home;
  const path = join(userData, SECRETS_FILE);

  await test.step('damaged', async () => {
    await truncate(path, 300);
    const damaged = await readFile(path);
    const { page } = await workstation.start(NO_KEYCHAIN);
    await open(page, passphrase);
    await expect(error(page, 'STORE_DAMAGED')).toBeVisible(DERIVED);
    await workstation.look('damaged', testInfo);
    await button(page, 'openVault.restore').click();
    await expect(locked(page)).toHaveCount(0, DERIVED);
    const kept = (await readdir(userData)).filter((name) => /^vault\.\d.*\.age$/.test(name));
    expect(await Promise.all(kept.map((name) => readFile(join(userData, name))))).toEqual([
      damaged,
    ]);
    await workstation.stop();
  });

  await test.step('of a later version', async () => {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    const key = await readFile(join(userData, KEY_FILE));
    const encrypter = new Encrypter();
    const identity = (await decrypter.decrypt(key, 'text')).trim();
    encrypter.addRecipient(await identityToRecipient(identity));
    await writeFile(path, await encrypter.encrypt('{"version":2,"vaults":[]}'));
    const newer = await readFile(path);
    const { page } = await workstation.start(NO_KEYCHAIN);
    await open(page, passphrase);
    await expect(error(page, 'STORE_NEWER')).toBeVisible(DERIVED);
    await expect(locked(page)).toBeVisible();
    await expect(button(page, 'openVault.restore')).toHaveCount(0);
    expect(await readFile(path)).toEqual(newer);
  });
});

/** Up to the step that shows what will be written, with a credential that works. */
async function upToWriting(page: Page, { registry, account }: DockerRegistry): Promise<LoginPage> {
  const login = new LoginPage(page, say);
  await login.check({ registry, ...account });
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  return login;
}

test('S2, S4: a keyring daemon that is killed in the middle of a write: nothing half-done, and the next try is whole', async ({
  workstation,
  basicRegistry,
}) => {
  const { page, keychainWorkerPid } = await workstation.start();
  const login = await upToWriting(page, basicRegistry);
  await workstation.keyring?.signal('SIGSTOP');
  await login.button('login.write.confirm').click();
  await expect.poll(keychainWorkerPid).not.toBeNull();
  await workstation.keyring?.signal('SIGKILL');
  await expect(page.getByRole('heading', { name: /^Danger alert: / })).toBeVisible();
  expect(existsSync(workstation.home.authFile)).toBe(false);

  await workstation.keyring?.unlock();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
});

test('S3: a prompt that nobody answers is given up at its limit, in words, and the next try works', async ({
  createWorkstation,
  basicRegistry,
  display,
}) => {
  const workstation = await createWorkstation({
    keyring: { unlocked: false, display },
    trusts: [basicRegistry],
  });
  workstation.keepSecret(basicRegistry.account.password);
  const { page, electron } = await workstation.start();
  const pass = await holdTimer(electron, KEYCHAIN_LIMITS.promptMs);
  const login = await upToWriting(page, basicRegistry);
  await login.button('login.write.confirm').click();
  await expect(login.button('login.write.stop')).toBeVisible();
  await expect.poll(pass).toBeGreaterThan(0);
  await expect(error(page, 'STORE_TIMED_OUT')).toBeVisible();
  expect(existsSync(workstation.home.authFile)).toBe(false);

  await workstation.keyring?.unlock();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
});
