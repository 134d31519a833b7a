import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type TestInfo } from '@playwright/test';
import type { Language, Settings } from '../../shared/settings.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

/** Rules that a window has no use for: they are about documents that a browser shows beside others. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html }) => html),
  }));
  expect(found, `axe on "${screen}"`).toEqual([]);
}

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
    await expectAccessible(page, screen);
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

const looks: readonly [Language, string, Settings['theme']][] = [
  ['en', 'C.UTF-8', 'light'],
  ['zh-CN', 'zh_CN.UTF-8', 'dark'],
];
for (const [language, locale, theme] of looks) {
  test(`every screen in ${language} and ${theme}: axe finds nothing`, async ({
    createWorkstation,
    basicRegistry,
  }, testInfo) => {
    const workstation = await createWorkstation({
      trusts: [basicRegistry],
      home: { locale },
    });
    const { registry, account } = basicRegistry;
    workstation.keepSecret(account.password);
    await workstation.replaceFile(
      `${workstation.home.userData}/settings.json`,
      JSON.stringify({ data: { language: 'system', theme, vaultBackend: 'keychain' } }),
    );
    const { page } = await workstation.start({ env: { LANGUAGE: undefined } });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(
      theme === 'dark',
    );
    await everyScreen(workstation, language, { registry, ...account }, testInfo);
  });
}

test('the main job by the keyboard alone', async ({ workstation, basicRegistry }) => {
  const say = wordsOf('en');
  const { page } = await workstation.start();
  const { registry, account } = basicRegistry;
  const { keyboard } = page;
  const login = new LoginPage(page, say);
  await login.open();
  const tabTo = async (name: RegExp) => {
    await expect
      .poll(
        async () => {
          await keyboard.press('Tab');
          return page.evaluate(() => {
            const focused = document.activeElement;
            const labels = focused instanceof HTMLInputElement ? [...(focused.labels ?? [])] : [];
            return `${focused?.getAttribute('aria-label') ?? ''} ${labels.map((l) => l.textContent).join(' ')} ${focused?.textContent ?? ''}`;
          });
        },
        { intervals: [0] },
      )
      .toMatch(name);
  };
  const named = (key: string) => new RegExp(`(^|\\s)${say(key)}`);
  await tabTo(named('login.registry.field'));
  await keyboard.type(registry);
  await keyboard.press('Enter');
  await login.stepTitle('login.account.title', registry).waitFor();
  await tabTo(named('login.account.username')).catch(() => {});
  await keyboard.type(account.username);
  await tabTo(named('login.account.secret'));
  await keyboard.type(account.password);
  await keyboard.press('Enter');
  await login.expectVerdict('verified', 'basic-accepted');
  await keyboard.press('Enter');
  await login.stepTitle('login.write.title').waitFor();
  await tabTo(named('login.write.confirm'));
  await keyboard.press('Enter');
  await login.stepTitle('login.done.title').waitFor();
});
