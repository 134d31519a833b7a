import { agrees } from '../../tests/e2e/pages/file-dialog.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

const PASSPHRASE = 'seven quiet herons over the marsh';

/** The vault file on the page of the settings: made, moved to, locked and opened again; then the keychain again. */
export async function vaultScreens(
  { app, page, say, answerKeyring }: Stage,
  take: Take,
): Promise<void> {
  const button = (words: string, exact = false) =>
    page.getByRole('button', { name: say(words), exact });
  const backend = (name: string) => page.getByRole('radio', { name: say(`vault.backend.${name}`) });
  const dialog = page.getByRole('dialog');
  const passphrase = page.getByLabel(say('openVault.passphrase'), { exact: true });

  await agrees(app.electron);
  await backend('age-file').click();
  await dialog.waitFor();
  await page.locator('#passphrase').fill(PASSPHRASE);
  await page.locator('#passphrase-again').fill(PASSPHRASE);
  await dialog.locator('[data-score="4"]').waitFor();
  await take('15b-passphrase');
  await button('passphrase.setUp').click();
  await dialog.waitFor({ state: 'detached' });
  await button('moveSecrets.move').waitFor();
  await take('15c-vault-file');
  await button('moveSecrets.move').click();
  await answerKeyring();
  await button('moveSecrets.move').waitFor({ state: 'detached' });
  await button('vaultFile.lock').click();
  await passphrase.waitFor();
  await take('15d-locked');
  await passphrase.fill(PASSPHRASE);
  await button('openVault.open', true).click();
  await passphrase.waitFor({ state: 'detached' });
  await backend('keychain').click();
  await button('moveSecrets.move').click();
  await dialog.waitFor();
  await take('15f-confirm');
  await page.locator('#confirm-passphrase').fill(PASSPHRASE);
  await button('confirming.goOn').click();
  // What is behind a dialog is not there for whoever asks by role.
  await dialog.waitFor({ state: 'detached' });
  await button('moveSecrets.move').waitFor({ state: 'detached' });
  await take('15e-moved-back');
  const protectedBy = { name: say('vault.backend.memory'), state: say('vault.word.ok') };
  await backend('memory').click();
  await page.getByText(say('vault.protectedBy', protectedBy)).waitFor();
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: say('errors.STORE_CANNOT_LOCK.title') }).waitFor();
  await take('15h-cannot-lock');
  await button('common.close').click();
  await backend('keychain').click();
  await page.getByText(say('vault.protectedBy', protectedBy)).waitFor({ state: 'detached' });
}
