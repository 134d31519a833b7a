import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onStage } from '../../build/scenes/stage.ts';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import type { BenchOptions } from './measure.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROBE = fileURLToPath(new URL('start-probe.cjs', import.meta.url));
const BARE = fileURLToPath(new URL('bare-window', import.meta.url));

export interface Launch {
  readonly directory: string;
  readonly userData: string;
  /** CSS selector of what has to be painted. */
  readonly ready: string;
}

/** An app whose window is painted. */
export interface Launched {
  readonly pid: number;
  /** From the spawn to the paint. */
  readonly readyMs: number;
  end(): Promise<void>;
}

export interface Contenders {
  /** The app, with one credential in two files and in the keychain. */
  readonly app: Launch;
  /** The least that an Electron app can be. */
  readonly bare: Launch;
  readonly start: (launch: Launch) => Promise<Launched>;
}

/** Sets up a home in which both can be started, each with a warm profile, on a display and with a keyring. */
export function withContenders<T>(
  { electron, switches }: BenchOptions,
  work: (contenders: Contenders) => Promise<T>,
): Promise<T> {
  const stageOptions = { electron, pictures: '', display: null, sandbox: switches.length === 0 };
  return onStage(stageOptions, async ({ env, home, app, page, login, credentials, openDemo }) => {
    const registry = await openDemo();
    await login.button('login.account.check').click();
    await login.button('common.next').click();
    await login.button('login.write.confirm').click();
    await login.stepTitle('login.done.title').waitFor();
    await login.finish();
    await credentials.row(registry, DEMO_ACCOUNT.username).waitFor();
    await page.getByRole('listitem').first().waitFor();
    await app.close();
    return work({
      app: { directory: ROOT, userData: home.userData, ready: 'tbody tr' },
      bare: { directory: BARE, userData: join(home.root, 'bare'), ready: 'h1' },
      start: (launch) => start(electron, switches, env, launch),
    });
  });
}

export async function start(
  electron: string,
  switches: readonly string[],
  env: Readonly<Record<string, string>>,
  { directory, userData, ready }: Launch,
): Promise<Launched> {
  const started = performance.now();
  const child = spawn(
    electron,
    [...switches, '-r', PROBE, directory, `--user-data-dir=${userData}`, '--disable-gpu'],
    { env: { ...env, BENCH_READY: ready }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text) => {
        if (String(text).includes('bench: ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`${directory} ended with ${code}`)));
    });
    return { pid: child.pid ?? 0, readyMs: performance.now() - started, end };
  } catch (error) {
    await end();
    throw error;
  }
}
