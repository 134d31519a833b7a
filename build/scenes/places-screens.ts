import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

const OTHER = 'registry.example.com';

/** A login for one namespace; then what the lookup and the examination find, and a fix of it. */
export async function placesScreens(
  { home, page, say, login, credentials }: Stage,
  registry: string,
  take: Take,
): Promise<void> {
  const { username, password } = DEMO_ACCOUNT;
  const dialog = page.getByRole('dialog');
  const scope = `${registry}/team`;
  await login.open();
  await login.registry.fill(`${registry}/team/app:1.0`);
  await page.getByRole('radio', { name: say('login.scope.only', { scope }), exact: true }).check();
  await take('20-namespace');
  await page.getByRole('checkbox', { name: say('login.registry.plainHttp') }).check();
  await login.button('common.next').click();
  await login.fillAccount({ registry: scope, username, password });
  await login.button('login.account.check').click();
  await login.button('common.next').click();
  await login.stepTitle('login.write.title').waitFor();
  await take('21-namespace-plan');
  await login.button('login.write.confirm').click();
  await login.finish();
  await credentials.row(scope, username).waitFor();
  await take('22-namespace-list');
  await page.getByRole('button', { name: say('checkAll.title') }).click();
  await dialog.getByRole('button', { name: say('credentials.checkAgain') }).waitFor();
  await take('22-check-all');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  const auth = Buffer.from(`ada:${password}`).toString('base64');
  await mkdir(dirname(home.authFile), { recursive: true, mode: 0o700 });
  const auths = { [OTHER]: { auth }, [`${OTHER}/team`]: {}, 'Quay.io': { auth } };
  await writeFile(home.authFile, JSON.stringify({ auths }, null, 2), { mode: 0o644 });
  await page.getByRole('link', { name: say('nav.diagnosis') }).click();
  await page.getByRole('link', { name: say('diagnosis.sections.lookup'), exact: true }).click();
  await page.getByLabel(say('lookup.field')).fill(`${OTHER}/team/app`);
  await page.keyboard.press('Enter');
  const podman = page.getByRole('region', { name: say('lookup.consumer.podman') });
  const title = say('doctor.finding.empty-entry-shadows.title');
  const fix = podman
    .getByRole('button', { name: say('doctor.fixOf', { title, subject: `${OTHER}/team` }) })
    .first();
  await fix.waitFor();
  await podman.locator('summary').click();
  await take('23-lookup-remedies');
  await fix.click();
  await dialog.getByText(say('doctor.fix.remove-entries')).waitFor();
  await take('24-remedy');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: say('nav.targets') }).click();
  await page.getByRole('button', { name: say('doctor.examine'), exact: true }).click();
  await page.getByRole('heading', { name: title }).first().waitFor();
  await take('25-examination');
  await page.getByRole('button', { name: say('targets.rootScript') }).click();
  await dialog.waitFor();
  await take('26-root-script');
  await page.keyboard.press('Escape');
}
