import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { RED_HAT_HOSTS } from '../../shared/red-hat-hosts.ts';
import { makeCanary } from '../support/canary.ts';
import { trustRegistry } from '../support/docker-registry.ts';
import { test } from './fixtures.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('an error text is explained with the keyboard alone, and its secret is shown nowhere else', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { page } = await workstation.start();
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('link', { name: say('diagnosis.sections.explain') }).click();
  const field = page.getByRole('textbox', { name: say('explainer.field') });
  await expect(field).toBeVisible();
  await expectAccessible(page);

  const password = makeCanary();
  workstation.keepSecret(password);
  await field.fill(
    [
      `$ podman login -u '1234567|me' -p ${password} registry.redhat.io`,
      'Error: logging into "registry.redhat.io": invalid username/password',
    ].join('\n'),
  );
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('diagnosis.cause.credential-rejected'))).toBeVisible();
  await expect(page.getByText(say('explainer.redacted'))).toBeVisible();
  await field.fill('');
  await expect(page.getByRole('main')).not.toContainText(password.slice(0, 20));
  await workstation.look('explained', testInfo);
  await expectAccessible(page);

  await page.getByRole('button', { name: say('explainer.lookUp') }).click();
  await expect(page.getByRole('heading', { level: 1, name: say('lookup.title') })).toBeVisible();
});

test('S5 S15 S16: advice, commands and a real answer for an image', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { page } = await workstation.start();
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('link', { name: say('diagnosis.sections.image') }).click();
  const field = page.getByRole('textbox', { name: say('imageCheck.field') });
  await field.fill('registry.access.redhat.com/rhel8/postgresql-15:1');
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('imageCheck.advice.no-login-there'))).toBeVisible();
  await expect(
    page.getByText('podman pull registry.access.redhat.com/rhel8/postgresql-15:1'),
  ).toBeVisible();
  await page
    .getByRole('button', { name: 'registry.redhat.io/rhel8/postgresql-15:1', exact: false })
    .click();
  await expect(page.getByText(say('imageCheck.advice.login-needed'))).toBeVisible();
  await workstation.look('advice', testInfo);
  await expectAccessible(page);
});

test('S42: the allow-list is saved for the firewall team, readable by its user alone', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { page, electron } = await workstation.start();
  const path = join(workstation.home.home, 'allow-list.csv');
  // The dialog is the desktop's: it is answered, not drawn.
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('link', { name: say('diagnosis.sections.allowList') }).click();
  await page.getByRole('button', { name: say('allowList.saveCsv') }).click();
  await expect(page.getByText(say('handingOn.saved'))).toBeVisible();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(RED_HAT_HOSTS.length + 1);
  expect(lines[1]).toMatch(/^registry\.redhat\.io,443,/);
  await workstation.look('allow-list', testInfo);
  await expectAccessible(page);
});

test('S43: the cause is named, mended, gone; the report has it all and no secret', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { home } = workstation;
  const { registry, account, image } = basicRegistry;
  workstation.keepSecret(account.password);
  const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  await workstation.replaceFile(
    home.dockerConfig,
    `${JSON.stringify({ auths: { [registry]: { auth } } })}\n`,
  );
  const { page, electron } = await workstation.start();
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await expectAccessible(page);
  const field = page.getByRole('textbox', { name: say('diagnosis.field') });
  const start = page.getByRole('button', { name: say('diagnosis.start') });
  const report = page.getByRole('heading', { name: say('diagnosis.report.title') });

  await field.fill(image);
  await start.click();
  await expect(report).toBeVisible();
  const result = page.getByRole('region', { name: image });
  const untrusted = result.getByRole('heading', {
    name: say('diagnosis.cause.tls-unknown-authority'),
  });
  await expect(untrusted).toBeVisible();
  await workstation.look('an unknown authority', testInfo);
  await expectAccessible(page);

  await test.step('several side by side: each with its cause in a table that leads to it', async () => {
    await field.fill(`${registry}\n127.0.0.1:1`);
    await start.click();
    await expect(report).toBeVisible();
    const results = page.getByRole('table', { name: say('diagnosis.results.title') });
    const row = (name: string) =>
      results.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
    await expect(row(registry)).toContainText(say('diagnosis.cause.tls-unknown-authority'));
    await expect(row('127.0.0.1:1')).toContainText(say('diagnosis.cause.tcp-refused'));
    await results.getByRole('button', { name: '127.0.0.1:1' }).press('Enter');
    const heading = page.getByRole('heading', { level: 2, name: '127.0.0.1:1' });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await expectAccessible(page);
    await field.fill(image);
  });

  await trustRegistry(home.home, basicRegistry);
  await start.click();
  await expect(untrusted).toHaveCount(0);
  await expect(report).toBeVisible();
  await expect(result).toContainText(account.username);
  await workstation.look('trusted', testInfo);

  for (const [name, button] of [
    ['diagnosis.md', 'allowList.saveMarkdown'],
    ['diagnosis.json', 'diagnosis.report.saveJson'],
  ] as const) {
    const path = join(home.home, name);
    await electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    await page.getByRole('button', { name: say(button) }).click();
    await expect(page.getByText(path)).toBeVisible();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(registry);
    workstation.expectNoSecretIn([{ place: name, content: text }]);
  }
});
