import { expect } from '@playwright/test';
import { manyCredentials, writeIndex } from '../support/many-credentials.ts';
import { test } from './fixtures.ts';
import { chosenUnseen, focusUnseen } from './pages/forced-colours.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

/** Between them they have every part that can be chosen or takes the focus. */
const PAGES = [
  '/',
  '/overview',
  '/login',
  '/login/account?registry=registry.redhat.io',
  '/diagnosis',
  '/export',
  '/import',
  '/pull-secrets',
  '/activity',
  '/settings',
] as const;

test('under forced colours focus and choice are seen without a background or a shadow', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  await writeIndex(workstation.home.userData, manyCredentials(6));
  const { page } = await workstation.start();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.emulateMedia({ forcedColors: 'active' });
  await page.waitForFunction(() => matchMedia('(forced-colors: active)').matches);
  const found: [screen: string, chosen: readonly string[], focused: readonly string[]][] = [];
  const look = async (screen: string) => {
    await workstation.look(screen, testInfo);
    const chosen = await chosenUnseen(page);
    // From here on the browser takes the focus for the keyboard's.
    await page.keyboard.press('Tab');
    found.push([screen, chosen, await focusUnseen(page)]);
  };
  for (const path of PAGES) {
    await page.evaluate((to) => {
      window.location.hash = to;
    }, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect(page.getByText(say('common.loading'), { exact: true })).toHaveCount(0);
    await look(path);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await look('palette');
  expect(found.filter(([, chosen, focused]) => chosen.length + focused.length > 0)).toEqual([]);
});
