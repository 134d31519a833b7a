import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { getLogins, toolLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test('a login for one namespace is offered where it works, refused where docker reads, and kept beside the others', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const { home, toolEnv } = workstation;
  const scope = `${registry}/org`;
  const { page } = await workstation.start();
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);

  await test.step('the registry step offers what the pasted image names', async () => {
    await login.open();
    await login.registry.fill(`${registry}/org/app:1.0`);
    const whole = page.getByRole('radio', { name: say('login.scope.registry', { registry }) });
    await expect(whole).toBeChecked();
    await page
      .getByRole('radio', { name: say('login.scope.only', { scope }), exact: true })
      .check();
    await expect(page.getByText(say('login.scope.onlyHelp', { scope }))).toBeVisible();
    await workstation.look('registry step', testInfo);
    await login.button('common.next').click();
  });

  await test.step('the plan names the key, and says why docker is left out', async () => {
    await login.fillAccount({ registry: scope, ...account });
    await login.button('login.account.check').click();
    await login.button('common.next').click();
    await login.stepTitle('login.write.title').waitFor();
    const place = (path: string) => page.getByRole('listitem').filter({ hasText: path }).first();
    await expect(place(home.authFile).getByRole('checkbox')).toBeChecked();
    await expect(place(home.authFile)).toContainText(scope);
    await expect(place(home.dockerConfig).getByRole('checkbox')).toBeDisabled();
    await expect(place(home.dockerConfig)).toContainText(say('evidence.reasons.namespace'));
    await workstation.look('plan', testInfo);
    await login.button('login.write.confirm').click();
    await login.stepTitle('login.done.title').waitFor();
    await login.finish();
  });

  await test.step('podman, skopeo and buildah take it for that namespace alone', async () => {
    expect(await getLogins(scope, toolEnv)).toEqual({
      podman: username,
      skopeo: username,
      buildah: username,
    });
    expect(await getLogins(registry, toolEnv)).toEqual({
      podman: null,
      skopeo: null,
      buildah: null,
    });
    await expect(readFile(home.dockerConfig)).rejects.toMatchObject({ code: 'ENOENT' });
    await credentials.expectState(credentials.row(scope, username), 'auth.json', 'in-sync');
  });

  await test.step("podman's own login for a repository is taken over beside it", async () => {
    const narrow = `${registry}/org/tool`;
    expect(await toolLogin('podman', narrow, account, toolEnv)).toMatchObject({ code: 0 });
    await page.getByRole('link', { name: say('nav.targets') }).click();
    await page
      .getByRole('button', { name: say('targets.takeOverOf', { key: narrow }), exact: true })
      .click();
    await page.getByRole('link', { name: say('nav.credentials') }).click();
    await expect(credentials.row(narrow, username)).toBeVisible();
    await expect(credentials.row(scope, username)).toBeVisible();
    await workstation.look('two namespaces', testInfo);
  });

  await test.step('a logout takes its key alone', async () => {
    await credentials.logOut(scope, username);
    const { auths } = JSON.parse(await readFile(home.authFile, 'utf8'));
    expect(Object.keys(auths)).toEqual([`${registry}/org/tool`]);
  });
});
