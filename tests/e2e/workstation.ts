import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ElectronApplication, expect, type TestInfo } from '@playwright/test';
import {
  type LaunchOptions,
  launchAgain,
  launchApp,
  type RunningApp,
  type ShownApp,
} from '../support/app.ts';
import { type AppHome, type AppHomeOptions, createAppHome } from '../support/app-home.ts';
import { filesBelow, type Haystack, processTraces, scan } from '../support/canary.ts';
import { answerKeyring } from '../support/display.ts';
import { type DockerRegistry, trustRegistry } from '../support/docker-registry.ts';
import { type Keyring, type KeyringOptions, startKeyring } from '../support/keyring.ts';
import type { RunResult } from '../support/tools-process.ts';

export interface WorkstationOptions {
  readonly display: string;
  /** Registries whose certificate authority the user of this machine trusts. */
  readonly trusts?: readonly Pick<DockerRegistry, 'registry' | 'ca'>[];
  /** Without it: an unlocked one, which cannot ask for its password. Null: no session bus at all. */
  readonly keyring?: KeyringOptions | null;
  readonly home?: AppHomeOptions;
}

const SCREEN_LIMIT_MS = 5_000;

type StartOptions = Partial<Omit<LaunchOptions, 'home' | 'display'>>;

/**
 * One administrator's machine: a home, a display, a keyring, and the app on it. It remembers the secrets that were
 * typed on it, and looks for them everywhere when the app ends.
 */
export class Workstation {
  /** Files that the user asked to hold secrets, beside the two that containers' tools and docker read. */
  readonly declaredTargets = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #screens: Haystack[] = [];
  #app: ShownApp | null = null;

  private constructor(
    readonly home: AppHome,
    readonly display: string,
    readonly keyring: Keyring | null,
  ) {
    this.declaredTargets.add(home.authFile).add(home.dockerConfig);
  }

  static async create(options: WorkstationOptions): Promise<Workstation> {
    const { display, trusts = [], keyring = {} } = options;
    const home = await createAppHome(options.home);
    for (const registry of trusts) {
      await trustRegistry(home.home, registry);
    }
    return new Workstation(home, display, keyring === null ? null : await startKeyring(keyring));
  }

  get app(): ShownApp {
    if (this.#app === null) {
      throw new Error('the app is not running');
    }
    return this.#app;
  }

  /** The main process of the app. */
  get electron(): ElectronApplication {
    const { app } = this;
    if (!('electron' in app)) {
      throw new Error('a packaged app lets nobody into its main process');
    }
    return (app as RunningApp).electron;
  }

  /** What the tools beside the app run with. */
  get toolEnv(): Readonly<Record<string, string>> {
    return this.home.env;
  }

  /** From now on this text must not show up anywhere but in the declared targets. */
  keepSecret(secret: string): void {
    this.#secrets.add(secret);
  }

  async start(options: StartOptions = {}): Promise<RunningApp> {
    const app = await launchApp({
      home: this.home,
      display: this.display,
      ...options,
      env: { ...this.keyring?.env, ...options.env },
    });
    await this.watch(app);
    return app;
  }

  /** Takes an app that was started here by other means. */
  async watch(app: ShownApp): Promise<void> {
    this.#app = app;
    await app.context.tracing.start({ snapshots: true });
  }

  /** A second start beside the running app; resolves when the second one has ended. */
  startAgain(args: readonly string[]): Promise<RunResult> {
    return launchAgain(
      { home: this.home, display: this.display, env: this.keyring?.env ?? {} },
      args,
    );
  }

  /** Takes a screenshot into the report, and its text for the search. */
  async look(name: string, testInfo: TestInfo): Promise<void> {
    const { page } = this.app;
    await testInfo.attach(name, {
      body: await page.screenshot(),
      contentType: 'image/png',
    });
    await this.readScreen(name);
  }

