import { agrees } from '../../tests/e2e/pages/file-dialog.ts';
import { makeCanary } from '../../tests/support/canary.ts';
import { type DockerRegistry, startDockerRegistry } from '../../tests/support/docker-registry.ts';
import { startRawServer } from '../../tests/support/hostile-server.ts';
import { createAuthority } from '../../tests/support/tls.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

/** A diagnosis in each of its states, and what is done about a cause. Begins and ends on its page. */
export async function diagnosisStates(stage: Stage, take: Take): Promise<void> {
  const authority = await createAuthority('Example Corp Issuing CA');
  const interceptor = await createAuthority('Zscaler Root CA');
  const account = { username: '1234567|builder', password: makeCanary() };
  const [registry, behind] = await Promise.all([
    startDockerRegistry('basic', account, authority),
    startDockerRegistry('basic', account, interceptor),
  ]);
  // It takes connections and says nothing.
  const silent = await startRawServer(() => {});
  try {
    await waiting(stage, silent.authority, take);
    await intercepted(stage, behind, take);
    await trusting(stage, registry, take);
  } finally {
    await Promise.all([silent.close(), registry.close(), behind.close()]);
    await Promise.all([authority.close(), interceptor.close()]);
  }
}

async function waiting({ page, say }: Stage, silent: string, take: Take): Promise<void> {
  await page.getByRole('textbox', { name: say('diagnosis.field') }).fill(silent);
  const start = page.getByRole('button', { name: say('diagnosis.start') });
  await start.click();
  await page.getByText(say('diagnosis.status.running')).first().waitFor();
  await take('18-diagnosis-running');
  const cancel = page.getByRole('button', { name: say('common.cancel') });
  // Its pictures may have taken longer than the run may.
  if (!(await cancel.isVisible())) await start.click();
  await cancel.click();
  await page.getByText(say('errors.CANCELLED.title')).waitFor();
  await take('18-diagnosis-cancelled');
}

async function trusting(
  { app, page, say }: Stage,
  { registry }: DockerRegistry,
  take: Take,
): Promise<void> {
  const field = page.getByRole('textbox', { name: say('diagnosis.field') });
  const auth = Buffer.from('somebody:not the password').toString('base64');
  await field.fill(JSON.stringify({ auths: { [registry]: { auth } } }));
  await take('18-diagnosis-pull-secret');
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  const result = page.getByRole('region', { name: registry, exact: true });
  const cause = (name: string) =>
    result.getByRole('heading', { name: say(`diagnosis.cause.${name}`) });
  await cause('tls-unknown-authority').waitFor();
  await page.getByRole('heading', { name: say('diagnosis.report.title') }).waitFor();
  await take('18-diagnosis-failed');
  await result.getByRole('button', { name: say('trust.open') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Example Corp Issuing CA' }).check();
  await take('18-diagnosis-trust');
  await agrees(app.electron);
  const begin = dialog.getByRole('button', { name: say('trust.begin') });
  await begin.click();
  await dialog.getByText(say('trust.done')).waitFor();
  await take('18-diagnosis-trusted');
  await dialog.getByRole('button', { name: say('trust.lookAgain') }).click();
  await cause('credential-rejected').waitFor();
  await take('18-diagnosis-rejected');

  await field.fill([registry, 'registry.redhat.io/ubi9/ubi', 'quay.io'].join('\n'));
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  await page.getByRole('table', { name: say('diagnosis.results.title') }).waitFor();
  await page.getByRole('heading', { name: say('diagnosis.report.title') }).waitFor();
  await take('18-diagnosis-several');
}

/** A certificate of an authority that is known to stand in between: trusting it is warned of. */
async function intercepted(
  { page, say }: Stage,
  { registry }: DockerRegistry,
  take: Take,
): Promise<void> {
  await page.getByRole('textbox', { name: say('diagnosis.field') }).fill(registry);
  await page.getByRole('button', { name: say('diagnosis.start') }).click();
  await page
    .getByRole('heading', { name: say('diagnosis.cause.tls-intercepted') })
    .first()
    .waitFor();
  await page.getByRole('heading', { name: say('diagnosis.report.title') }).waitFor();
  await take('18-diagnosis-intercepted');
  await page.getByRole('button', { name: say('trust.open') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Zscaler Root CA' }).waitFor();
  await take('18-diagnosis-trust-intercepted');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}
