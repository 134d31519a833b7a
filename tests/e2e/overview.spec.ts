import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { getLogin, toolLogin, toolLogout } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

const place = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name: say(`nav.${name}`), exact: true });
const rowOf = (page: Page, registry: string) =>
  page.getByRole('row').filter({ has: page.getByText(registry, { exact: true }) });
const cell = (page: Page, registry: string, state: string) =>
  rowOf(page, registry).getByText(say(`state.${state}.name`), { exact: true });

test('the first run reads what other tools are logged in to, and takes over what was chosen', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { home } = workstation;
  const secret = makeCanary();
  workstation.keepSecret(secret);
  const auth = (user: string) => ({
    auth: Buffer.from(`${user}:${secret}`).toString('base64'),
  });
  const texts = {
    [home.authFile]: JSON.stringify({ auths: { 'quay.io': auth('ada'), 'ghcr.io': auth('bob') } }),
    [home.dockerConfig]: JSON.stringify({
      auths: { 'https://index.docker.io/v1/': auth('eve'), 'registry.example.com': {} },
      credHelpers: { 'gcr.io': 'gcloud' },
    }),
  };
  for (const [path, text] of Object.entries(texts)) await workstation.replaceFile(path, text);
  const expectFilesUntouched = async () => {
    for (const [path, text] of Object.entries(texts))
      expect(await readFile(path, 'utf8')).toBe(text);
  };
  const { page } = await workstation.start();
  const credentials = new CredentialsPage(page, say);

  await expect(page.getByText(say('firstRun.found_other', { count: 3 }))).toBeVisible();
  await expect(page.getByText(say('firstRun.foundIn_other', { count: 2 }))).toBeVisible();
  await workstation.look('first run', testInfo);
  await expectFilesUntouched();

  await page.getByRole('button', { name: say('firstRun.choose') }).click();
  const login = (user: string, key: string) =>
    page.getByRole('checkbox', { name: say('found.one', { user, key }) });
  await expect(page.getByRole('checkbox')).toHaveCount(3);
  await login('bob', 'ghcr.io').uncheck();
  await workstation.look('logins of other tools', testInfo);
  await page.getByRole('button', { name: say('found.take_other', { count: 2 }) }).click();
  const results = page.getByRole('status', { name: say('found.results') });
  await expect(results.getByText(say('found.done'), { exact: true })).toHaveCount(2);
  // What was not chosen is still there to be chosen, and nothing else is.
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await expect(login('bob', 'ghcr.io')).toBeVisible();
  await expectFilesUntouched();

  await place(page, 'credentials').click();
  await expect(credentials.row('quay.io', 'ada')).toBeVisible();
  await expect(credentials.row('docker.io', 'eve')).toBeVisible();
  await expect(page.getByText('bob', { exact: true })).toHaveCount(0);
});

test('the overview follows the tools, and mends what is missing in its place', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { page } = await workstation.start();
  const { toolEnv } = workstation;
  const { registry, account } = basicRegistry;
  const login = new LoginPage(page, say);
  await place(page, 'overview').click();
  await expect(page.getByText(say('overview.none'))).toBeVisible();
  for (const [step, title] of [
    ['logIn', 'login.title'],
    ['import', 'import.title'],
    ['takeOver', 'found.title'],
  ] as const) {
    const name = say(`overview.start.${step}.label`);
    await page.getByRole('button', { name, exact: true }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: say(title) })).toBeVisible();
    await place(page, 'overview').click();
  }
  await login.logIn({ registry, ...account }, null);
  await login.finish();
  await place(page, 'overview').click();
  await expect(cell(page, registry, 'in-sync')).toHaveCount(2);

  await toolLogout('podman', registry, toolEnv);
  await expect(cell(page, registry, 'missing')).toHaveCount(1);
  await expect(page.getByText(say('overview.attention_one', { count: 1 }))).toBeVisible();
  await workstation.look('overview', testInfo);
  const target = say('targets.sessionName', { file: 'auth.json' });
  await page
    .getByRole('button', { name: say('overview.writeHereOf', { registry, target }) })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(workstation.home.authFile)).toBeVisible();
  await dialog.getByRole('button', { name: say('writeDialog.confirm'), exact: true }).click();
  await expect(dialog.getByText(say('outcome.written'), { exact: true })).toBeVisible();
  await new CredentialsPage(page, say).close(dialog);
  await expect(cell(page, registry, 'in-sync')).toHaveCount(2);
  expect(await getLogin('podman', registry, toolEnv)).toBe(account.username);

  await page.getByRole('button', { name: say('overview.details', { registry }) }).click();
  await expect(page.getByText(workstation.home.dockerConfig)).toBeVisible();
  await page.getByRole('link', { name: say('overview.toCredentials_one', { count: 1 }) }).click();
  await expect(new CredentialsPage(page, say).row(registry, account.username)).toBeVisible();
});

test('a login that another tool made is in the overview, as its own', async ({
  workstation,
  tokenRegistry,
}) => {
  const { page } = await workstation.start();
  const { registry, account } = tokenRegistry;
  await place(page, 'overview').click();
  await toolLogin('skopeo', registry, account, workstation.toolEnv);
  await expect(cell(page, registry, 'foreign')).toBeVisible();
  await expect(rowOf(page, registry)).toContainText(account.username);
  await page.getByRole('link', { name: say('overview.takeOver'), exact: true }).click();
  await page.getByRole('button', { name: say('found.take_one', { count: 1 }) }).click();
  await page.getByRole('button', { name: say('found.toOverview') }).click();
  await expect(cell(page, registry, 'in-sync')).toBeVisible();
});
