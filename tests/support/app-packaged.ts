import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { ACTION_LIMIT_MS, type ShownApp, watched } from './app.ts';
import type { AppHome } from './app-home.ts';
import { runOk } from './tools-process.ts';

const START_LIMIT_MS = 60_000;
const POLL_MS = 20;
const INSTALLED = 'opt/Pullkeeper/pullkeeper';

/** Unpacks a Debian package, as its installation does. @returns the app's executable */
export async function unpackDebianPackage(file: string, directory: string): Promise<string> {
  await runOk('dpkg-deb', ['--extract', file, directory]);
  return join(directory, INSTALLED);
}

export interface PackagedOptions {
  readonly home: AppHome;
  readonly display: string;
  /** The packaged executable. */
  readonly executable: string;
  /** A program and its arguments, which the command line is appended to. */
  readonly startedBy: readonly string[];
}

/**
 * Starts the packaged app, sandbox and fuses as they are shipped, and looks at its page through Chromium's debugger.
 *
 * The shipped app refuses that debugger and takes itself for a development one when its executable is called
 * `electron`: so the very same file is started under that name.
 */
export async function launchPackaged(options: PackagedOptions): Promise<ShownApp> {
  const { home, display, executable, startedBy } = options;
  const alias = join(dirname(executable), 'electron');
  await link(executable, alias);
  const [program = alias, ...args] = [...startedBy, alias];
  const child = spawn(
    program,
    [...args, '--remote-debugging-port=0', `--user-data-dir=${home.userData}`, '--disable-gpu'],
    { env: { ...home.env, DISPLAY: display }, cwd: home.root },
  );
  const exited = once(child, 'exit').then(() => {});
  const printed: string[] = [];
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed.push(chunk.toString('utf8'));
        const found = /DevTools listening on (ws:\S+)/.exec(printed.join(''))?.[1];
        if (found !== undefined) {
          resolve(found);
        }
      });
    }
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the app ended at once:\n${printed.join('')}`)));
  });
  const debuggerUrl = await address;
  await pageShown(debuggerUrl);
  const browser = await chromium.connectOverCDP(debuggerUrl, { timeout: START_LIMIT_MS });
  const context = browser.contexts()[0];
  if (context === undefined) {
    throw new Error('the app has no page to look at');
  }
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  page.setDefaultTimeout(ACTION_LIMIT_MS);
  return {
    context,
    page,
    ...watched(child.pid ?? 0, printed, exited),
    sentMessages: async () => [],
    async close() {
      // The last window takes the app with it.
      await page.close();
      await exited;
    },
  };
}

/** Waits for the window: one that is made while Playwright connects is lost to it. */
async function pageShown(debuggerUrl: string): Promise<void> {
  const list = new URL('/json/list', debuggerUrl.replace(/^ws/, 'http'));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    const targets = (await (await fetch(list)).json()) as { type: string; url: string }[];
    if (targets.some(({ type, url }) => type === 'page' && url.startsWith('app://'))) {
      return;
    }
    await delay(POLL_MS);
  }
  throw new Error('the app showed no window');
}
