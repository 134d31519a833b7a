import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { trustRegistry } from '../support/docker-registry.ts';
import { startRawServer } from '../support/hostile-server.ts';
import { run } from '../support/tools-process.ts';
import { test } from './fixtures.ts';
import { agrees, questionsOf } from './pages/file-dialog.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

async function openDiagnosis(page: Page) {
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  return {
    field: page.getByRole('textbox', { name: say('diagnosis.field') }),
    start: page.getByRole('button', { name: say('diagnosis.start') }),
    report: page.getByRole('heading', { name: say('diagnosis.report.title') }),
    result: (name: string) => page.getByRole('region', { name, exact: true }),
  };
}

test('an authority is trusted for its registry, and no longer: skopeo agrees both times', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { registry, account } = basicRegistry;
  workstation.keepSecret(account.password);
  const { page } = await workstation.start();
  const { field, start, report, result } = await openDiagnosis(page);
  const skopeo = async () => {
    const args = ['list-tags', `docker://${registry}/private/hello`];
    const { stderr } = await run('skopeo', args, { env: workstation.toolEnv });
    return stderr;
  };
  expect(await skopeo()).toContain('x509');
  await field.fill(registry);
  await start.click();
  await expect(report).toBeVisible();
  const cause = result(registry).getByRole('heading', {
    name: say('diagnosis.cause.tls-unknown-authority'),
  });
  await expect(cause).toBeVisible();

  const open = result(registry).getByRole('button', { name: say('trust.open') });
  await open.click();
  const dialog = page.getByRole('dialog');
  const own = dialog.getByRole('radio', { name: '127.0.0.1' });
  await expect(own).toBeDisabled();
  await expect(dialog.getByText(say('trust.refused.server-certificate'))).toBeVisible();
  await dialog.getByRole('radio', { name: 'Pullkeeper test CA' }).check();
  await expect(dialog.getByText('.config/containers/certs.d', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await workstation.look('what would be trusted', testInfo);
  const begin = dialog.getByRole('button', { name: say('trust.begin') });
  await agrees(workstation.electron, false);
  await begin.click();
  await expect(begin).toBeEnabled();
  expect(await questionsOf(workstation.electron)).toEqual([
    expect.stringMatching(/Pullkeeper test CA[\s\S]*([0-9A-F]{2}:){31}[0-9A-F]{2}/),
  ]);
  expect(await skopeo()).toContain('x509');
  await agrees(workstation.electron);
  await begin.click();
  await expect(dialog.getByText(say('trust.done'))).toBeVisible();
  await dialog.getByRole('button', { name: say('trust.lookAgain') }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cause).toHaveCount(0);
  await expect(
    result(registry).getByRole('heading', { name: say('diagnosis.cause.credential-missing') }),
  ).toBeVisible();
  expect(await skopeo()).toContain('authentication required');

  await open.click();
  await dialog.getByRole('radio', { name: 'Pullkeeper test CA' }).check();
  await dialog.getByRole('button', { name: say('trust.end') }).click();
  await expect(dialog.getByText(say('trust.done'))).toBeVisible();
  await dialog.getByRole('button', { name: say('trust.lookAgain') }).click();
  await expect(cause).toBeVisible();
  expect(await skopeo()).toContain('x509');
});

test('a pasted pull secret is hidden, leaves the page, and its rejected login is named', async ({
  createWorkstation,
  basicRegistry,
}, testInfo) => {
  const workstation = await createWorkstation();
  const { registry } = basicRegistry;
  await trustRegistry(workstation.home.home, basicRegistry);
  const { page, electron } = await workstation.start();
  const { field, start, report, result } = await openDiagnosis(page);
  const auth = Buffer.from('somebody:not the password').toString('base64');
  workstation.keepSecret('not the password');
  const text = JSON.stringify({ auths: { [registry]: { auth } } });
  await field.fill(text);
  await expect(page.getByText(say('diagnosis.pullSecretHelp'))).toBeVisible();
  await expect(field).toHaveCSS('-webkit-text-security', 'disc');
  await start.click();
  await expect(field).toHaveValue('');
  await expect(report).toBeVisible();
  const rejected = result(registry).getByRole('heading', {
    name: say('diagnosis.cause.credential-rejected'),
  });
  await expect(rejected).toBeVisible();
  await workstation.look('rejected', testInfo);
  await expectAccessible(page);

  // Cause, remedy and evidence are seen in the smallest window; what passed is folded with its number.
  const remedy = result(registry).getByRole('button', { name: say('diagnosis.go.login') });
  const seen = result(registry)
    .getByText(say('diagnosis.evidence.asked-as'), { exact: true })
    .first();
  for (const each of [rejected, remedy, seen]) await expect(each).toBeInViewport({ ratio: 1 });
  const passed = result(registry).getByText(say('diagnosis.probe.ping'), { exact: true });
  await expect(passed).toBeHidden();
  await result(registry)
    .locator('summary')
    .filter({ hasText: say('diagnosis.folded.passed_other', { count: '8' }) })
    .click();
  await expect(passed).toBeVisible();

  // One probe again: its result is there again, and so is the cause.
  const probe = page.getByText(say('diagnosis.probe.token'), { exact: true });
  const item = result(registry).getByRole('listitem').filter({ has: probe });
  await item.getByRole('button', { name: say('diagnosis.again') }).click();
  await expect(item.getByRole('button', { name: say('diagnosis.again') })).toBeVisible();
  await expect(rejected).toBeVisible();

  // The same from a file, which main reads.
  const path = join(workstation.home.home, 'pull-secret.txt');
  workstation.declaredTargets.add(path);
  await writeFile(path, text, { mode: 0o600 });
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, path);
  await page.getByRole('button', { name: say('diagnosis.chooseFile') }).click();
  await expect(rejected).toBeVisible();

  await remedy.click();
  await expect(page.getByText(registry).first()).toBeVisible();
  await expect(page).toHaveURL(/login\/account/);
});

test('a diagnosis that waits is cancelled, and says so', async ({
  createWorkstation,
}, testInfo) => {
  const workstation = await createWorkstation();
  // It takes connections and says nothing.
  const silent = await startRawServer(() => {});
  try {
    const { page } = await workstation.start();
    const { field, start, result } = await openDiagnosis(page);
    await field.fill(silent.authority);
    await start.click();
    const running = result(silent.authority).getByText(say('diagnosis.status.running'));
    await expect(running.first()).toBeVisible();
    await workstation.look('running', testInfo);
    await page.getByRole('button', { name: say('common.cancel') }).click();
    await expect(page.getByText(say('errors.CANCELLED.title'))).toBeVisible();
    await expect(running).toHaveCount(0);
    await workstation.look('cancelled', testInfo);
    await expectAccessible(page);
    await expect(start).toBeEnabled();
  } finally {
    await silent.close();
  }
});
