import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { manyCredentials, writeIndex } from '../support/many-credentials.ts';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');
const button = (page: Page, key: string, values = {}) =>
  page.getByRole('button', { name: say(key, values), exact: true });

async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a profile brings back in one switch what a bulk logout took away; notes and tags lead to their credential', async ({
  workstation,
  basicRegistry,
  tokenRegistry,
}, testInfo) => {
  const { page } = await workstation.start();
  const { toolEnv } = workstation;
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const both = [basicRegistry, tokenRegistry];
  for (const { registry, account, tokenServer } of both) {
    await login.logIn({ registry, ...account }, tokenServer?.host ?? null);
    await login.finish();
  }
  const loggedIn = () =>
    Promise.all(both.map(({ registry }) => getLogin('podman', registry, toolEnv)));
  const users = both.map(({ account }) => account.username);
  const { registry, account } = tokenRegistry;

  await test.step('label, owner, tags and notes, in any script', async () => {
    const dialog = await credentials.choose(registry, account.username, 'edit');
    await dialog.getByLabel(say('edit.label'), { exact: true }).fill('Robot of the night');
    await dialog.getByLabel(say('edit.owner')).fill('Platform team');
    await dialog.getByLabel(say('edit.tags')).fill('prod, customer A，夜间, prod');
    await dialog.getByLabel(say('edit.notes')).fill('חידוש בכל רבעון\nask ops first');
    await expectAccessible(page);
    await button(page, 'edit.save').click();
    await dialog.waitFor({ state: 'detached' });
    const row = credentials.row(registry, account.username);
    await expect(row).toContainText('Robot of the night');
    await expect(row).toContainText('夜间');
    await button(page, 'credentials.details', { registry, user: account.username }).click();
    const notes = page.getByText('חידוש בכל רבעון');
    await expect(notes).toHaveAttribute('dir', 'auto');
    await expect(page.getByText('Platform team')).toBeVisible();
    await workstation.look('details', testInfo);
    await button(page, 'credentials.details', { registry, user: account.username }).click();
  });

  await test.step('what is active now becomes a profile', async () => {
    await button(page, 'profiles.open').click();
    await page.getByLabel(say('profiles.name')).fill('Work');
    await button(page, 'profiles.save').click();
    await expect(page.getByText(say('profiles.state.active'), { exact: true })).toBeVisible();
    await expectAccessible(page);
    await workstation.look('profiles', testInfo);
    await button(page, 'profiles.back').click();
  });

  await test.step('a bulk logout shows its plan, and the tools are logged out', async () => {
    await button(page, 'export.select').click();
    await button(page, 'bulk.all_other', { count: 2 }).click();
    await expect(
      page.getByText(say('bulk.count_other', { count: 2 }), { exact: true }),
    ).toBeVisible();
    await button(page, 'credentials.logOut').click();
    const dialog = page.getByRole('dialog');
    for (const each of both) await expect(dialog).toContainText(each.registry);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: say('logoutDialog.confirm'), exact: true }).click();
    await expect(dialog.getByText(say('bulk.kept'))).toBeVisible();
    expect(await loggedIn()).toEqual([null, null]);
    await credentials.close(dialog);
  });

  await test.step('a bulk check asks each registry and names what it found', async () => {
    await button(page, 'bulk.check').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(say('checkAll.verified', { count: 2, total: 2 }))).toBeVisible();
    await credentials.close(dialog);
    await button(page, 'common.cancel').click();
  });

  await test.step('the switch shows one plan over all targets, and the tools are back', async () => {
    await button(page, 'profiles.open').click();
    await expect(page.getByText(say('profiles.state.inactive'), { exact: true })).toBeVisible();
    await button(page, 'profiles.switchTo', { name: 'Work' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(workstation.home.authFile)).toBeVisible();
    await expect(dialog.getByText(workstation.home.dockerConfig)).toBeVisible();
    await button(page, 'profiles.switch').last().click();
    await expect(dialog.getByText(say('outcome.written'), { exact: true })).toHaveCount(2);
    expect(await loggedIn()).toEqual(users);
    await credentials.close(dialog);
    await expect(page.getByText(say('profiles.state.active'), { exact: true })).toBeVisible();
  });

  await test.step('a profile goes, and its credentials stay', async () => {
    await button(page, 'profiles.deleteOne', { name: 'Work' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('profiles.delete') })
      .click();
    await expect(page.getByText(say('profiles.empty'))).toBeVisible();
    expect(await loggedIn()).toEqual(users);
  });
});

