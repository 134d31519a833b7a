import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { Keyboard } from './pages/keyboard.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test('the main job by the keyboard alone: every stop is seen, and the focus comes back', async ({
  workstation,
  basicRegistry,
}) => {
  const { page } = await workstation.start();
  const { registry, account } = basicRegistry;
  const { username } = account;
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const dialog = page.getByRole('dialog');
  await credentials.emptyTitle.waitFor();
  const keys = await Keyboard.of(page);

  await test.step('log in', async () => {
    await keys.tabTo(say('firstRun.logIn'));
    await keys.press('Enter');
    await login.stepTitle('login.registry.title').waitFor();
    await keys.expectFocusOn(say('login.registry.field'));
    await page.keyboard.type(registry);
    await keys.press('Enter');
    await login.stepTitle('login.account.title', registry).waitFor();
    await keys.expectFocusOn(say('login.account.username'));
    await page.keyboard.type(username);
    await keys.tabTo(say('login.account.secret'));
    await page.keyboard.type(account.password);
    await keys.press('Enter');
    await login.expectVerdict('verified', 'basic-accepted');
  });

  await test.step('write', async () => {
    await keys.expectFocusOn(say('common.next'));
    await keys.press('Enter');
    await login.stepTitle('login.write.title').waitFor();
    await keys.tabTo(say('login.write.confirm'));
    await keys.press('Enter');
    await login.stepTitle('login.done.title').waitFor();
    await keys.tabTo(say('login.done.finish'));
    await keys.press('Enter');
    await credentials.row(registry, username).waitFor();
    expect(await readFile(workstation.home.authFile, 'utf8')).toContain(registry);
  });

  const actions = say('credentials.actions', { registry, user: username });
  /** Opens the menu of the row, which has the focus or is tabbed to, and chooses. */
  const choose = async (item: 'checkAgain' | 'writeAgain' | 'logOut') => {
    const wanted = page.getByRole('menuitem', { name: say(`credentials.${item}`) });
    await keys.press('Enter');
    await wanted.waitFor();
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    const names = await page.getByRole('menuitem').allTextContents();
    const at = names.findIndex((name) => name.includes(say(`credentials.${item}`)));
    await keys.press(...Array.from({ length: at }, () => 'ArrowDown'));
    await expect(wanted).toBeFocused();
    await keys.press('Enter');
    await dialog.waitFor();
    // Whatever is pressed next is the dialog's.
    await expect(dialog.locator(':focus')).toHaveCount(1);
  };
  const leave = async () => {
    await keys.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await keys.expectFocusOn(actions);
  };

  await test.step('check again', async () => {
    await keys.tabTo(actions);
    await choose('checkAgain');
    await expect(
      dialog.getByRole('status').getByRole('heading', { name: say('verdict.verified') }),
    ).toBeVisible();
    await leave();
  });

  await test.step('write again', async () => {
    await choose('writeAgain');
    await keys.tabTo(say('writeDialog.confirm'));
    await keys.press('Enter');
    const outcome = new RegExp(`^(${say('outcome.written')}|${say('outcome.unchanged')})$`);
    await expect(dialog.getByText(outcome).first()).toBeVisible();
    await leave();
  });

  await test.step('the help, the tour and the palette give the focus back', async () => {
    for (const key of ['F1', 'Control+k']) {
      const opened = key === 'F1' ? page.getByRole('complementary') : page.getByRole('option');
      await keys.press(key);
      await opened.first().waitFor();
      await keys.press('Escape');
      await opened.first().waitFor({ state: 'detached' });
      await keys.expectFocusOn(actions);
    }
    await keys.press('F1');
    const help = page.getByRole('complementary');
    await expect(help.getByRole('heading', { level: 2 })).toBeFocused();
    const tour = await help.getByRole('button').last().textContent();
    await keys.tabTo(tour ?? '');
    await keys.press('Enter');
    await expect(dialog.getByRole('heading')).toBeFocused();
    await keys.press('ArrowRight', 'ArrowLeft', 'Tab', 'Enter');
    await expect(dialog.getByRole('heading')).toBeFocused();
    await leave();
  });

  await test.step('log out', async () => {
    await choose('logOut');
    await keys.tabTo(say('logoutDialog.confirm'));
    await keys.press('Enter');
    await expect(dialog.getByText(say('logoutDialog.kept'))).toBeVisible();
    await leave();
    expect(await readFile(workstation.home.authFile, 'utf8')).not.toContain(registry);
  });

  expect(await keys.pointers()).toBe(0);
  expect(keys.stops.length).toBeGreaterThan(20);
});

test('every place of the rail by the keyboard, and nothing moves where motion is not wanted', async ({
  sharedWorkstation,
}) => {
  const { page } = sharedWorkstation.app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const keys = await Keyboard.of(page);
  const places = page.getByRole('navigation').first().getByRole('link');
  for (const place of await places.all()) {
    const name = (await place.textContent()) ?? '';
    // Whoever comes by the keyboard sees the focus; after a click it would not be shown.
    await keys.press('Tab');
    await place.focus();
    await keys.look();
    await keys.press('Enter');
    await expect(place).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('h1')).toBeVisible();
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .flatMap((element) => [null, '::before', '::after'].map((part) => [element, part] as const))
        .filter(([element, part]) => {
          // What turns says that something is under way; it moves nothing across the window.
          if (element.closest('.pf-v6-c-spinner')) return false;
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(
            element,
            part,
          );
          const lasts = (text: string) =>
            text.split(',').some((each) => Number.parseFloat(each) > 0.001);
          return (
            lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration))
          );
        })
        .map(([element, part]) => `${element.outerHTML.slice(0, 100)} ${part ?? ''}`),
    );
    expect(moving, `what moves on "${name}"`).toEqual([]);
  }
  await page.emulateMedia({ reducedMotion: null });
});
