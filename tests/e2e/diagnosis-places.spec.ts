import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { startProxy } from '../support/proxy.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test('a login that no tool finds is written from the diagnosis, asked as the chosen one', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { home } = workstation;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.logIn({ registry, ...account });
  await login.finish();
  await new CredentialsPage(page, say).row(registry, account.username).waitFor();
  await workstation.replaceFile(home.authFile, '{}\n');
  await workstation.replaceFile(home.dockerConfig, '{}\n');

  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('textbox', { name: say('diagnosis.field') }).fill(registry);
  await page.getByLabel(say('diagnosis.askAs')).selectOption({ label: account.username });
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  const result = page.getByRole('region', { name: registry, exact: true });
  const missing = result.getByRole('heading', { name: say('diagnosis.cause.entry-missing') });
  await expect(missing).toBeVisible();
  await result
    .getByRole('button', { name: say('diagnosis.write', { user: account.username }) })
    .click();
  const dialog = page.getByRole('dialog');
  await workstation.look('what would be written', testInfo);
  await dialog.getByRole('button', { name: say('writeDialog.confirm') }).click();
  // The dialog has a button of that name from the beginning.
  await expect(dialog.getByRole('button', { name: say('writeDialog.confirm') })).toHaveCount(0);
  const close = dialog.getByRole('button', { name: say('common.close') });
  await close.last().click();
  await expect(result.getByRole('heading', { name: say('diagnosis.healthy') })).toBeVisible();
  expect(await readFile(home.authFile, 'utf8')).toContain(registry);
});

test('the app follows the tools’ proxy, after what changes is shown', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const name = basicRegistry.registry.replace('127.0.0.1', 'registry.test');
  const proxy = await startProxy({ hosts: { 'registry.test': '127.0.0.1' } });
  try {
    const { page } = await workstation.start({ env: { HTTPS_PROXY: proxy.url } });
    await page.getByRole('link', { name: say('nav.settings') }).click();
    await page.getByRole('radio', { name: say('network.modes.off.name') }).check();
    const network = page.getByRole('region', { name: say('network.title') });
    await network.getByRole('button', { name: say('network.save') }).click();
    await expect(page.getByText(say('network.saved'))).toBeVisible();

    await page.getByRole('link', { name: say('nav.diagnosis') }).click();
    await page.getByRole('textbox', { name: say('diagnosis.field') }).fill(name);
    await page.getByRole('button', { name: say('diagnosis.start') }).click();
    const result = page.getByRole('region', { name, exact: true });
    const alone = result.getByRole('heading', { name: say('diagnosis.cause.proxy-tools-only') });
    await expect(alone).toBeVisible();
    const before = (await proxy.requests()).length;
    await result.getByRole('button', { name: say('proxyMode.open') }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(say('network.modes.off.name'))).toBeVisible();
    await expect(dialog.getByText(`HTTPS_PROXY=${proxy.url}`, { exact: false })).toBeVisible();
    await workstation.look('the proxy that would be used', testInfo);
    await dialog.getByRole('button', { name: say('proxyMode.confirm') }).click();
    await expect(dialog).toHaveCount(0);
    await expect(alone).toHaveCount(0);
    await expect(page.getByRole('button', { name: say('common.cancel') })).toHaveCount(0);
    await expect.poll(async () => (await proxy.requests()).length).toBeGreaterThan(before);
  } finally {
    await proxy.close();
  }
});

test('a file that stops a tool is fixed from the diagnosis', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry } = basicRegistry;
  const { home } = workstation;
  await workstation.replaceFile(
    home.authFile,
    `${JSON.stringify({ auths: { [registry]: { auth: '!!!' } } })}\n`,
  );
  const { page } = await workstation.start();
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('textbox', { name: say('diagnosis.field') }).fill(registry);
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  const result = page.getByRole('region', { name: registry, exact: true });
  const unusable = result.getByRole('heading', { name: say('diagnosis.cause.file-unusable') });
  await expect(unusable).toBeVisible();
  await result.getByRole('button', { name: say('diagnosis.fix') }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(registry)).toBeVisible();
  await workstation.look('what would be fixed', testInfo);
  await dialog.getByRole('button', { name: say('doctor.confirm'), exact: true }).click();
  await expect(dialog.getByRole('heading', { name: say('doctor.done') })).toBeVisible();
  await dialog
    .getByRole('button', { name: say('common.close') })
    .last()
    .click();
  await expect(unusable).toHaveCount(0);
  expect(await readFile(home.authFile, 'utf8')).not.toContain(registry);
});
