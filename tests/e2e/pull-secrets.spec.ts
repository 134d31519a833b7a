import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { getLogin } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { CredentialsPage } from './pages/credentials-page.ts';
import { chooses, savesTo } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';
import type { Workstation } from './workstation.ts';

const say = wordsOf('en');

function button(page: Page, key: string, values = {}): Locator {
  return page.getByRole('button', { name: say(`pullSecrets.${key}`, values), exact: true });
}

function heading(page: Page, key: string, values = {}): Locator {
  return page.getByRole('heading', { name: say(`pullSecrets.${key}`, values), exact: true });
}

/** The head of an alert, which says first what kind of alert it is. */
function alert(page: Page, key: string): Locator {
  return page.getByRole('heading', { name: say(`pullSecrets.${key}`) });
}

function entry(pair: string, more: object = {}) {
  return { auth: Buffer.from(pair).toString('base64'), ...more };
}

function pullSecret(auths: object): string {
  return `${JSON.stringify({ auths }, null, 4)}\n`;
}

async function open(page: Page): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: say('nav.pullSecrets') })
    .press('Enter');
  await expect(
    page.getByRole('heading', { level: 1, name: say('pullSecrets.title') }),
  ).toBeFocused();
}

/** Pastes into a field with the keyboard, from the desktop's clipboard, and empties that when it was read. */
async function paste(
  { electron, app }: Workstation,
  field: Locator,
  text: string,
  read: Locator,
): Promise<void> {
  await electron.evaluate(({ clipboard }, pasted) => clipboard.writeText(pasted), text);
  await field.focus();
  await app.page.keyboard.press('Control+V');
  await expect(read).toBeVisible();
  await electron.evaluate(({ clipboard }) => clipboard.clear());
}

/** Drops a file on the page as the desktop does. */
async function drop(page: Page, content: string): Promise<void> {
  await page.locator('main').evaluate((element, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'anything.bin'));
    for (const type of ['dragover', 'drop']) {
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, content);
}

test('S10: a pull secret is pasted, checked, mended, gets a stored login and is saved; podman reads it; by the keyboard', async ({
  askingWorkstation: workstation,
  basicRegistry,
}, testInfo) => {
  const { registry, account } = basicRegistry;
  const wrong = makeCanary();
  workstation.keepSecret(wrong);
  const { electron, page } = await workstation.start();
  const login = new LoginPage(page, say);
  await login.logIn({ registry, ...account });
  await login.finish();
  await new CredentialsPage(page, say).row(registry, account.username).waitFor();
  await open(page);

  await test.step('the first cause is named, and telemetry is not asked', async () => {
    const text = pullSecret({
      'cloud.openshift.com': entry(`robot:${wrong}`, { email: 'ops@example.com' }),
      [registry]: entry(`${account.username}:${wrong}`, { identitytoken: '' }),
      'registry.redhat.io': entry(`1|pool:${wrong}`),
    });
    const field = page.getByLabel(say('pullSecrets.open.label'));
    await paste(workstation, field, text, heading(page, 'entries_other', { count: 3 }));
    await expect(alert(page, 'verdict.refused')).toBeVisible();
    await expect(
      page.getByText(
        say('pullSecrets.fault.member-refused', { key: registry, member: 'identitytoken' }),
      ),
    ).toBeVisible();
    await expect(page.getByText(say('pullSecrets.telemetryMeans'))).toBeVisible();
    await expect(button(page, 'output.save')).toBeDisabled();
    await button(page, 'verdict.tidy').press('Enter');
    await expect(alert(page, 'verdict.good')).toBeVisible();
  });

  const row = page.getByRole('row').filter({ hasText: registry });
  await test.step('an entry is checked by itself, replaced from the store, and checked again', async () => {
    await button(page, 'check.one', { key: registry }).press('Enter');
    await expect(row.getByText(say('verdict.rejected'), { exact: true })).toBeVisible();
    await button(page, 'replaceOne', { key: registry }).press('Enter');
    const dialog = page.getByRole('dialog', { name: say('pullSecrets.add.title') });
    await expect(dialog).toContainText(say('pullSecrets.add.renews', { key: registry }));
    await dialog.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await button(page, 'add.confirm_one', { count: 1 }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(
      page.getByText(say('pullSecrets.change.replaceSecret', { after: account.username })),
    ).toBeVisible();
    await button(page, 'check.one', { key: registry }).press('Enter');
    await expect(row.getByText(say('verdict.verified'), { exact: true })).toBeVisible();
    await workstation.look('workbench', testInfo);
  });

  await test.step('another page and back, and an edit is taken back', async () => {
    await page
      .getByRole('navigation')
      .getByRole('link', { name: say('nav.settings') })
      .press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: say('nav.settings') })).toBeFocused();
    await open(page);
    await button(page, 'removeOne', { key: 'registry.redhat.io' }).press('Enter');
    await expect(alert(page, 'verdict.incomplete')).toBeVisible();
    await button(page, 'undo').press('Enter');
    await expect(alert(page, 'verdict.good')).toBeVisible();
  });

  await test.step('it leaves after the keychain has asked, 0600, and the commands name it', async () => {
    const path = join(workstation.home.root, 'exports', 'pull secret.json');
    await mkdir(join(path, '..'), { mode: 0o700 });
    workstation.declaredTargets.add(path);
    await savesTo(electron, path);
    await button(page, 'output.save').press('Enter');
    await workstation.answerKeyring();
    await expect(page.getByText(say('pullSecrets.output.saved', { path }))).toBeVisible();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const env = { ...workstation.toolEnv, REGISTRY_AUTH_FILE: path };
    expect(await getLogin('podman', registry, env)).toBe(account.username);
    const saved = JSON.parse(await readFile(path, 'utf8'));
    expect(Object.keys(saved.auths)).toEqual([
      'cloud.openshift.com',
      registry,
      'registry.redhat.io',
    ]);

    await expect(page.getByText(`'--from-file=.dockerconfigjson=${path}'`)).toBeVisible();
    const platform = page.getByRole('radio', { name: say('pullSecrets.platform.hosted') });
    await platform.focus();
    await page.keyboard.press('Space');
    const name = say('pullSecrets.use.copyOf', { step: say('pullSecrets.step.create') });
    await page.getByRole('button', { name, exact: true }).press('Enter');
    await expect
      .poll(() => electron.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(
        `oc create secret generic additional-pull-secret -n kube-system --type=kubernetes.io/dockerconfigjson '--from-file=.dockerconfigjson=${path}'`,
      );
    await workstation.look('saved', testInfo);
  });
});

