import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { trustRegistry } from '../support/docker-registry.ts';
import { CLIENT_ID, startIdentityProvider } from '../support/identity-provider.ts';
import {
  type Person,
  type ServiceAccountApiDouble,
  startServiceAccountApi,
} from '../support/service-account-api.ts';
import type { Authority } from '../support/tls.ts';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { agrees, questionsOf } from './pages/file-dialog.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');
const UMA: Person = { username: 'uma', organization: '4711', isAdministrator: false };
const ANN: Person = { username: 'ann', organization: '4711', isAdministrator: true };

const button = (at: Page | Locator, key: string, values = {}) =>
  at.getByRole('button', { name: say(key, values), exact: true });

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Red Hat's side on this machine, whose every token is looked for at the end. */
async function startRedHat(workstation: Workstation, authority: Authority) {
  const provider = await startIdentityProvider([UMA, ANN]);
  const api = await startServiceAccountApi({
    authority,
    whoIs: provider.whoIs,
    passwords: () => {
      const canary = `eyJ${makeCanary().replaceAll(/[^\w-]/g, '')}`;
      workstation.keepSecret(canary);
      return canary;
    },
  });
  await trustRegistry(workstation.home.home, { registry: api.registry, ca: authority.ca });
  return {
    provider,
    api,
    close: () => Promise.all([provider.close(), api.close()]),
  };
}

/** The system browser, as far as the app sees it: addresses are kept and not opened. */
async function catchLinks(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
}

const openedIn = (electron: ElectronApplication) =>
  electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);

async function openAccounts(page: Page): Promise<void> {
  await page.getByRole('link', { name: say('nav.serviceAccounts') }).click();
  await expect(
    page.getByRole('heading', { name: say('serviceAccounts.local.title') }),
  ).toBeVisible();
}

async function connect(
  { electron, app: { page } }: Workstation,
  issuer: string,
  { base, registry }: ServiceAccountApiDouble,
): Promise<void> {
  await button(page, 'redHat.title').click();
  const fields = { clientId: CLIENT_ID, issuer, apiBase: base, registry };
  for (const [name, value] of Object.entries(fields)) {
    await page.locator(`#red-hat-${name}`).fill(value);
  }
  await agrees(electron);
  await button(page, 'redHat.save').click();
  await expect(page.getByText(say('redHat.saved'), { exact: true })).toBeVisible();
  expect(await questionsOf(electron)).toEqual([expect.stringContaining(issuer)]);
}

/** Pastes with the keyboard, from the desktop's clipboard, and empties that when it was read. */
async function paste(
  { electron, app }: Workstation,
  field: string,
  text: string,
  read: Locator,
): Promise<void> {
  await electron.evaluate(({ clipboard }, pasted) => clipboard.writeText(pasted), text);
  await app.page.locator(field).focus();
  await app.page.keyboard.press('Control+V');
  await expect(read).toBeVisible();
  await electron.evaluate(({ clipboard }) => clipboard.clear());
}

