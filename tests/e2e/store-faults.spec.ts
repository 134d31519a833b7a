import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { ErrorCode } from '../../shared/errors.ts';
import type { VaultState } from '../../shared/vault.ts';
import type { DockerRegistry } from '../support/docker-registry.ts';
import { startKeyring } from '../support/keyring.ts';
import { getLogins } from '../support/tools.ts';
import { keychainAccounts } from '../support/tools-secret-service.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { agrees } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');

/** Up to the step that shows what will be written, with a credential that works. */
async function upToWriting(
  workstation: Workstation,
  { registry, account }: DockerRegistry,
): Promise<LoginPage> {
  const login = new LoginPage(workstation.app.page, say);
  await login.check({ registry, username: account.username, password: account.password });
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  return login;
}

/** What went wrong just now. */
const error = ({ page }: LoginPage, code: ErrorCode): Locator =>
  page.getByRole('heading', { name: `Danger alert: ${say(`errors.${code}.title`)}` });

/** What the store is like, as long as it is. */
const banner = ({ page }: { readonly page: Page }, state: VaultState): Locator =>
  page.getByRole('heading', {
    name: `Warning alert: ${say(`vault.state.${state}.title`)}`,
  });

function expectNothingWritten({ home }: Workstation): void {
  expect(existsSync(home.authFile)).toBe(false);
  expect(existsSync(home.dockerConfig)).toBe(false);
}

test("S5: without a keychain nothing is kept in silence; memory is the user's choice", async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation({ keyring: null, trusts: [basicRegistry] });
  workstation.keepSecret(basicRegistry.account.password);
  const { page } = await workstation.start({ env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } });
  await expect(banner({ page }, 'unavailable')).toBeVisible();
  await expect(page.getByText(say('firstRun.keep.text.none'))).toBeVisible();
  await workstation.look('no keychain', testInfo);

  const login = await upToWriting(workstation, basicRegistry);
  await login.button('login.write.confirm').click();
  await expect(error(login, 'STORE_UNREACHABLE')).toBeVisible();
  expectNothingWritten(workstation);

  await agrees(workstation.electron);
  await login.button('vault.use.memory').click();
  await expect(banner(login, 'unavailable')).toHaveCount(0);
  await expect(error(login, 'STORE_UNREACHABLE')).toHaveCount(0);
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  const { registry, account } = basicRegistry;
  expect(await getLogins(registry, workstation.toolEnv)).toMatchObject({
    podman: account.username,
  });

  // Locking would lose them: the page says so, and what is stored stays.
  await expect(
    page.getByText(say('login.done.stored', { store: say('vault.called.memory') })),
  ).toBeVisible();
  await page.keyboard.press('Control+l');
  const cannot = page
    .getByRole('status')
    .getByRole('heading', { name: say('errors.STORE_CANNOT_LOCK.title') });
  await expect(cannot).toBeVisible();
  await workstation.look('cannot be locked', testInfo);
  await page
    .getByRole('main')
    .getByRole('button', { name: say('common.close') })
    .click();
  await expect(cannot).toHaveCount(0);
  await page.keyboard.press('Control+l');
  await expect(cannot).toBeVisible();
  await login.finish();
  await expect(cannot).toHaveCount(0);
  const credentials = new CredentialsPage(page, say);
  await credentials.expectState(
    credentials.row(registry, account.username),
    'auth.json',
    'in-sync',
  );
});

test('S2: a locked keychain says so; once it is unlocked the same login goes on', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation({
    keyring: { unlocked: false },
    trusts: [basicRegistry],
  });
  workstation.keepSecret(basicRegistry.account.password);
  const { page } = await workstation.start();
  await expect(banner({ page }, 'locked')).toBeVisible();
  await workstation.look('locked', testInfo);

  const login = await upToWriting(workstation, basicRegistry);
  await login.button('login.write.confirm').click();
  await expect(error(login, 'STORE_LOCKED').or(error(login, 'STORE_CANCELLED'))).toBeVisible();
  expectNothingWritten(workstation);

  await workstation.keyring?.unlock();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await login.finish();
  const { registry, account } = basicRegistry;
  await expect(new CredentialsPage(page, say).row(registry, account.username)).toBeVisible();
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
});

test('S3: a prompt that is left open does not hold the window, and Stop gives it up', async ({
  createWorkstation,
  basicRegistry,
  display,
}, testInfo) => {
  const workstation = await createWorkstation({
    keyring: { unlocked: false, display },
    trusts: [basicRegistry],
  });
  workstation.keepSecret(basicRegistry.account.password);
  const { page } = await workstation.start();
  const login = await upToWriting(workstation, basicRegistry);
  await login.button('login.write.confirm').click();
  const waiting = page.getByText(
    new RegExp(
      say('run.storePrompt', { limit: '.+' }).replaceAll('(', '\\(').replaceAll(')', '\\)'),
    ),
  );
  await expect(waiting).toBeVisible();
  await workstation.look('prompt left open', testInfo);
  await login.button('login.write.stop').click();
  await expect(waiting).toHaveCount(0);
  await expect(login.button('login.write.confirm')).toBeEnabled();
  expectNothingWritten(workstation);
});