test('a dropped pull secret gets entries of another one, each chosen; what is no pull secret is refused with the place', async ({
  workstation,
}, testInfo) => {
  const mine = makeCanary();
  const theirs = makeCanary();
  workstation.keepSecret(mine);
  workstation.keepSecret(theirs);
  const { electron, page } = await workstation.start();
  await open(page);
  await drop(page, `{"auths": {"quay.io": {"auth": "${mine.slice(0, 20)}`);
  await expect(
    page.getByRole('heading', { name: say('errors.PULL_SECRET_MALFORMED.title') }),
  ).toBeVisible();
  await drop(
    page,
    pullSecret({ 'quay.io': entry(`a:${mine}`), 'registry.redhat.io': entry(`1|n:${mine}`) }),
  );
  await expect(heading(page, 'entries_other', { count: 2 })).toBeVisible();

  const other = join(workstation.home.home, 'other.yaml');
  workstation.declaredTargets.add(other);
  const data = Buffer.from(
    pullSecret({ 'quay.io': entry(`b:${theirs}`), 'mirror.example.com': entry(`m:${theirs}`) }),
  ).toString('base64');
  await writeFile(other, `apiVersion: v1\nkind: Secret\ndata:\n  .dockerconfigjson: ${data}\n`, {
    mode: 0o600,
  });
  await chooses(electron, other);
  await button(page, 'merge.open').click();
  const dialog = page.getByRole('dialog', { name: say('pullSecrets.merge.title') });
  await button(page, 'merge.file').click();
  await expect(dialog.getByRole('checkbox', { name: 'mirror.example.com' })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'quay.io' })).not.toBeChecked();
  await expect(dialog).toContainText(say('pullSecrets.merge.different', { here: 'a', there: 'b' }));
  await workstation.look('merge', testInfo);
  await button(page, 'merge.confirm_one', { count: 1 }).click();
  await expect(dialog).toBeHidden();
  await expect(heading(page, 'entries_other', { count: 3 })).toBeVisible();

  // Nothing of the store is in it: it goes without a question, and whole.
  await button(page, 'output.copyLine').click();
  await expect(
    page.getByText(say('pullSecrets.output.copied', { duration: '30 sec' })),
  ).toBeVisible();
  const copied = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(JSON.parse(copied)).toEqual({
    auths: {
      'quay.io': entry(`a:${mine}`),
      'registry.redhat.io': entry(`1|n:${mine}`),
      'mirror.example.com': entry(`m:${theirs}`),
    },
  });
  await electron.evaluate(({ clipboard }) => clipboard.clear());

  await button(page, 'close').click();
  await expect(heading(page, 'open.title')).toBeVisible();

  // What is open when the secrets are locked is dropped, which is said at once.
  await drop(page, pullSecret({ 'quay.io': entry(`a:${mine}`) }));
  await expect(heading(page, 'entries_one', { count: 1 })).toBeVisible();
  await page.keyboard.press('Control+l');
  await expect(page.getByText(say('pullSecrets.expired'))).toBeVisible();
  await expect(heading(page, 'entries_one', { count: 1 })).toHaveCount(0);
});
