import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import { paste } from './import-screens.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

const inFile = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

/** A cluster's pull secret with one more registry, and with what OpenShift refuses. */
function pullSecret(registry: string): string {
  return JSON.stringify({
    auths: {
      'cloud.openshift.com': {
        ...inFile('openshift-release-dev+ocm:not-a-real-token'),
        email: 'ops@example.com',
      },
      'quay.io': {
        ...inFile('openshift-release-dev+ocm:not-a-real-token'),
        email: 'ops@example.com',
      },
      'registry.redhat.io': inFile('1234567|uhc-pool:not-a-real-token'),
      [registry]: {
        ...inFile(`${DEMO_ACCOUNT.username}:${DEMO_ACCOUNT.password}`),
        identitytoken: '',
      },
    },
  });
}

const OTHER = JSON.stringify({
  auths: {
    'registry.redhat.io': inFile('7654321|other:not-a-real-token'),
    'mirror.example.com:8443': inFile('mirror:not-a-real-password'),
    'broken.example.com': { auth: 'bm8tY29sb24=' },
  },
});

/** The workbench, in each of its states. Only the demo registry is asked. */
export async function pullSecretScreens(
  { page, say }: Stage,
  registry: string,
  take: Take,
): Promise<void> {
  const button = (key: string, values = {}) =>
    page.getByRole('button', { name: say(`pullSecrets.${key}`, values), exact: true });
  const heading = (key: string, values = {}) =>
    page.getByRole('heading', { level: 2, name: say(`pullSecrets.${key}`, values), exact: true });
  await page.evaluate(() => {
    window.location.hash = '#/pull-secrets';
  });
  await heading('open.title').waitFor();
  await take('60-pull-secret-open');
  await paste(page, 'apiVersion: v1', '#pull-secret-text');
  await page.getByRole('heading', { name: say('errors.PULL_SECRET_MALFORMED.title') }).waitFor();
  await take('61-pull-secret-unreadable');
  await paste(page, pullSecret(registry), '#pull-secret-text');
  await heading('entries_other', { count: '4' }).waitFor();
  await button('check.one', { key: registry }).click();
  await page.getByText(say('verdict.verified'), { exact: true }).waitFor();
  await take('62-pull-secret-refused');
  await button('verdict.tidy').click();
  await page.getByText(say('pullSecrets.verdict.good')).waitFor();

  await button('add.open').click();
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await take('63-pull-secret-add');
  await page.keyboard.press('Escape');
  await button('merge.open').click();
  await paste(page, OTHER, '#pull-secret-other');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await take('64-pull-secret-merge');
  await button('merge.confirm_other', { count: '2' }).click();
  await heading('entries_other', { count: '5' }).waitFor();
  await button('removeOne', { key: 'quay.io' }).click();
  await heading('entries_other', { count: '4' }).waitFor();
  await heading('changes').evaluate((element) => element.scrollIntoView());
  await take('65-pull-secret-changed');
  await heading('use.title').evaluate((element) => element.scrollIntoView());
  await take('66-pull-secret-use');
  await button('close').click();
  await heading('open.title').waitFor();
}