async function passwordIn(path: string, registry: string): Promise<string> {
  const { auths } = JSON.parse(await readFile(path, 'utf8'));
  const pair = Buffer.from(auths[registry].auth, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

test('S26, S27, S28, S31: without a connection, the portal and a paste make an account', async ({
  workstation,
  authority,
}, testInfo) => {
  const { api, provider, close } = await startRedHat(workstation, authority);
  try {
    const { page } = await workstation.start();
    const { electron } = workstation;
    await catchLinks(electron);
    await openAccounts(page);
    await expect(page.getByText(say('serviceAccounts.local.empty'))).toBeVisible();
    for (const rule of ['administrator', 'users', 'visible', 'entitlement']) {
      await expect(page.getByText(say(`serviceAccounts.rules.${rule}`))).toBeVisible();
    }
    await expectAccessible(page);
    await connect(workstation, provider.issuer, api);
    await expectAccessible(page);
    await button(page, 'common.back').click();

    // The portal makes it; what it shows is pasted, and nothing is kept that the registry refuses.
    await button(page, 'serviceAccounts.create').click();
    await page.getByRole('button', { name: say('link.red-hat-service-accounts') }).click();
    await expect
      .poll(() => openedIn(electron))
      .toEqual(['https://access.redhat.com/terms-based-registry/']);
    await page.locator('#account-name').fill('ci');
    await expect(page.getByText(say('serviceAccounts.new.becomes', { name: 'ci' }))).toBeVisible();
    await expectAccessible(page);
    api.put(UMA, 'ci');
    const username = api.usernameOf('ci');
    await paste(
      workstation,
      '#account-text',
      'ci\neyJnot-the-token',
      page.getByRole('status').getByRole('heading', { name: say('verdict.rejected') }),
    );
    await expect(page.getByText(say('shape.service-account-short-name'))).toBeVisible();
    await expect(button(page, 'login.write.confirm')).toBeHidden();
    const first = api.passwordOf('ci');
    await paste(
      workstation,
      '#account-text',
      `Username\t${username}\nToken\t${first}`,
      page.getByRole('status').getByRole('heading', { name: say('verdict.verified') }),
    );
    await expect(page.locator('#target-runtime')).toBeChecked();
    await expectAccessible(page);
    await button(page, 'login.write.confirm').click();
    await expect(
      page.getByText(say('serviceAccounts.finish.stored', { user: username })),
    ).toBeVisible();
    await button(page, 'login.done.finish').click();
    await expect(page.getByRole('heading', { level: 3, name: username })).toBeVisible();
    expect(await getLogin('podman', api.registry, workstation.toolEnv)).toBe(username);
    await expectAccessible(page);
    await workstation.look('account', testInfo);

    // The description here is not the portal's.
    await button(page, 'serviceAccounts.describe.open').click();
    await page.locator('#account-description').fill('Nightly builds');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nightly builds', { exact: true })).toBeVisible();
    expect(api.accounts.get('ci')?.description).toBe('');
  } finally {
    await close();
  }
});

test('S30, S32, S33: without a connection, a new token is pasted and replaced; deleting is not removing', async ({
  workstation,
  authority,
}, testInfo) => {
  const { api, provider, close } = await startRedHat(workstation, authority);
  try {
    api.put(UMA, 'ci');
    const username = api.usernameOf('ci');
    const { page } = await workstation.start();
    await catchLinks(workstation.electron);
    await openAccounts(page);
    await connect(workstation, provider.issuer, api);
    await button(page, 'common.back').click();
    await button(page, 'serviceAccounts.create').click();
    const confirm = button(page, 'login.write.confirm');
    await paste(workstation, '#account-text', `${username}\n${api.passwordOf('ci')}`, confirm);
    await confirm.click();
    await button(page, 'login.done.finish').click();

    // Regenerated there, replaced here; by the keyboard.
    await button(page, 'serviceAccounts.rotate.open').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(say('serviceAccounts.uses.andOthers'))).toBeVisible();
    await expect(dialog.locator('#rotate-text')).toBeHidden();
    await dialog.locator('#confirm-name').fill('ci');
    await expectAccessible(page);
    const account = api.accounts.get('ci');
    const second = `eyJ${makeCanary().replaceAll(/[^\w-]/g, '')}`;
    workstation.keepSecret(second);
    if (account !== undefined) account.password = second;
    await paste(
      workstation,
      '#rotate-text',
      `${username}\n${second}`,
      dialog.getByText(say('serviceAccounts.rotate.done')),
    );
    await expect(dialog.getByText(say('serviceAccounts.rotate.leftOthers'))).toBeVisible();
    await expectAccessible(page);
    await workstation.look('regenerated', testInfo);
    await button(dialog, 'common.close').last().click();
    for (const path of [workstation.home.authFile, workstation.home.dockerConfig]) {
      expect(await passwordIn(path, api.registry)).toBe(second);
    }

    // Deleting is the portal's; removing from here is confirmed by itself.
    await button(page, 'serviceAccounts.delete.open').click();
    await expect(dialog.getByText(say('serviceAccounts.delete.guide'))).toBeVisible();
    await expect(button(dialog, 'serviceAccounts.delete.confirm')).toBeHidden();
    await dialog.getByRole('button', { name: say('link.red-hat-service-accounts') }).click();
    await expect
      .poll(() => openedIn(workstation.electron))
      .toEqual(['https://access.redhat.com/terms-based-registry/token/ci']);
    await page.keyboard.press('Escape');
    await button(page, 'serviceAccounts.remove.open').click();
    await expect(button(dialog, 'serviceAccounts.remove.confirm')).toBeDisabled();
    await dialog.locator('#confirm-name').fill('ci');
    await button(dialog, 'serviceAccounts.remove.confirm').click();
    await expect(dialog.getByText(say('serviceAccounts.remove.done'))).toBeVisible();
    await button(dialog, 'common.close').last().click();
    await expect(page.getByText(say('serviceAccounts.local.empty'))).toBeVisible();
    expect(api.accounts.has('ci')).toBe(true);
  } finally {
    await close();
  }
});

test('S24, S25, S26: connected, the list follows the role; create, regenerate, delete; sign out', async ({
  workstation,
  authority,
}, testInfo) => {
  const { api, provider, close } = await startRedHat(workstation, authority);
  try {
    api.put(ANN, 'production', 'Pull secret of the cluster');
    const { page } = await workstation.start();
    const { electron } = workstation;
    await catchLinks(electron);
    await openAccounts(page);
    await connect(workstation, provider.issuer, api);
    await button(page, 'redHat.signIn').click();
    await expect(page.getByText(say('redHat.waiting'))).toBeVisible();
    await expect.poll(async () => (await openedIn(electron)).length).toBe(1);
    const [signInPage = ''] = await openedIn(electron);
    expect((await provider.browse(signInPage)).status).toBe(200);
    await expect(button(page, 'redHat.signOut')).toBeVisible();
    await expect(page.getByText('uma', { exact: false })).toBeVisible();
    await button(page, 'common.back').click();

    // Somebody else's: seen, with the rule in words, and not to be changed.
    const act = (name: string, on: string) =>
      button(page, `serviceAccounts.remote.actOn.${on}`, { name });
    await expect(page.getByText(say('serviceAccounts.rule.others'))).toBeVisible();
    for (const on of ['regenerate', 'describe', 'delete']) {
      await expect(act('production', on)).toBeDisabled();
    }
    await act('production', 'view').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(api.usernameOf('production'))).toBeVisible();
    await expect(dialog.getByText(say('serviceAccounts.rules.visible'))).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expectAccessible(page);
    await workstation.look('organization', testInfo);

    // One's own, from the form to the tools.
    await button(page, 'serviceAccounts.create').click();
    await page.locator('#account-name').fill('production');
    await button(page, 'serviceAccounts.create').click();
    await expect(page.getByText(say('errors.RED_HAT_CONFLICT.title'))).toBeVisible();
    await page.locator('#account-name').fill('ci');
    await button(page, 'serviceAccounts.create').click();
    await button(page, 'login.write.confirm').click();
    await button(page, 'login.done.finish').click();
    const username = api.usernameOf('ci');
    await expect(page.getByRole('heading', { level: 3, name: username })).toBeVisible();
    expect(await getLogin('podman', api.registry, workstation.toolEnv)).toBe(username);
    await expect(page.getByText(say('serviceAccounts.rule.own'))).toBeVisible();

    // Regenerated by the service, replaced in both files.
    const before = api.passwordOf('ci');
    await button(page, 'serviceAccounts.rotate.open').click();
    await expect(button(dialog, 'serviceAccounts.rotate.confirm')).toBeDisabled();
    await dialog.locator('#confirm-name').fill('ci');
    await button(dialog, 'serviceAccounts.rotate.confirm').click();
    await expect(dialog.getByText(say('serviceAccounts.rotate.done'))).toBeVisible();
    const after = api.passwordOf('ci');
    expect(after).not.toBe(before);
    for (const path of [workstation.home.authFile, workstation.home.dockerConfig]) {
      expect(await passwordIn(path, api.registry)).toBe(after);
    }
    await button(dialog, 'common.close').last().click();

    await act('ci', 'describe').click();
    await dialog.locator('#account-description').fill('Nightly builds');
    await button(dialog, 'serviceAccounts.describe.save').click();
    await expect(page.getByText('Nightly builds', { exact: true })).toBeVisible();
    expect(api.accounts.get('ci')?.description).toBe('Nightly builds');

    await act('ci', 'delete').click();
    await dialog.locator('#confirm-name').fill('ci');
    await button(dialog, 'serviceAccounts.delete.confirm').click();
    await expect(dialog.getByText(say('serviceAccounts.delete.stillHere'))).toBeVisible();
    await button(dialog, 'common.close').last().click();
    expect(api.accounts.has('ci')).toBe(false);

    // Offline, what is here stays.
    await api.close();
    await button(page, 'serviceAccounts.remote.reload').click();
    const { host } = new URL(api.base);
    await expect(page.getByText(say('errors.RED_HAT_UNREACHABLE.title', { host }))).toBeVisible();
    await expect(page.getByRole('heading', { level: 3, name: username })).toBeVisible();
    await button(page, 'redHat.signOut').click();
    await expect(page.getByText(say('redHat.signedOut'))).toBeVisible();
    for (const token of provider.issued) workstation.keepSecret(token);
  } finally {
    await close();
  }
});
