import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import { parse } from 'yaml';
import {
  CLIPBOARD_CLEARS_AFTER_MS,
  EXPORT_GROUPS,
  EXPORT_TABS,
  type ExportFormId,
  formsOf,
} from '../../shared/exporting.ts';
import { loginFromPage } from '../support/app-call.ts';
import type { DockerRegistry } from '../support/docker-registry.ts';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { savesTo } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { holdTimer } from './pages/timers.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

function button(page: Page, key: string, values = {}): Locator {
  return page.getByRole('button', { name: say(key, values), exact: true });
}

function tab(page: Page, name: (typeof EXPORT_TABS)[number]): Locator {
  return page.getByRole('tab', { name: say(`export.tab.${name}`), exact: true });
}

function preview(page: Page): Locator {
  return page.getByRole('textbox', { name: say('export.preview'), exact: true });
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

function onClipboard(electron: ElectronApplication): Promise<string> {
  return electron.evaluate(({ clipboard }) => clipboard.readText());
}

/** Logs in, and opens the export of that login. */
async function openExport(page: Page, at: DockerRegistry): Promise<void> {
  const login = new LoginPage(page, say);
  await login.logIn({ registry: at.registry, ...at.account });
  await login.finish();
  await openExportOf(page, at);
}

/** Opens the export of a login from its menu, by the keyboard. */
async function openExportOf(page: Page, { registry, account }: DockerRegistry): Promise<void> {
  await new CredentialsPage(page, say).row(registry, account.username).waitFor();
  await button(page, 'credentials.actions', { registry, user: account.username }).press('Enter');
  await page.getByRole('menuitem', { name: say('export.open') }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: say('export.title') })).toBeFocused();
}

test('a newcomer finds the export beside the import, and its forms in groups', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { page } = await workstation.start();
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  await login.logIn({ registry, ...account });
  await login.finish();
  await new CredentialsPage(page, say).row(registry, account.username).waitFor();
  await button(page, 'export.open').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: say('export.title') })).toBeFocused();
  // Of one there is nothing to choose.
  await expect(page.getByRole('checkbox')).toBeChecked();
  await expect(preview(page)).not.toHaveValue('');

  await test.step('the forms are seen in groups, at once, and the chosen one says what it is', async () => {
    for (const group of EXPORT_GROUPS) {
      await expect(page.getByRole('group', { name: say(`export.group.${group}`) })).toBeVisible();
    }
    await expect(page.getByText(say('export.form.link.text'))).toHaveCount(0);
    await chooseForm(page, 'link');
    await expect(page.getByText(say('export.form.link.text'))).toBeVisible();
    await workstation.look('groups', testInfo);
    await expectAccessible(page);
  });
});

/** Chooses a form of the tab that is shown, by the keyboard. */
async function chooseForm(page: Page, form: ExportFormId): Promise<void> {
  const radio = page.getByRole('radio', { name: say(`export.form.${form}.name`), exact: true });
  await radio.focus();
  await page.keyboard.press('Space');
  await expect(radio).toBeChecked();
}

test('S29: a tab for each tool; every form is seen without its secret, by the keyboard', async ({
  workstation,
  basicRegistry,
}) => {
  const { page } = await workstation.start();
  await openExport(page, basicRegistry);
  for (const each of EXPORT_TABS) {
    await tab(page, each).press('Enter');
    await expect(tab(page, each)).toHaveAttribute('aria-selected', 'true');
    for (const form of formsOf(each)) {
      await chooseForm(page, form);
      await expect(preview(page)).not.toHaveValue('');
    }
    await workstation.readScreen(`export ${each}`);
    // Between them they have every kind of field.
    if (each === 'kubernetes' || each === 'podman') await expectAccessible(page);
  }
});

