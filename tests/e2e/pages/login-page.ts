import { expect, type Locator, type Page } from '@playwright/test';
import type { CheckReason, CredentialKind, Verdict } from '../../../shared/credential.ts';
import { anyOf, type Say } from './words.ts';

export interface Typed {
  readonly registry: string;
  readonly username: string;
  readonly password: string;
  readonly kind?: CredentialKind;
}

/** The login, step by step. */
export class LoginPage {
  constructor(
    readonly page: Page,
    readonly say: Say,
  ) {}

  button(key: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name: this.say(key), exact: true });
  }

  stepTitle(key: string, registry = ''): Locator {
    return this.page.getByRole('heading', { level: 2, name: this.say(key, { registry }) });
  }

  /** From anywhere, by the keyboard. */
  async open(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).waitFor();
    await this.page.keyboard.press('Control+n');
    await this.stepTitle('login.registry.title').waitFor();
  }

  /** Step 1. */
  async chooseRegistry(text: string): Promise<void> {
    await this.registry.fill(text);
    await this.button('common.next').click();
  }

  /** Step 2, up to the check. */
  async fillAccount({ registry, username, password, kind = 'other' }: Typed): Promise<void> {
    await this.stepTitle('login.account.title', registry).waitFor();
    await this.page.getByRole('radio', { name: this.say(`kind.${kind}.name`) }).check();
    await this.page
      .getByRole('textbox', { name: this.say('login.account.username') })
      .fill(username);
    await this.secret.fill(password);
  }

  get registry(): Locator {
    return this.page.getByRole('textbox', { name: this.say('login.registry.field') });
  }

  get secret(): Locator {
    return this.page
      .getByLabel(this.say('login.account.secret'), { exact: false })
      .and(this.page.locator('input'));
  }

  /** Steps 1 and 2, and the check is under way. */
  async check(typed: Typed): Promise<void> {
    await this.open();
    await this.chooseRegistry(typed.registry);
    await this.fillAccount(typed);
    await this.button('login.account.check').click();
  }

  /** Answers whether the credential may go to a token server that is not known. */
  async answerRealm(host: string, allow: boolean): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: this.say('realm.title') });
    await dialog.waitFor();
    await dialog
      .getByRole('button', {
        name: allow ? this.say('realm.allow', { host }) : this.say('realm.decline'),
        exact: true,
      })
      .click();
  }

  /** The verdict with its reason; several reasons where the machine decides which. */
  async expectVerdict(verdict: Verdict, ...reasons: readonly CheckReason[]): Promise<void> {
    const titles = reasons.map(
      (reason) => `${this.say(`verdict.${verdict}`)} — ${this.say(`check.${reason}.title`)}`,
    );
    await expect(
      this.page.getByRole('status').getByRole('heading', { name: anyOf(titles) }),
    ).toBeVisible();
  }

  /** Steps 1 to 5, to every target that is proposed. */
  async logIn(typed: Typed, realmHost: string | null = null): Promise<void> {
    await this.check(typed);
    if (realmHost !== null) {
      await this.answerRealm(realmHost, true);
    }
    await this.button('common.next').click();
    await this.stepTitle('login.write.title').waitFor();
    await this.button('login.write.confirm').click();
    await this.stepTitle('login.done.title').waitFor();
  }

  async finish(): Promise<void> {
    await this.button('login.done.finish').click();
  }
}
