import type { Page } from '@playwright/test';
import { agrees } from '../../tests/e2e/pages/file-dialog.ts';
import { trustRegistry } from '../../tests/support/docker-registry.ts';
import { CLIENT_ID, startIdentityProvider } from '../../tests/support/identity-provider.ts';
import { type Person, startServiceAccountApi } from '../../tests/support/service-account-api.ts';
import { createAuthority } from '../../tests/support/tls.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

const ANN: Person = { username: 'ann@example.com', organization: '4711', isAdministrator: false };
const BOB: Person = { ...ANN, username: 'bob@example.com' };

/** What a token looks like that says when it was issued; nobody signed it. */
function token(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iat: 1_735_689_600 })}.c2ln`;
}

/** The service accounts, in each of their states, with Red Hat's side on this machine. */
export async function serviceAccountScreens(stage: Stage, take: Take): Promise<void> {
  const { app, home, page, say } = stage;
  const [authority, provider] = await Promise.all([
    createAuthority(),
    startIdentityProvider([ANN, BOB]),
  ]);
  const api = await startServiceAccountApi({
    authority,
    whoIs: provider.whoIs,
    passwords: token,
  });
  try {
    await trustRegistry(home.home, { registry: api.registry, ca: authority.ca });
    api.put(ANN, 'nightly-builds', 'Nightly builds of the platform team');
    api.put(BOB, 'openshift-production', 'Pull secret of the production cluster');
    await app.electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const button = (key: string, values = {}) =>
      page.getByRole('button', { name: say(key, values), exact: true });

    await open(page, '/service-accounts');
    await page.getByRole('heading', { name: say('serviceAccounts.local.title') }).waitFor();
    await take('40-service-accounts-empty');
    await button('redHat.title').click();
    for (const [name, value] of [
      ['clientId', CLIENT_ID],
      ['issuer', provider.issuer],
      ['apiBase', api.base],
      ['registry', api.registry],
    ] as const) {
      await page.getByLabel(say(`redHat.field.${name}`)).fill(value);
    }
    await agrees(app.electron);
    await button('redHat.save').click();
    await button('redHat.signIn').waitFor();
    await take('41-red-hat-connection');
    await button('common.back').click();
    await button('serviceAccounts.create').click();
    await page.locator('#account-name').fill('nightly-builds');
    await take('42-service-account-create');
    await pasteInto(page, '#account-text', `${api.usernameOf('nightly-builds')}\n${token()}`);
    await button('login.write.confirm').waitFor();
    await take('43-service-account-checked');
    await button('login.write.confirm').click();
    await button('login.done.finish').click();
    const heading = page.getByRole('heading', { name: api.usernameOf('nightly-builds') });
    await heading.waitFor();
    await take('44-service-accounts');
    await page
      .getByRole('listitem')
      .filter({ has: heading })
      .getByRole('button', { name: say('serviceAccounts.rotate.open'), exact: true })
      .click();
    await page
      .getByLabel(say('serviceAccounts.confirm.label', { name: 'nightly-builds' }))
      .fill('nightly-builds');
    await page.locator('#rotate-text').waitFor();
    await take('45-service-account-regenerate');
    await page.keyboard.press('Escape');
    await button('redHat.signIn').click();
    const url = await app.electron.evaluate(async () => {
      const { opened } = globalThis as unknown as { opened: string[] };
      while (opened.length === 0) await new Promise((resolve) => setImmediate(resolve));
      return opened[0] ?? '';
    });
    await provider.browse(url);
    await page.getByText('openshift-production', { exact: true }).waitFor();
    await page
      .getByRole('heading', { name: say('serviceAccounts.remote.title') })
      .evaluate((e) => e.scrollIntoView());
    await take('46-organization');
    await button('serviceAccounts.remote.actOn.delete', { name: 'nightly-builds' }).click();
    await page.getByRole('dialog').waitFor();
    await take('47-service-account-delete');
    await page.keyboard.press('Escape');
  } finally {
    await Promise.all([api.close(), provider.close(), authority.close()]);
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#${path}`);
}

async function pasteInto(page: Page, field: string, text: string): Promise<void> {
  await page.locator(field).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}
