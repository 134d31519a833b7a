import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { toolLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { chooses, savesTo } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

function authFile(key: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return `${JSON.stringify({ auths: { [key]: { auth } } }, null, 2)}\n`;
}

test("another tool's login is taken over, checked, and its file stays as it is", async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const { home, toolEnv } = workstation;
  expect(await toolLogin('skopeo', registry, account, toolEnv)).toMatchObject({ code: 0 });
  const before = await readFile(home.authFile, 'utf8');
  const { page } = await workstation.start();
  const credentials = new CredentialsPage(page, say);
  await page.getByRole('link', { name: say('nav.targets') }).click();
  const file = page.getByRole('region', { name: home.authFile });
  await expect(file.getByText(say('state.foreign.name'))).toBeVisible();
  await file.getByRole('button', { name: say('targets.takeOverOf', { key: registry }) }).click();
  await expect(file.getByText(say('targets.takenOver'))).toBeVisible();
  await expect(file.getByText(say('state.in-sync.name'))).toBeVisible();
  await workstation.look('taken over', testInfo);
  expect(await readFile(home.authFile, 'utf8')).toBe(before);
  await page.getByRole('link', { name: say('nav.credentials') }).click();
  await credentials.checkAgain(registry, username, 'verified');
});

test('a file of the user is added, written to, and forgotten again without a change', async ({
  workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { username } = account;
  const password = makeCanary();
  workstation.keepSecret(password);
  const path = join(workstation.home.home, 'project', 'auth.json');
  workstation.declaredTargets.add(path);
  await mkdir(join(workstation.home.home, 'project'), { mode: 0o700 });
  await writeFile(path, authFile('quay.example.com', 'robot', password), { mode: 0o600 });
  const { page } = await workstation.start();
  const { electron } = workstation;
  const login = new LoginPage(page, say);
  const credentials = new CredentialsPage(page, say);
  const file = page.getByRole('region', { name: path });
  const add = page.getByRole('button', { name: say('targets.addFile') });
  await page.getByRole('link', { name: say('nav.targets') }).click();

  await test.step('a dialog that is closed adds nothing', async () => {
    await chooses(electron, null);
    await add.click();
    await expect(add).toBeEnabled();
    await expect(file).toHaveCount(0);
  });

  await test.step('a file that is no credential file is refused in words', async () => {
    const wrong = join(workstation.home.home, 'notes.txt');
    await writeFile(wrong, 'not a credential file\n');
    await chooses(electron, wrong);
    await add.click();
    await expect(page.getByText(say('errors.FILE_MALFORMED.title')).first()).toBeVisible();
  });

  await test.step('a credential file is listed with its entries', async () => {
    await chooses(electron, path);
    await add.click();
    await expect(file.getByText('quay.example.com')).toBeVisible();
    await workstation.look('own file', testInfo);
  });

  await test.step('a login is written beside the entry that is there', async () => {
    await login.check({ registry, ...account });
    await login.button('common.next').click();
    await login.stepTitle('login.write.title').waitFor();
    await page.getByRole('checkbox', { name: path }).check();
    await login.button('login.write.confirm').click();
    await login.stepTitle('login.done.title').waitFor();
    await login.finish();
    await credentials.row(registry, username).waitFor();
    const { auths } = JSON.parse(await readFile(path, 'utf8'));
    expect(Object.keys(auths)).toEqual(['quay.example.com', registry]);
  });

  await test.step('forgetting it leaves it alone', async () => {
    const before = await readFile(path, 'utf8');
    await page.getByRole('link', { name: say('nav.targets') }).click();
    await page.getByRole('button', { name: say('targets.forgetFileOf', { path }) }).click();
    await expect(file).toHaveCount(0);
    expect(await readFile(path, 'utf8')).toBe(before);
  });
});

test('scripts for root: the install of a login and the fix of an owner are saved, and hold no secret', async ({
  askingWorkstation: workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const { home } = workstation;
  const install = join(home.home, 'install.sh');
  const fix = join(home.home, 'fix.sh');
  const { page } = await workstation.start();
  const { electron } = workstation;
  const login = new LoginPage(page, say);
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: say('doctor.saveScript') });
  await login.logIn({ registry, ...account });
  await login.finish();
  await page.getByRole('link', { name: say('nav.targets') }).click();

  await test.step('the install', async () => {
    await page.getByRole('button', { name: say('targets.rootScript') }).click();
    await dialog.getByRole('radio', { name: say('rootScript.places.kubelet') }).check();
    await dialog.getByRole('checkbox').check();
    await savesTo(electron, null);
    await save.click();
    await workstation.answerKeyring();
    await expect(save).toBeEnabled();
    await savesTo(electron, install);
    await save.click();
    await workstation.answerKeyring();
    await expect(dialog.getByText(install)).toBeVisible();
    await workstation.look('root script', testInfo);
    const text = await readFile(install, 'utf8');
    expect(text).toContain('/var/lib/kubelet/config.json');
    expect(text).not.toContain(account.password);
    expect((await stat(install)).mode & 0o777).toBe(0o700);
    // The one place that holds the secret until the script has run.
    for (const { place } of workstation.files()) {
      if (text.includes(place)) workstation.declaredTargets.add(place);
    }
    await page.keyboard.press('Escape');
  });

  await test.step('the fix of an owner', async () => {
    await chown(home.dockerConfig, 1234, 1234);
    await page.getByRole('button', { name: say('doctor.examine'), exact: true }).click();
    const finding = page
      .getByRole('listitem')
      .filter({ hasText: say('doctor.finding.owned-by-another.title') });
    await finding.getByRole('button').click();
    await expect(dialog.getByRole('region', { name: say('doctor.script') })).toContainText('chown');
    await savesTo(electron, fix);
    await save.click();
    await expect(dialog.getByText(say('doctor.saved', { path: fix }))).toBeVisible();
    await workstation.look('owner script', testInfo);
    const text = await readFile(fix, 'utf8');
    expect(text).toContain(home.dockerConfig);
    expect(text).not.toContain(account.password);
    expect((await stat(fix)).mode & 0o777).toBe(0o700);
  });
});
