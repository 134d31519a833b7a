import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { startFaultyRegistry } from '../support/docker-registry-faults.ts';
import { createAuthority } from '../support/tls.ts';
import { getLogins } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { agrees, questionsOf } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

const held = (page: Page) =>
  page.getByText(new RegExp(say('unfinished.heldUntil', { time: '\\d.*\\d.*' })));

test('what is missing is said, whatever was left empty when the button was pressed', async ({
  workstation,
  basicRegistry,
}) => {
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.open();
  await login.chooseRegistry(basicRegistry.registry);
  await login.fillAccount({
    registry: basicRegistry.registry,
    username: basicRegistry.account.username,
    password: '',
  });
  await login.secret.focus();
  await login.button('login.account.check').click();
  await expect(page.getByText(say('shape.secret-empty'), { exact: false })).toBeVisible();
});

test('a fault on the way to the registry leads to its diagnosis', async ({ workstation }) => {
  const stranger = await createAuthority('Nobody knows this CA');
  const registry = await startFaultyRegistry(stranger);
  try {
    const { page } = await workstation.start();
    const login = new LoginPage(page, say);
    const password = makeCanary();
    workstation.keepSecret(password);
    await login.check({ registry: registry.registry, username: 'somebody', password });
    await login.expectVerdict('unreachable', 'tls-untrusted', 'tls-self-signed');
    await page.getByRole('link', { name: say('login.check.diagnose') }).click();
    await expect(page.getByRole('textbox', { name: say('diagnosis.field') })).toHaveValue(
      registry.registry,
    );
  } finally {
    await registry.close();
    await stranger.close();
  }
});

test('an unknown authority is trusted where the login says so, and the check goes on with the same secret', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const workstation = await createWorkstation();
  workstation.keepSecret(account.password);
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.check({ registry, ...account });
  await login.expectVerdict('unreachable', 'tls-untrusted');
  await expect(held(page)).toBeVisible();
  await expectAccessible(page);
  await workstation.look('unknown authority', testInfo);
  await login.button('credentials.checkAgain').click();
  await login.expectVerdict('unreachable', 'tls-untrusted');

  await login.button('trust.open').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Pullkeeper test CA' }).waitFor();
  await page.keyboard.press('Escape');
  await expect(login.button('trust.open')).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('radio', { name: 'Pullkeeper test CA' }).check();
  await agrees(workstation.electron);
  await dialog.getByRole('button', { name: say('trust.begin') }).click();
  await dialog.getByRole('button', { name: say('trust.lookAgain') }).click();
  await login.expectVerdict('verified', 'basic-accepted');
  expect(await questionsOf(workstation.electron)).toHaveLength(1);

  await login.button('common.next').click();
  await expect(held(page)).toBeVisible();
  await expectAccessible(page);
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  expect(await getLogins(registry, workstation.toolEnv)).toEqual({
    podman: account.username,
    skopeo: account.username,
    buildah: account.username,
  });
  await login.button('handingOn.copy').click();
  await expect(page.getByText(say('handingOn.copied'), { exact: true })).toBeVisible();
  expect(await workstation.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    `podman login --get-login ${registry}`,
  );
  await expectAccessible(page);
});

test('a login that is left for another page is gone on with, or dropped', async ({
  workstation,
  basicRegistry,
}) => {
  const { registry, account } = basicRegistry;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.check({ registry, ...account });
  await login.button('common.next').click();
  const settings = async () => {
    await page.getByRole('link', { name: say('nav.settings') }).click();
    await page.getByRole('heading', { level: 1, name: say('nav.settings') }).waitFor();
  };
  await settings();
  await login.open();
  await expect(login.registry).toBeFocused();
  const note = page.getByRole('heading', {
    name: say('login.left', { user: account.username, registry }),
  });
  await expect(note).toBeVisible();
  await login.button('unfinished.goOn').click();
  await login.expectVerdict('verified', 'basic-accepted');
  await login.button('common.next').click();
  await expect(login.button('login.write.confirm')).toBeEnabled();

  await settings();
  await login.open();
  await login.button('unfinished.drop').click();
  await expect(note).toHaveCount(0);
  // What is given up on purpose is not offered again.
  await login.chooseRegistry(registry);
  await login.fillAccount({ registry, ...account });
  await login.button('login.account.check').click();
  await login.expectVerdict('verified', 'basic-accepted');
  await login.button('common.cancel').click();
  await page.getByRole('heading', { level: 1, name: say('nav.credentials') }).waitFor();
  await login.open();
  await expect(note).toHaveCount(0);
});

test('a login that is dropped while it waits is typed again, with all but the secret kept', async ({
  askingWorkstation: workstation,
  basicRegistry,
}) => {
  const { registry, account } = basicRegistry;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.check({ registry, ...account });
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  // Locking drops what waits, which is said at once.
  await page.keyboard.press('Control+l');
  await expect(
    page.getByRole('heading', { name: say('errors.DRAFT_EXPIRED.title'), exact: false }),
  ).toBeInViewport();
  await expect(page.getByRole('status').getByText(say('verdict.verified'))).toHaveCount(0);
  await login.button('login.check.change').click();
  await expect(page.getByRole('textbox', { name: say('login.account.username') })).toHaveValue(
    account.username,
  );
});
