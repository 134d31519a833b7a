import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { getLogins } from '../support/tools.ts';
import { keychainAccounts } from '../support/tools-secret-service.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');

function button(page: Page, key: string, values = {}): Locator {
  return page.getByRole('button', { name: say(key, values), exact: true });
}

function heading(page: Page, key: string, values = {}): Locator {
  return page.getByRole('heading', { level: 2, name: say(key, values), exact: true });
}

function authFile(accounts: Readonly<Record<string, string>>): string {
  const auths = Object.fromEntries(
    Object.entries(accounts).map(([key, pair]) => [
      key,
      { auth: Buffer.from(pair).toString('base64') },
    ]),
  );
  return JSON.stringify({ auths }, null, '\t');
}

/** Pastes with the keyboard, from the desktop's clipboard, and empties that when it was read. */
async function paste({ electron, app }: Workstation, text: string, read: Locator): Promise<void> {
  await electron.evaluate(({ clipboard }, pasted) => clipboard.writeText(pasted), text);
  await app.page.keyboard.press('Control+V');
  await expect(read).toBeVisible();
  await electron.evaluate(({ clipboard }) => clipboard.clear());
}

/** Drops a file on an element as the desktop does. */
async function drop(target: Locator, content: string | number): Promise<void> {
  await target.evaluate((element, dropped) => {
    const part = typeof dropped === 'number' ? '[' : dropped;
    const times = typeof dropped === 'number' ? dropped : 1;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([part.repeat(times)], 'anything.bin'));
    for (const type of ['dragover', 'drop']) {
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, content);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('paste on the first screen; choose, check and keep; the tools are logged in; by the keyboard alone', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username, password } = account;
  const page = (await workstation.start()).page;
  const credentials = new CredentialsPage(page, say);
  await expect(credentials.emptyTitle).toBeVisible();

  await paste(
    workstation,
    authFile({ [registry]: `${username}:${password}`, 'cloud.openshift.com': 'a:b' }),
    heading(page, 'import.choose.title_other', { count: 2 }),
  );
  await expect(page.getByText(say('import.problem.telemetry'))).toBeVisible();
  await expectAccessible(page);
  await workstation.look('candidates', testInfo);
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toEqual([]);

  const choice = page.getByRole('checkbox', {
    name: say('import.choose.one', { user: username, registry }),
  });
  await expect(choice).toBeChecked();
  await expect(page.getByRole('checkbox').nth(1)).toBeDisabled();
  await choice.focus();
  await page.keyboard.press('Space');
  await expect(button(page, 'import.choose.next_other', { count: 0 })).toBeDisabled();
  await page.keyboard.press('Space');
  await button(page, 'import.check.one', { user: username, registry }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('verdict.verified'), { exact: true })).toBeVisible();

  await button(page, 'import.choose.next_one', { count: 1 }).focus();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'import.write.title_one', { count: 1 })).toBeFocused();
  await expect(page.locator('#target-runtime')).toBeChecked();
  await expectAccessible(page);
  await button(page, 'login.write.confirm').focus();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'import.done.title')).toBeFocused();
  await expectAccessible(page);
  await workstation.look('done', testInfo);
  expect(await getLogins(registry, workstation.toolEnv)).toEqual({
    podman: username,
    skopeo: username,
    buildah: username,
  });
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);

  await button(page, 'login.done.finish').focus();
  await page.keyboard.press('Enter');
  const row = credentials.row(registry, username);
  await credentials.expectVerdict(row, 'verified');
  await credentials.expectState(row, 'auth.json', 'in-sync');
});

test('drop a file on any page, pick one; conflicts are shown; cancel keeps nothing', async ({
  workstation,
}, testInfo) => {
  const secret = makeCanary();
  const other = makeCanary();
  workstation.keepSecret(secret);
  workstation.keepSecret(other);
  const { page } = await workstation.start();
  const credentials = new CredentialsPage(page, say);
  await page
    .getByRole('navigation')
    .getByRole('link', { name: say('nav.settings') })
    .click();
  await page.getByRole('heading', { level: 1, name: say('nav.settings') }).waitFor();

  await drop(page.locator('main'), authFile({ 'quay.io': `robot+a:${secret}` }));
  await expect(heading(page, 'import.choose.title_one', { count: 1 })).toBeVisible();
  await button(page, 'import.choose.next_one', { count: 1 }).click();
  await page.locator('#target-runtime').uncheck();
  await page.locator('#target-docker').uncheck();
  await button(page, 'login.write.confirmStoreOnly').click();
  await expect(heading(page, 'import.done.title')).toBeVisible();
  await expect(page.getByText(say('import.outcome.stored'), { exact: true })).toBeVisible();

  // The same again, with another secret and another user beside it, from a file that main asks for.
  await button(page, 'import.done.another').click();
  const path = join(workstation.home.home, 'pull-secret.txt');
  workstation.declaredTargets.add(path);
  const pasted = authFile({
    'quay.io': `robot+a:${other}`,
    'https://quay.io': `robot+b:${secret}`,
  });
  await writeFile(path, pasted, { mode: 0o600 });
  await workstation.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  await button(page, 'import.input.choose').click();
  await expect(heading(page, 'import.choose.title_other', { count: 2 })).toBeVisible();
  await expect(page.getByText(say('import.conflict.different.name'))).toBeVisible();
  await expect(page.getByText(say('import.conflict.other-user.name'))).toBeVisible();
  const replacing = page.getByRole('checkbox', {
    name: say('import.choose.one', { user: 'robot+a', registry: 'quay.io' }),
  });
  // What replaces something waits for the user's word.
  await expect(replacing).not.toBeChecked();
  await workstation.look('conflicts', testInfo);
  await button(page, 'common.cancel').click();
  await expect(credentials.row('quay.io', 'robot+a')).toBeVisible();
  await expect(credentials.row('quay.io', 'robot+b')).toHaveCount(0);
  expect(await keychainAccounts(workstation.keyring?.env ?? {})).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(pasted);
});

