import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { toolLogout } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

async function expectAccessible(page: Page): Promise<void> {
  // Legacy mode: a second page, which the default mode opens, does not exist in Electron.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

async function goTo(page: Page, place: 'credentials' | 'lookup' | 'activity'): Promise<void> {
  if (place === 'lookup') {
    await page.getByRole('link', { name: say('nav.diagnosis') }).click();
    await page.getByRole('link', { name: say('diagnosis.sections.lookup') }).click();
  } else {
    await page.getByRole('link', { name: say(`nav.${place}`) }).click();
  }
  await expect(page.getByRole('heading', { level: 1, name: say(`${place}.title`) })).toBeVisible();
}

function credentialFile(logins: Readonly<Record<string, readonly [string, string]>>): string {
  const auths = Object.entries(logins).map(([key, [username, secret]]) => [
    key,
    { auth: Buffer.from(`${username}:${secret}`).toString('base64') },
  ]);
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}

test('which credential wins: each tool is named with its user, its file and its reasons', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { home } = workstation;
  const registry = 'registry.example.com';
  const [narrow, wide, other] = [makeCanary(), makeCanary(), makeCanary()];
  for (const secret of [narrow, wide, other]) workstation.keepSecret(secret);
  await workstation.replaceFile(
    home.authFile,
    credentialFile({ [`${registry}/team`]: ['team-bot', narrow], [registry]: ['ada', wide] }),
  );
  await workstation.replaceFile(home.dockerConfig, credentialFile({ [registry]: ['bob', other] }));
  const { page } = await workstation.start();
  await goTo(page, 'lookup');
  const field = page.getByLabel(say('lookup.field'));

  await test.step('a text that is no reference is refused in words', async () => {
    await field.fill('ada:secret@quay.io');
    await expect(page.getByText(say('lookup.userinfo'))).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the tools disagree, and each says why', async () => {
    const image = `${registry}/team/app`;
    await field.fill(image);
    await field.press('Enter');
    await expect(page.getByText(say('lookup.agreement.differ', { image }))).toBeVisible();
    const podman = page.getByRole('region', { name: say('lookup.consumer.podman') });
    const docker = page.getByRole('region', { name: say('lookup.consumer.docker') });
    await expect(podman.getByText(say('lookup.logsInAs', { user: 'team-bot' }))).toBeVisible();
    await expect(docker.getByText(say('lookup.logsInAs', { user: 'bob' }))).toBeVisible();
    await podman.locator('summary').click();
    const keys = podman.getByRole('list', {
      name: say('lookup.candidates', { source: home.authFile }),
    });
    await expect(keys.getByRole('listitem').filter({ hasText: `${registry}/team` })).toContainText(
      say('lookup.why.wins'),
    );
    await expect(keys.getByRole('listitem').filter({ hasText: 'ada' })).toContainText(
      say('lookup.why.less-specific'),
    );
    await workstation.look('which credential wins', testInfo);
    await expectAccessible(page);
  });
});

test("another tool's logout is noticed and put back, and the activity takes it back", async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const { authFile } = workstation.home;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const row = credentials.row(registry, username);
  const notice = page.getByText(say('drift.kind.logged-out', { user: username, registry }));
  const dialog = page.getByRole('dialog');
  await login.logIn({ registry, ...account });
  await login.finish();
  await credentials.expectState(row, 'auth.json', 'in-sync');

  // What was written counts as placed once no tool's stale overwrite of it is looked for any more.
  await expect
    .poll(() =>
      readFile(join(workstation.home.userData, 'placements.json'), 'utf8').catch(() => ''),
    )
    .toMatch(/("notice":\s*null[\s\S]*){2}/);

  await test.step('the logout of podman is noticed', async () => {
    expect((await toolLogout('podman', registry, workstation.toolEnv)).code).toBe(0);
    await expect(notice).toBeVisible();
    await workstation.look('drift', testInfo);
    await expectAccessible(page);
  });

  await test.step('it is put back after the plan was shown', async () => {
    await page
      .getByRole('button', { name: say('drift.putBackOf', { user: username, registry }) })
      .click();
    await dialog.getByRole('button', { name: say('writeDialog.confirm'), exact: true }).click();
    await expect(dialog.getByText(say('outcome.written'), { exact: true })).toBeVisible();
    await credentials.close(dialog);
    await expect(notice).toHaveCount(0);
    expect(await readFile(authFile, 'utf8')).toContain(registry);
  });

  await test.step('the newest entry of the activity is undone', async () => {
    await goTo(page, 'activity');
    const entries = page.getByRole('list', { name: say('activity.title') }).locator('> li');
    await expect(entries.first()).toContainText(authFile);
    await workstation.look('activity', testInfo);
    await expectAccessible(page);
    await entries.first().getByRole('button').click();
    await dialog.getByRole('button', { name: say('undoDialog.confirm'), exact: true }).click();
    await expect(dialog.getByText(say('outcome.written'), { exact: true })).toBeVisible();
    await credentials.close(dialog);
    await expect(entries.first()).toContainText(say('activity.action.undo'));
    expect(await readFile(authFile, 'utf8')).not.toContain(registry);
  });
});