test('a login leaves as a file for its user alone, by the keyboard, and it is remembered where it went', async ({
  askingWorkstation: workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { electron, page } = await workstation.start();
  await openExport(page, basicRegistry);

  const path = join(workstation.home.root, 'exports', 'secret.yaml');
  await test.step('S37: the Secret is saved 0600, and holds the login', async () => {
    await mkdir(join(path, '..'), { mode: 0o700 });
    workstation.declaredTargets.add(path);
    await tab(page, 'openshift').press('Enter');
    await chooseForm(page, 'secret-yaml');
    await page.getByLabel(say('export.option.name'), { exact: true }).fill('My Secret');
    await page.getByLabel(say('export.option.namespace'), { exact: true }).fill('ci');
    await expect(preview(page)).toHaveValue(/name: my-secret\n {2}namespace: ci\n/);
    await expect(page.getByText(say('export.note.name-changed'))).toBeVisible();
    await expect(preview(page)).toHaveValue(/\.dockerconfigjson: •+\n/);

    await savesTo(electron, null);
    await button(page, 'export.save').press('Enter');
    await workstation.answerKeyring();
    await expect(button(page, 'export.save')).toBeEnabled();
    await savesTo(electron, path);
    await button(page, 'export.save').press('Enter');
    await workstation.answerKeyring();
    await expect(page.getByText(say('export.saved', { path }))).toBeVisible();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { data } = parse(await readFile(path, 'utf8')) as { data: Record<string, string> };
    const config = Buffer.from(data['.dockerconfigjson'] ?? '', 'base64').toString('utf8');
    const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
    expect(JSON.parse(config)).toEqual({ auths: { [registry]: { auth } } });
  });

  await test.step('S23, S33: where it went is remembered, and can be forgotten', async () => {
    const use = page.getByRole('region', { name: say('export.uses.title') });
    await expect(use).toContainText(
      say('export.uses.object', { name: 'my-secret', namespace: 'ci' }),
    );
    await expect(use).toContainText(say('export.uses.file', { file: 'secret.yaml' }));
    await workstation.look('exported', testInfo);
    await expectAccessible(page);
    await use.getByRole('button').press('Enter');
    await expect(use).toContainText(say('export.uses.empty'));
  });

  await test.step('a file that a link leads to is refused in words', async () => {
    await savesTo(electron, join(workstation.home.root, 'exports'));
    await button(page, 'export.save').press('Enter');
    await workstation.answerKeyring();
    await expect(
      page.getByRole('heading', { name: say('errors.FILE_NOT_REGULAR.title') }),
    ).toBeVisible();
  });

  await test.step('podman is logged in by the exported auth.json', async () => {
    const authFile = join(workstation.home.root, 'exports', 'auth.json');
    workstation.declaredTargets.add(authFile);
    await tab(page, 'podman').press('Enter');
    await chooseForm(page, 'auth-json');
    await savesTo(electron, authFile);
    await expect(preview(page)).toHaveValue(/^\{\n\t"auths"/);
    await button(page, 'export.save').press('Enter');
    await workstation.answerKeyring();
    await expect(page.getByText(say('export.saved', { path: authFile }))).toBeVisible();
    const env = { ...workstation.toolEnv, REGISTRY_AUTH_FILE: authFile };
    expect(await getLogin('podman', registry, env)).toBe(account.username);
  });
});

test('several logins leave over the clipboard, which is cleared by time and by locking, but not of what came after', async ({
  askingWorkstation: workstation,
  basicRegistry,
  tokenRegistry,
}) => {
  const { electron, page } = await workstation.start();
  const passTime = await holdTimer(electron, CLIPBOARD_CLEARS_AFTER_MS);
  const login = new LoginPage(page, say);
  for (const { registry, account, tokenServer } of [basicRegistry, tokenRegistry]) {
    await login.logIn({ registry, ...account }, tokenServer?.host ?? null);
    await login.finish();
  }
  await button(page, 'export.select').click();
  for (const { registry, account } of [basicRegistry, tokenRegistry]) {
    const name = say('export.selectOne', { registry, user: account.username });
    await page.getByRole('checkbox', { name }).check();
  }
  await expectAccessible(page);
  await button(page, 'export.selected', { count: 2 }).click();
  await tab(page, 'docker').click();
  await expect(preview(page)).toHaveValue(/docker login .*\n.*docker login /);

  await button(page, 'export.copy').click();
  await workstation.answerKeyring();
  await expect(page.getByText(say('export.copied', { duration: '30 sec' }))).toBeVisible();
  const copied = await onClipboard(electron);
  expect(copied).toContain(basicRegistry.account.password);
  expect(copied).toContain(tokenRegistry.account.password);
  await passTime();
  await expect.poll(() => onClipboard(electron)).toBe('');

  await button(page, 'export.copy').click();
  await workstation.answerKeyring();
  await expect.poll(() => onClipboard(electron)).toBe(copied);
  await electron.evaluate(({ clipboard }) => clipboard.writeText('what came after'));
  await passTime();
  expect(await onClipboard(electron)).toBe('what came after');

  await button(page, 'export.copy').click();
  await workstation.answerKeyring();
  await expect.poll(() => onClipboard(electron)).toBe(copied);
  await page.evaluate(() => window.pullkeeper?.invoke('vault.lock', undefined));
  await expect.poll(() => onClipboard(electron)).toBe('');
});

test('S9, S21, S26: a personal Red Hat login goes to a shared system only when the user has read why not', async ({
  askingWorkstation: workstation,
  basicRegistry,
}) => {
  const { account } = basicRegistry;
  const { electron, page } = await workstation.start();
  // The form offers this kind for Red Hat's registries alone.
  const about = { kind: 'red-hat-login', plainHttp: false } as const;
  await loginFromPage(page, basicRegistry.registry, account, ['runtime'], about);
  await openExportOf(page, basicRegistry);

  await expect(page.getByText(say('export.personal.why'))).toBeVisible();
  await expect(
    page.getByText(say('export.personal.who', { users: account.username })),
  ).toBeVisible();
  await expectAccessible(page);
  await expect(button(page, 'export.save')).toBeDisabled();
  await expect(button(page, 'export.copy')).toBeDisabled();
  await page.getByRole('checkbox', { name: say('export.personal.accept') }).check();
  await button(page, 'export.copy').click();
  await workstation.answerKeyring();
  await expect.poll(() => onClipboard(electron)).toContain('kind: Secret');

  await tab(page, 'podman').click();
  await expect(page.getByText(say('export.personal.why'))).toHaveCount(0);
  await expect(button(page, 'export.copy')).toBeEnabled();
});