test('hostile files are refused in words, and the app goes on', async ({
  workstation,
}, testInfo) => {
  const { page } = await workstation.start();
  await new CredentialsPage(page, say).emptyTitle.waitFor();
  await button(page, 'firstRun.pullSecret').click();
  await expect(heading(page, 'import.input.title')).toBeFocused();
  await expectAccessible(page);
  const zone = page.locator('#import-text');
  const bomb = `kind: Secret\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n`;
  for (const [content, code, reason] of [
    [bomb, 'IMPORT_LIMIT', 'aliases'],
    [100 * 1024 * 1024, 'IMPORT_LIMIT', 'bytes'],
    ['['.repeat(200_000), 'IMPORT_LIMIT', 'depth'],
    ['user\0\nsecret', 'IMPORT_NOT_TEXT', 'nul'],
    ['good morning', 'IMPORT_NOTHING_FOUND', null],
    ['{"auths":{"quay.io":{"auth":7}}}', 'IMPORT_MALFORMED', 'wrong-type'],
  ] as const) {
    await drop(zone, content);
    await expect(page.getByRole('heading', { name: say(`errors.${code}.title`) })).toBeVisible();
    if (reason !== null) {
      const value = say(`evidence.reasons.${reason}`);
      await expect(page.getByText(say('evidence.reason', { value }))).toBeVisible();
    }
  }
  await expect(page.getByText(say('evidence.place', { line: 1, column: 29 }))).toBeVisible();
  await expectAccessible(page);
  await workstation.look('refused', testInfo);
  // A field that was typed into is read by the button, and emptied.
  const secret = makeCanary();
  workstation.keepSecret(secret);
  await zone.fill(`7654321|pulls\n${secret}`);
  await button(page, 'import.input.read').click();
  await page.getByLabel(say('import.place.label')).fill('quay.io');
  await button(page, 'import.place.use').click();
  await expect(page.getByText(say('import.conflict.new.name'), { exact: true })).toBeVisible();
  await workstation.look('placed', testInfo);
});

test('an import that is left waits as it was left; another language is chosen meanwhile; locking drops it', async ({
  workstation,
}, testInfo) => {
  const secret = makeCanary();
  workstation.keepSecret(secret);
  const { page } = await workstation.start();
  await new CredentialsPage(page, say).emptyTitle.waitFor();
  const found = heading(page, 'import.choose.title_other', { count: 3 });
  const auths = { 'quay.io': `robot+a:${secret}`, 'registry.example.com': `ci:${secret}` };
  await drop(page.locator('main'), authFile({ ...auths, 'broken.example.com': 'no colon' }));
  await expect(found).toBeVisible();
  await expect(
    page.getByText(
      [
        say('import.source.containers-auth'),
        say('import.choose.usable_other', { count: 2 }),
        say('import.choose.refused_one', { count: 1 }),
        say('import.choose.nothingKept'),
      ].join(' '),
    ),
  ).toBeVisible();
  const choice = page.getByRole('checkbox', {
    name: say('import.choose.one', { user: 'ci', registry: 'registry.example.com' }),
  });
  await choice.uncheck();

  await page.getByRole('link', { name: say('nav.settings') }).click();
  for (const [name, lang] of [
    ['简体中文', 'zh-CN'],
    ['English', 'en'],
  ] as const) {
    await page.getByRole('radio', { name }).click();
    await expect(page.locator(`html[lang="${lang}"]`)).toBeAttached();
  }
  const openImport = () =>
    page.evaluate(() => {
      window.location.hash = '#/import';
    });
  await openImport();
  const note = page.getByRole('heading', { name: say('import.left_other', { count: 3 }) });
  await expect(note).toBeVisible();
  await expectAccessible(page);
  await workstation.look('left import', testInfo);
  await button(page, 'unfinished.goOn').click();
  await expect(found).toBeVisible();
  await expect(choice).not.toBeChecked();
  await page.keyboard.press('Control+l');
  await expect(
    page.getByRole('heading', { name: say('errors.DRAFT_EXPIRED.title') }),
  ).toBeVisible();
  await expect(found).toHaveCount(0);
  await expect(note).toHaveCount(0);
});
