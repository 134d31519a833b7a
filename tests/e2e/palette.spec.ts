import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test('the keyboard alone finds and runs an action, and opens a view', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { page } = await workstation.start();
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  await login.check({ registry, username: account.username, password: account.password });
  await login.button('common.next').click();
  await page.getByText(say('sessionChoice.every.name')).click();
  await login.button('login.write.confirm').click();
  await login.stepTitle('login.done.title').waitFor();
  expect(await readFile(`${workstation.home.userData}/index.json`, 'utf8')).toMatch(
    /"everySession":\s*true/,
  );

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('combobox', { name: say('palette.title') });
  await expect(palette).toBeFocused();
  await palette.fill(`check ${account.username} now`);
  await expect(page.getByRole('option')).toHaveCount(1);
  await palette.press('Enter');
  await expect(page.getByRole('status').getByText(say('verdict.verified'))).toBeVisible();
  await workstation.look('palette', testInfo);
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await palette.fill('put back');
  await palette.press('Enter');
  await expect(page.getByText(say('palette.result.count', { done: '0', of: '0' }))).toBeVisible();
  await palette.fill('go to settings');
  await palette.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('settings.title'));
  await expect(page.getByText(say('desktop.noTray'))).toBeVisible();

  // Found by words that are nowhere on it, and a guide beside the page.
  await page.keyboard.press('Control+k');
  await palette.fill('imagepullsecrets edit');
  await expect(page.getByRole('option')).toHaveCount(0);
  await palette.fill('dockerconfigjson merge');
  await palette.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('pullSecrets.title'));
  await page.keyboard.press('Control+k');
  await palette.fill('shortcuts');
  await palette.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toBeFocused();
  expect(await getLogin('podman', registry, workstation.home.env)).toBe(account.username);
});
