import type { Page } from '@playwright/test';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

const inFile = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

/** What a token looks like that says when it was issued; nobody signed it. */
function token(issuedAt: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iat: issuedAt })}.c2ln`;
}

/** A pull secret with one of each: new, telemetry, broken. */
export const PULL_SECRET = JSON.stringify({
  auths: {
    'registry.redhat.io': inFile(`1234567|builder:${token(1_735_689_600)}`),
    'quay.io': inFile('openshift+builder:not-a-real-token'),
    'cloud.openshift.com': inFile('openshift+builder:not-a-real-token'),
    'registry.example.com/team:tag': inFile('ci:not-a-real-password'),
    'broken.example.com': { auth: 'bm8tY29sb24=' },
  },
});

/** Pastes into the page as a user does; the event carries the text. */
export async function paste(page: Page, text: string, field = '#import-text'): Promise<void> {
  await page.locator(field).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** The import, in each of its states. */
export async function importScreens({ page, say }: Stage, take: Take): Promise<void> {
  const heading = (key: string, values = {}) =>
    page.getByRole('heading', { level: 2, name: say(key, values) });
  await page.evaluate(() => {
    window.location.hash = '#/import';
  });
  await heading('import.input.title').waitFor();
  await take('30-import');
  await paste(page, '{"auths":{"quay.io":{"auth":7}}}');
  await heading('errors.IMPORT_MALFORMED.title').waitFor();
  await take('31-import-refused');
  await paste(page, '7654321|pulls\nnot-a-real-token');
  await page.getByLabel(say('import.place.label')).waitFor();
  await take('32-import-pair');
  await page.getByRole('button', { name: say('common.back') }).click();
  await paste(page, PULL_SECRET);
  await heading('import.choose.title_other', { count: '5' }).waitFor();
  await take('33-import-choose');
  await page.getByRole('link', { name: say('nav.settings') }).click();
  await page.getByRole('heading', { level: 1, name: say('nav.settings') }).waitFor();
  await page.evaluate(() => {
    window.location.hash = '#/import';
  });
  const goOn = page.getByRole('button', { name: say('unfinished.goOn') });
  await goOn.waitFor();
  await take('33-import-left');
  await goOn.click();
  await page.getByRole('button', { name: say('import.choose.next_other', { count: '2' }) }).click();
  await heading('import.write.title_other', { count: '2' }).waitFor();
  await page.locator('#target-runtime').waitFor();
  await take('34-import-write');
  await page.getByRole('button', { name: say('login.write.confirm') }).click();
  await heading('import.done.title').waitFor();
  await take('35-import-done');
}
