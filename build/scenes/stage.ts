import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import type { Language, Settings } from '../../shared/settings.ts';
import { CredentialsPage } from '../../tests/e2e/pages/credentials-page.ts';
import { LoginPage } from '../../tests/e2e/pages/login-page.ts';
import { type Say, wordsOf } from '../../tests/e2e/pages/words.ts';
import { launchApp, type RunningApp } from '../../tests/support/app.ts';
import { startDisplay } from '../../tests/support/app-display.ts';
import { type AppHome, createAppHome } from '../../tests/support/app-home.ts';
import { answerKeyring } from '../../tests/support/display.ts';
import { type Keyring, startKeyring } from '../../tests/support/keyring.ts';

export interface StageOptions {
  /** Electron's executable. */
  readonly electron: string;
  /** Where pictures go; made if need be. */
  readonly pictures: string;
  /** `DISPLAY` to show the window on; null for one without a screen. */
  readonly display: string | null;
  readonly sandbox: boolean;
  readonly language?: Language;
}

/** The real app in a throw-away home, with a keyring of its own, and what a user does in it. */
export interface Stage {
  readonly home: AppHome;
  /** What the app runs with: display, keyring, and nothing of the real home. */
  readonly env: Readonly<Record<string, string>>;
  readonly app: RunningApp;
  readonly page: Page;
  readonly say: Say;
  readonly login: LoginPage;
  readonly credentials: CredentialsPage;
  /** The user shows to be the user: types the password that the keyring asks for. */
  answerKeyring(): Promise<void>;
  /** Takes a picture of the window. @returns its path */
  picture(name: string): Promise<string>;
  /** Starts the demo registry from the first screen; ends at the form, filled in. @returns `host:port` */
  openDemo(): Promise<string>;
}

/** Sets the stage, plays, and removes everything but the pictures, whatever happens. */
export async function onStage<T>(
  options: StageOptions,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { electron: executable, pictures, sandbox, language = 'en' } = options;
  const closing: (() => Promise<void>)[] = [];
  try {
    const home = await createAppHome();
    closing.push(() => home.close());
    const display = options.display ?? (await ownDisplay(closing));
    const keyring: Keyring = await startKeyring({ display });
    closing.push(() => keyring.stop());
    const app = await launchApp({
      home,
      display,
      executable,
      sandbox,
      env: keyring.env,
    });
    closing.push(() => app.kill());
    const { page } = app;
    const say = wordsOf(language);
    const login = new LoginPage(page, say);
    const stage: Stage = {
      home,
      env: { ...home.env, ...keyring.env, DISPLAY: display },
      app,
      page,
      say,
      login,
      credentials: new CredentialsPage(page, say),
      answerKeyring: () => answerKeyring(display),
      async picture(name) {
        const path = join(pictures, `${name}.png`);
        await mkdir(join(path, '..'), { recursive: true });
        await page.screenshot({ path });
        return path;
      },
      async openDemo() {
        await page.getByRole('button', { name: say('firstRun.demo') }).click();
        const username = page.getByRole('textbox', { name: say('login.account.username') });
        await username.waitFor();
        const registry = /registry=([^&]+)/.exec(page.url())?.[1];
        if (registry === undefined) throw new Error('the form names no registry');
        await page.waitForFunction(
          (expected) =>
            [...document.querySelectorAll('input')].some(({ value }) => value === expected),
          DEMO_ACCOUNT.username,
        );
        return decodeURIComponent(registry);
      },
    };
    // The page listens for changed settings once it is painted.
    await page.getByRole('heading', { level: 1 }).waitFor();
    await set(page, { language });
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    return await play(stage);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/**
 * Changes settings as the settings page does.
 * @throws when main refuses them
 */
export async function set(page: Page, settings: Partial<Settings>): Promise<void> {
  const answer = await page.evaluate(async (input) => {
    const { pullkeeper } = window as unknown as {
      pullkeeper: { invoke(name: string, input: unknown): Promise<{ ok: boolean }> };
    };
    return pullkeeper.invoke('settings.set', input);
  }, settings);
  if (!answer.ok) throw new Error(`settings.set: ${JSON.stringify(answer)}`);
}

async function ownDisplay(closing: (() => Promise<void>)[]): Promise<string> {
  const display = await startDisplay();
  closing.push(() => display.stop());
  return display.name;
}
