import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

/** What is written about a credential, several of them selected, and profiles. */
export async function accountsScreens(
  { page, say, credentials }: Stage,
  login: { readonly registry: string; readonly username: string },
  take: Take,
): Promise<void> {
  const open = (hash: string) =>
    page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  await open('#/');
  const dialog = await credentials.choose(login.registry, login.username, 'edit');
  await dialog.getByLabel(say('edit.owner')).fill('Platform team');
  await dialog.getByLabel(say('edit.tags')).fill('prod, eu-west');
  await dialog.getByLabel(say('edit.notes')).fill('Rotated each quarter.');
  await take('50-edit');
  await dialog.getByRole('button', { name: say('edit.save'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: say('export.select') }).click();
  await page.getByRole('table').getByRole('checkbox').first().check();
  await take('51-selected');
  await page.getByRole('button', { name: say('common.cancel'), exact: true }).click();
  await open('#/profiles');
  await page.getByLabel(say('profiles.name')).fill(say('profiles.nameHint'));
  await page.getByRole('button', { name: say('profiles.save'), exact: true }).click();
  await page
    .getByRole('button', { name: say('profiles.switch'), exact: false })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await take('52-switch');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await take('53-profiles');
}