test('ten thousand credentials are found, ordered, scrolled through and selected', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  await writeIndex(workstation.home.userData, manyCredentials(10_000));
  const { page } = await workstation.start();
  const row = (user: string) =>
    page.getByRole('row').filter({ has: page.getByText(user, { exact: true }) });
  const count = (matching: number) =>
    page.getByText(say('credentials.count_other', { count: matching, total: 10_000 }));
  const search = page.getByRole('searchbox');

  await test.step('few of the rows are rendered, and each says which one it is', async () => {
    await expect(row('team-0+builder-0')).toBeVisible();
    const table = page.getByRole('table', { name: say('credentials.title') });
    await expect(table).toHaveAttribute('aria-rowcount', '10001');
    expect(await page.getByRole('row').count()).toBeLessThan(60);
  });

  await test.step('the last row can be scrolled to', async () => {
    const main = page.locator('#main');
    // Rows are measured on the way; the end moves until all of the last ones are.
    await expect(async () => {
      await main.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
      await expect(row('team-8+builder-9999')).toBeInViewport({ timeout: 500 });
    }).toPass();
    await expect(row('team-8+builder-9999')).toHaveAttribute('aria-rowindex', '10001');
    await main.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect(row('team-0+builder-0')).toBeInViewport();
  });

  await test.step('words, tags and verdicts narrow it down', async () => {
    await search.fill('builder-1234');
    await expect(count(1)).toBeVisible();
    await expect(row('team-70+builder-1234')).toBeVisible();
    await search.press('Escape');
    await expect(count(10_000)).toBeVisible();
    await button(page, 'credentials.moreFilters').click();
    await page.getByLabel(say('filters.tag')).selectOption('客户甲');
    await expect(count(400)).toBeVisible();
    await page.getByLabel(say('filters.verdict')).selectOption('rejected');
    await expect(count(100)).toBeVisible();
    await expectAccessible(page);
    await workstation.look('filters', testInfo);
    await search.fill('nothing is called so');
    await expect(
      page.getByText(say('credentials.noMatch', { filter: 'nothing is called so' })),
    ).toBeVisible();
    await button(page, 'credentials.clearFilter').last().click();
    await expect(count(10_000)).toBeVisible();
  });

  await test.step('a column orders all of them, and the other way round', async () => {
    const head = page.getByRole('columnheader', { name: say('credentials.column.user') });
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    await expect(row('team-0+builder-97')).toBeInViewport();
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await expect(row('team-96+builder-9990')).toBeInViewport();
  });

  await test.step('all that match are selected, also those that were never rendered', async () => {
    await search.fill('team-7+');
    await expect(count(104)).toBeVisible();
    await button(page, 'export.select').click();
    await button(page, 'bulk.all_other', { count: 104 }).click();
    await expect(
      page.getByText(say('bulk.count_other', { count: 104 }), { exact: true }),
    ).toBeVisible();
    await expect(page.getByRole('checkbox').first()).toBeChecked();
    await button(page, 'credentials.logOut').click();
    await expect(page.getByRole('dialog').getByText(say('bulk.nothing'))).toBeVisible();
  });

  await test.step('the export takes them along, and finds any other by its words', async () => {
    await page.keyboard.press('Escape');
    await button(page, 'export.selected', { count: 104 }).click();
    await expect(page.getByRole('heading', { level: 1, name: say('export.title') })).toBeVisible();
    const boxes = page
      .getByRole('group', { name: say('export.credentials') })
      .getByRole('checkbox');
    await expect(boxes).toHaveCount(100);
    await expect(boxes.last()).toBeChecked();
    await search.fill('builder-1234');
    await expect(boxes).toHaveCount(1);
    await expect(boxes).not.toBeChecked();
    await boxes.click();
    await expect(boxes).toBeChecked();
    await expect(
      page.getByText(say('export.chosen_other', { count: 105, shown: 1, total: 10_000 })),
    ).toBeVisible();
  });
});
