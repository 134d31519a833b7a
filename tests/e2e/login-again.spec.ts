import { expect } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { startFaultyRegistry } from '../support/docker-registry-faults.ts';
import { createAuthority } from '../support/tls.ts';
import { test } from './fixtures.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

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
  // Locking drops what waits.
  await page.keyboard.press('Control+l');
  await login.button('login.write.confirm').click();

  await expect(
    page.getByRole('heading', { name: say('errors.DRAFT_EXPIRED.title'), exact: false }),
  ).toBeInViewport();
  await expect(page.getByRole('status').getByText(say('verdict.verified'))).toHaveCount(0);
  await login.button('login.check.change').click();
  await expect(page.getByRole('textbox', { name: say('login.account.username') })).toHaveValue(
    account.username,
  );
});
