import { expect, type TestInfo } from '@playwright/test';
import type { Language } from '../../shared/settings.ts';
import { test } from './fixtures.ts';
import { axe } from './pages/axe.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

/** Every screen of the window, each shown and checked. */
async function everyScreen(
  workstation: Workstation,
  language: Language,
  account: { registry: string; username: string; password: string },
  testInfo: TestInfo,
): Promise<void> {
  const say = wordsOf(language);
  const { page } = workstation.app;
  const show = async (screen: string) => {
    await workstation.look(screen, testInfo);
    expect(await axe(page), `axe on "${screen}"`).toEqual([]);
  };
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  await expect(credentials.emptyTitle).toBeVisible();
  await show('first run');
  await login.open();
  await show('registry');
  await login.chooseRegistry(account.registry);
  await login.fillAccount(account);
  await show('account');
  await login.button('login.account.check').click();
  await login.expectVerdict('verified', 'basic-accepted');
  await show('check');
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  await show('write');
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  await show('done');
  await login.finish();
  await expect(credentials.row(account.registry, account.username)).toBeVisible();
  await show('credentials');
  for (const item of ['checkAgain', 'writeAgain', 'logOut', 'forget'] as const) {
    const dialog = await credentials.choose(account.registry, account.username, item);
    if (item === 'checkAgain') {
      await expect(dialog.getByRole('status')).toBeVisible();
    }
    await show(`dialog: ${item}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  for (const place of ['targets', 'diagnosis', 'settings']) {
    await page.getByRole('link', { name: say(`nav.${place}`) }).click();
    await expect(
      page.getByRole('heading', { level: 1, name: say(`${place}.title`) }),
    ).toBeVisible();
    await show(place);
  }
}

test('the main job in Chinese and dark, as the desktop says: no secret on a screen, nothing for axe', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation({
    trusts: [basicRegistry],
    home: { locale: 'zh_CN.UTF-8' },
  });
  const { registry, account } = basicRegistry;
  workstation.keepSecret(account.password);
  await workstation.replaceFile(
    `${workstation.home.userData}/settings.json`,
    JSON.stringify({ data: { language: 'system', theme: 'dark', vaultBackend: 'keychain' } }),
  );
  const { page } = await workstation.start({ env: { LANGUAGE: undefined } });
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await everyScreen(workstation, 'zh-CN', { registry, ...account }, testInfo);
});
