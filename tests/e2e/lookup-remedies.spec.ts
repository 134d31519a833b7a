import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

function auth(username: string, password: string): { readonly auth: string } {
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') };
}

test('what the lookup finds wrong is fixed from there, its plan first, and explained again', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const { home, toolEnv } = workstation;
  const password = makeCanary();
  workstation.keepSecret(password);
  const other = 'registry.example.com';
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const dialog = page.getByRole('dialog');
  const podman = page.getByRole('region', { name: say('lookup.consumer.podman') });
  const ask = async (reference: string) => {
    await page.getByLabel(say('lookup.field')).fill(reference);
    await page.getByLabel(say('lookup.field')).press('Enter');
  };
  const openLookup = async () => {
    await page.getByRole('link', { name: say('nav.diagnosis') }).click();
    await page.getByRole('link', { name: say('diagnosis.sections.lookup') }).click();
  };
  await login.logIn({ registry, ...account });
  await login.finish();
  await credentials.row(registry, username).waitFor();

  await test.step('an empty entry that hides a login is removed', async () => {
    const auths = {
      [other]: auth('ada', password),
      [`${other}/team`]: {},
      'Quay.io': auth('ada', password),
    };
    await workstation.replaceFile(home.authFile, JSON.stringify({ auths }));
    await openLookup();
    await ask(`${other}/team/app`);
    await expect(podman.getByText(say('lookup.anonymous'))).toBeVisible();
    const title = say('doctor.finding.empty-entry-shadows.title');
    const fix = podman
      .getByRole('list', { name: say('lookup.remedy.title') })
      .getByRole('button', { name: say('doctor.fixOf', { title, subject: `${other}/team` }) });
    await workstation.look('remedies', testInfo);
    await fix.click();
    await expect(dialog.getByText(`${other}/team`)).toBeVisible();
    await workstation.look('plan of a remedy', testInfo);
    await dialog.getByRole('button', { name: say('doctor.confirm'), exact: true }).click();
    await expect(dialog.getByRole('heading', { name: say('doctor.done') })).toBeVisible();
    await credentials.close(dialog);
    await expect(podman.getByText(say('lookup.logsInAs', { user: 'ada' }))).toBeVisible();
    expect(await getLogin('podman', `${other}/team/app`, toolEnv)).toBe('ada');
  });

  await test.step('a key in the wrong case is mended beside the key itself', async () => {
    await ask('quay.io/team/app');
    await podman.locator('summary').click();
    const key = podman
      .getByRole('listitem')
      .filter({ hasText: say('lookup.why.wrong-case') })
      .last();
    await key.getByRole('button').click();
    await dialog.getByRole('button', { name: say('doctor.confirm'), exact: true }).click();
    await expect(dialog.getByRole('heading', { name: say('doctor.done') })).toBeVisible();
    await credentials.close(dialog);
    await expect(podman.getByText(say('lookup.logsInAs', { user: 'ada' }))).toBeVisible();
    const { auths } = JSON.parse(await readFile(home.authFile, 'utf8'));
    // Beside them may be the login of before, put back over what looked like a stale overwrite of it.
    expect(auths).toHaveProperty(['quay.io']);
    expect(auths).not.toHaveProperty(['Quay.io']);
  });

  await test.step('a stored login that is missing is written where podman looks', async () => {
    await workstation.replaceFile(home.authFile, '{}');
    await workstation.replaceFile(home.dockerConfig, '{}');
    await ask(`${registry}/team/app`);
    await expect(podman.getByText(say('lookup.anonymous'))).toBeVisible();
    await podman
      .getByRole('button', {
        name: say('lookup.remedy.write', { user: username, path: home.authFile }),
      })
      .click();
    await dialog.getByRole('checkbox', { name: home.authFile }).check();
    await dialog.getByRole('button', { name: say('writeDialog.confirm'), exact: true }).click();
    await expect(dialog.getByText(say('outcome.written'), { exact: true })).toBeVisible();
    await credentials.close(dialog);
    await expect(podman.getByText(say('lookup.logsInAs', { user: username }))).toBeVisible();
    expect(await getLogin('podman', registry, toolEnv)).toBe(username);
  });

  await test.step('where nothing is stored a login is the way', async () => {
    await ask('ghcr.io/nobody/app');
    await podman
      .getByRole('link', { name: say('lookup.remedy.logIn', { registry: 'ghcr.io' }) })
      .click();
    await expect(login.registry).toHaveValue('ghcr.io/nobody/app');
    await expect(
      page.getByRole('radio', {
        name: say('login.scope.only', { scope: 'ghcr.io/nobody' }),
        exact: true,
      }),
    ).toBeVisible();
  });
});
