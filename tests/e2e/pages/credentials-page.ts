import { expect, type Locator, type Page } from '@playwright/test';
import type { Verdict } from '../../../shared/credential.ts';
import type { EntryState } from '../../../shared/target.ts';
import type { Say } from './words.ts';

/** The list of credentials and what can be done with each. */
export class CredentialsPage {
  constructor(
    readonly page: Page,
    readonly say: Say,
  ) {}

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1, name: this.say('credentials.title') });
  }

  get emptyTitle(): Locator {
    return this.page.getByRole('heading', { name: this.say('firstRun.title') });
  }

  row(registry: string, user: string): Locator {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByText(registry, { exact: true }) })
      .filter({ has: this.page.getByText(user, { exact: true }) });
  }

  /** The states of a row's targets, each as its label says it. */
  states(row: Locator): Locator {
    return row.getByRole('listitem');
  }

  async expectState(row: Locator, file: string, state: EntryState): Promise<void> {
    await expect(
      this.states(row)
        .filter({ hasText: file })
        .filter({ hasText: this.say(`state.${state}.name`) }),
    ).toHaveCount(1);
  }

  async expectVerdict(row: Locator, verdict: Verdict): Promise<void> {
    await expect(row.getByText(this.say(`verdict.${verdict}`), { exact: true })).toBeVisible();
  }

  /** Opens a row's menu and chooses an item; the dialog that opens is answered. */
  async choose(
    registry: string,
    user: string,
    item: 'checkAgain' | 'writeAgain' | 'edit' | 'logOut' | 'forget',
  ): Promise<Locator> {
    await this.page
      .getByRole('button', {
        name: this.say('credentials.actions', { registry, user }),
        exact: true,
      })
      .click();
    await this.page.getByRole('menuitem', { name: this.say(`credentials.${item}`) }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.waitFor();
    return dialog;
  }

  async close(dialog: Locator): Promise<void> {
    await dialog
      .getByRole('button', { name: this.say('common.close'), exact: true })
      .last()
      .click();
    await dialog.waitFor({ state: 'detached' });
  }

  async checkAgain(registry: string, user: string, verdict: Verdict): Promise<void> {
    const dialog = await this.choose(registry, user, 'checkAgain');
    await expect(
      dialog.getByRole('status').getByRole('heading', { name: this.say(`verdict.${verdict}`) }),
    ).toBeVisible();
    await this.close(dialog);
  }

  /** Logs out of every target where the credential is. */
  async logOut(registry: string, user: string): Promise<void> {
    const dialog = await this.choose(registry, user, 'logOut');
    await dialog
      .getByRole('button', { name: this.say('logoutDialog.confirm'), exact: true })
      .click();
    await expect(dialog.getByText(this.say('logoutDialog.kept'))).toBeVisible();
    await this.close(dialog);
  }

  async writeAgain(registry: string, user: string): Promise<void> {
    const dialog = await this.choose(registry, user, 'writeAgain');
    await dialog
      .getByRole('button', { name: this.say('writeDialog.confirm'), exact: true })
      .click();
    await expect(
      dialog.getByText(this.say('outcome.written'), { exact: true }).first(),
    ).toBeVisible();
    await this.close(dialog);
  }

  async forget(registry: string, user: string): Promise<void> {
    const dialog = await this.choose(registry, user, 'forget');
    await dialog
      .getByRole('button', { name: this.say('forgetDialog.confirm'), exact: true })
      .click();
    await expect(dialog.getByText(this.say('forgetDialog.removed'))).toBeVisible();
    await this.close(dialog);
  }
}