test('S2, S3: a keychain that stops answering is given up in time, and believed again later', async ({
  workstation,
  basicRegistry,
}) => {
  await workstation.start();
  const login = await upToWriting(workstation, basicRegistry);
  await workstation.keyring?.signal('SIGSTOP');
  await login.button('login.write.confirm').click();
  await expect(error(login, 'STORE_TIMED_OUT')).toBeVisible();
  expectNothingWritten(workstation);
  await workstation.keyring?.signal('SIGCONT');
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
});

test('S2: a keychain whose daemon was killed deletes nothing and logs nobody out', async ({
  workstation,
  basicRegistry,
}) => {
  const { page } = await workstation.start();
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  await login.logIn({ registry, username: account.username, password: account.password });
  await login.finish();
  const credentials = new CredentialsPage(page, say);
  const row = credentials.row(registry, account.username);
  await expect(row).toBeVisible();

  await workstation.keyring?.signal('SIGKILL');
  const dialog = await credentials.choose(registry, account.username, 'checkAgain');
  await expect(dialog.getByRole('heading', { name: /./ }).nth(1)).toBeVisible();
  await credentials.close(dialog);
  await expect(row).toBeVisible();
  expect(await getLogins(registry, workstation.toolEnv)).toMatchObject({
    podman: account.username,
  });
});

test('S2: a new keychain in place of the former one is used when the user says so', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const first = await workstation.start();
  const before = new LoginPage(first.page, say);
  await before.logIn({ registry, ...account });
  await before.finish();
  await new CredentialsPage(first.page, say).row(registry, username).waitFor();
  await workstation.stop();

  const other = await startKeyring();
  try {
    const { page } = await workstation.start({ env: other.env });
    await expect(banner({ page }, 'backend-changed')).toBeVisible();
    await workstation.look('another keychain', testInfo);
    await expect(new CredentialsPage(page, say).row(registry, username)).toBeVisible();
    expect(await keychainAccounts(other.env)).toEqual([]);

    await page.getByRole('button', { name: say('vault.useNew'), exact: true }).click();
    await expect(banner({ page }, 'backend-changed')).toHaveCount(0);
    const login = await upToWriting(workstation, basicRegistry);
    await login.button('login.write.confirm').click();
    await login.stepTitle('login.done.title').waitFor();
    expect(await keychainAccounts(other.env)).toHaveLength(1);
    await workstation.stop(testInfo);
  } finally {
    await other.stop();
  }
});

test('S3: a keychain worker that crashes takes nothing with it', async ({
  workstation,
  basicRegistry,
}) => {
  const { keychainWorkerPid } = await workstation.start();
  const login = await upToWriting(workstation, basicRegistry);
  await workstation.keyring?.signal('SIGSTOP');
  await login.button('login.write.confirm').click();
  await expect.poll(keychainWorkerPid).not.toBeNull();
  process.kill(keychainWorkerPid() ?? 0, 'SIGSEGV');
  await expect(error(login, 'STORE_CRASHED')).toBeVisible();
  expectNothingWritten(workstation);

  await workstation.keyring?.signal('SIGCONT');
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
});

test('S4: killed between keychain and index, the next start leaves no orphan', async ({
  workstation,
  basicRegistry,
}) => {
  const keyring = workstation.keyring?.env ?? {};
  const index = join(workstation.home.userData, 'index.json');
  const { electron } = await workstation.start();
  const main = electron.process().pid ?? 0;
  const login = await upToWriting(workstation, basicRegistry);

  // Main announces the save and hands the secret to the worker, which waits for the keychain.
  await workstation.keyring?.signal('SIGSTOP');
  await login.button('login.write.confirm').click();
  await expect
    .poll(() => (existsSync(index) ? readFileSync(index, 'utf8') : ''))
    .toContain('"save"');
  // Main hears no answer any more; the worker stores the secret.
  process.kill(main, 'SIGSTOP');
  await workstation.keyring?.signal('SIGCONT');
  await expect.poll(() => keychainAccounts(keyring)).toHaveLength(1);
  await workstation.kill();
  expectNothingWritten(workstation);

  const { page } = await workstation.start();
  await expect(new CredentialsPage(page, say).emptyTitle).toBeVisible();
  await expect.poll(() => keychainAccounts(keyring)).toEqual([]);
  await expect.poll(() => readFileSync(index, 'utf8')).not.toContain('"save"');
});