  /** The text of the screen: what is shown, what is announced, and what fields show that are not for passwords. */
  async readScreen(name: string): Promise<void> {
    const text = await this.app.page.evaluate(() => {
      const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'value'];
      const shown = [document.title, document.body.textContent ?? ''];
      for (const element of document.querySelectorAll<HTMLElement>('*')) {
        if (element instanceof HTMLInputElement && element.type === 'password') {
          continue;
        }
        shown.push(...attributes.map((each) => element.getAttribute(each) ?? ''));
        if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
          shown.push(element.value);
        }
      }
      return shown.join('\n');
    });
    this.#screens.push({ place: `screen "${name}"`, content: text });
  }

  /**
   * Ends the app and requires that no secret was seen anywhere but in the declared targets: files of the home,
   * the user data directory and the logs, messages to the renderer, output, command lines, environments, screens.
   */
  async stop(testInfo?: TestInfo): Promise<void> {
    const app = this.#app;
    if (app === null) {
      return;
    }
    this.#app = null;
    const running: Haystack[] = [...processTraces(app.pids()), ...this.#screens];
    running.push({
      place: 'messages to the renderer',
      content: (await app.sentMessages()).join('\n'),
    });
    await endTrace(app, testInfo);
    await app.close();
    running.push({ place: 'standard output and error', content: app.output() });
    this.expectNoSecretIn(running);
    this.expectNoSecretIn(this.files());
  }

  /** The user shows to be the user: types the password that a keyring with this display asks for. */
  answerKeyring(): Promise<void> {
    return answerKeyring(this.display);
  }

  /** SIGKILL, as a power cut would. */
  async kill(): Promise<void> {
    const app = this.app;
    this.#app = null;
    await app.kill();
  }

  /** Replaces a file as the container tools do: a new one takes its name. */
  async replaceFile(path: string, content: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const next = `${path}.next`;
    await writeFile(next, content, { mode: 0o600 });
    await rename(next, path);
  }

  *files(): Generator<Haystack> {
    for (const directory of [this.home.root, this.home.runtime]) {
      for (const file of filesBelow(directory)) {
        if (!this.declaredTargets.has(file.place)) {
          yield file;
        }
      }
    }
  }

  expectNoSecretIn(haystacks: Iterable<Haystack>): void {
    const searched = [...haystacks];
    for (const secret of this.#secrets) {
      expect(scan(secret, searched), 'places that hold a secret').toEqual([]);
    }
  }

  /** Ends what runs and removes the home. A failing test ends here with its app still running. */
  async remove(testInfo?: TestInfo): Promise<void> {
    if (this.#app !== null) {
      await endTrace(this.#app, testInfo);
      await this.#app.kill();
      this.#app = null;
    }
    if (testInfo !== undefined && testInfo.status !== testInfo.expectedStatus) {
      await cp(join(this.home.userData, 'logs'), testInfo.outputPath('logs'), {
        recursive: true,
      }).catch(() => {});
    }
    await this.keyring?.stop();
    await this.home.close();
  }
}

/** Keeps of a test that failed: the trace, what the window showed, what the app printed and logged. */
async function endTrace(app: ShownApp, testInfo: TestInfo | undefined): Promise<void> {
  const failed = testInfo !== undefined && testInfo.status !== testInfo.expectedStatus;
  const trace = testInfo?.outputPath('trace.zip') ?? '';
  if (failed) {
    const { page } = app;
    const screen = { timeout: SCREEN_LIMIT_MS };
    // A dead window shows nothing.
    await page.screenshot({ ...screen, path: testInfo.outputPath('screen.png') }).catch(() => {});
    await page
      .locator('body')
      .ariaSnapshot(screen)
      .then((text) => writeFile(testInfo.outputPath('screen.yml'), text))
      .catch(() => {});
    await writeFile(testInfo.outputPath('output.txt'), app.output());
  }
  // A crashed app has no trace to end.
  await app.context.tracing.stop(failed ? { path: trace } : {}).catch(() => {});
}
