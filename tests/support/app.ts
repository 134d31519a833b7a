import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  _electron,
  type BrowserContext,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import type { AppHome } from './app-home.ts';
import { electronProcesses, processTree } from './app-processes.ts';
import { type RunResult, run } from './tools-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TAP = fileURLToPath(new URL('app-tap.cjs', import.meta.url));
const START_LIMIT_MS = 60_000;
/** So long a test waits for what it wants to act on. */
export const ACTION_LIMIT_MS = 30_000;

export interface LaunchOptions {
  readonly home: AppHome;
  /** `DISPLAY` */
  readonly display: string;
  /** Laid over the home's environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
  /** Electron's executable. Default: the one set up for this run. */
  readonly executable?: string;
  /** Where the built app is. Default: this checkout. */
  readonly appDirectory?: string;
  /** What Electron is started by: a program and its arguments, which the command line is appended to. */
  readonly startedBy?: readonly string[];
  /** With Chromium's sandbox, which root cannot have. Default: no. */
  readonly sandbox?: boolean;
}

/** An app with its window on the display. */
export interface ShownApp {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The app's processes now, and whatever started it. */
  pids(): number[];
  /** The process that the keychain worker runs in, once it has been started. */
  keychainWorkerPid(): number | null;
  rendererPid(): number;
  /** Everything it wrote to standard output and error. */
  output(): string;
  /** Everything that main sent to a renderer; empty for a packaged app, which takes no tap. */
  sentMessages(): Promise<readonly string[]>;
  /** Quits as the user does and waits for the end. */
  close(): Promise<void>;
  /** SIGKILL, to every process of it. */
  kill(): Promise<void>;
}

/** An app whose main process can be asked, too. */
export interface RunningApp extends ShownApp {
  readonly electron: ElectronApplication;
}

/** Starts the real app on a display, in a home of its own, and waits for its window. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const { home, display, args = [], startedBy, sandbox = false, appDirectory = ROOT } = options;
  const executable = options.executable ?? electronExecutable();
  const env = environment({ ...home.env, DISPLAY: display, ...options.env });
  // Beside the home, where its user can read it wherever the checkout is.
  const tap = join(home.root, 'app-tap.cjs');
  await copyFile(TAP, tap);
  const electron = await _electron.launch({
    executablePath:
      startedBy === undefined ? executable : await wrapper(home, [...startedBy, executable]),
    args: ['-r', tap, appDirectory, `--user-data-dir=${home.userData}`, '--disable-gpu', ...args],
    env,
    cwd: home.root,
    chromiumSandbox: sandbox,
    // The app chooses its theme itself; Playwright would show it light.
    colorScheme: null,
    timeout: START_LIMIT_MS,
  });
  const child = electron.process();
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  }
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const root = child.pid;
  if (root === undefined) {
    throw new Error('the app has no process id');
  }
  let page: Page;
  try {
    page = await electron.firstWindow({ timeout: START_LIMIT_MS });
    page.setDefaultTimeout(ACTION_LIMIT_MS);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`the app showed no window:\n${printed.join('')}`, { cause });
  }
  return {
    electron,
    context: electron.context(),
    page,
    ...watched(root, printed, exited),
    sentMessages: () =>
      electron.evaluate(() => [
        ...((globalThis as { pullkeeperTap?: string[] }).pullkeeperTap ?? []),
      ]),
    async close() {
      await electron.close();
      await exited;
    },
  };
}

/** What is known of an app from outside. */
export function watched(
  root: number,
  printed: readonly string[],
  exited: Promise<void>,
): Pick<ShownApp, 'pids' | 'keychainWorkerPid' | 'rendererPid' | 'output' | 'kill'> {
  return {
    pids: () => processTree(root),
    keychainWorkerPid: () =>
      electronProcesses(root, 'utility', '--utility-sub-type=node.mojom.NodeService')[0] ?? null,
    rendererPid() {
      const [pid] = electronProcesses(root, 'renderer');
      if (pid === undefined) {
        throw new Error('the app has no renderer');
      }
      return pid;
    },
    output: () => printed.join(''),
    async kill() {
      for (const pid of processTree(root).reverse()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It went with its parent.
        }
      }
      await exited;
    },
  };
}

/** Starts the app once more in the same home, as a second click on its icon does, and waits for the end of that. */
export function launchAgain(
  { home, display, env = {} }: LaunchOptions,
  args: readonly string[],
): Promise<RunResult> {
  return run(
    electronExecutable(),
    ['--no-sandbox', ROOT, `--user-data-dir=${home.userData}`, '--disable-gpu', ...args],
    { env: environment({ ...home.env, DISPLAY: display, ...env }), cwd: home.root },
  );
}

/** Which Electron the tests run on: the global set-up puts it there. */
export function electronExecutable(): string {
  const path = process.env.PULLKEEPER_TEST_ELECTRON;
  if (path === undefined) {
    throw new Error('PULLKEEPER_TEST_ELECTRON names no Electron executable');
  }
  return path;
}

function environment(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Playwright puts its switches first, so a program before Electron needs a script of its own. */
async function wrapper(home: AppHome, command: readonly string[]): Promise<string> {
  const path = join(home.root, 'start-app.sh');
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  await writeFile(path, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
