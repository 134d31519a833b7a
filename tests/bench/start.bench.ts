import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onStage } from '../../build/scenes/stage.ts';
import { DEMO_ACCOUNT } from '../../shared/demo.ts';
import { processTree, procText } from '../support/app-processes.ts';
import { alternate, type BenchOptions, type Measured } from './measure.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROBE = fileURLToPath(new URL('start-probe.cjs', import.meta.url));
const BARE = fileURLToPath(new URL('bare-window', import.meta.url));
const ROUNDS = 9;
/** Until memory is looked at: what a start puts off is done by then. */
const SETTLE_MS = 2_000;

interface Started {
  readonly readyMs: number;
  /** Proportional set size of all its processes. */
  readonly pssMib: number;
}

interface Launch {
  readonly directory: string;
  readonly userData: string;
  /** CSS selector of what has to be painted. */
  readonly ready: string;
}

/**
 * Start: spawn to the list of credentials painted and the page's thread free. Memory: two seconds later. Both over
 * those of a window that says hello, on the same runtime, in the same home, each with a warm profile.
 */
export async function bench({ electron, switches }: BenchOptions): Promise<Measured[]> {
  const stageOptions = {
    electron,
    pictures: '',
    display: null,
    sandbox: switches.length === 0,
  };
  return onStage(stageOptions, async ({ env, home, app, page, login, credentials, openDemo }) => {
    // A profile that has been used: one credential, in two files and in the keychain.
    const registry = await openDemo();
    await login.button('login.account.check').click();
    await login.button('common.next').click();
    await login.button('login.write.confirm').click();
    await login.stepTitle('login.done.title').waitFor();
    await login.finish();
    await credentials.row(registry, DEMO_ACCOUNT.username).waitFor();
    await page.getByRole('listitem').first().waitFor();
    await app.close();

    const start = (launch: Launch) => startOnce(electron, switches, env, launch);
    const { ours, other } = await alternate(
      ROUNDS,
      () => start({ directory: ROOT, userData: home.userData, ready: 'tbody tr' }),
      () => start({ directory: BARE, userData: join(home.root, 'bare'), ready: 'h1' }),
    );
    const name = 'a bare window';
    return [
      {
        name: 'start, to the list painted and usable',
        unit: 'ms',
        ours: ours.map(({ readyMs }) => readyMs),
        other: { name, values: other.map(({ readyMs }) => readyMs) },
        aim: 1.3,
      },
      {
        name: 'memory of all processes (PSS)',
        unit: 'MiB',
        ours: ours.map(({ pssMib }) => pssMib),
        other: { name, values: other.map(({ pssMib }) => pssMib) },
        aim: 1.25,
      },
    ];
  });
}

async function startOnce(
  electron: string,
  switches: readonly string[],
  env: Readonly<Record<string, string>>,
  { directory, userData, ready }: Launch,
): Promise<Started> {
  const started = performance.now();
  const child = spawn(
    electron,
    [...switches, '-r', PROBE, directory, `--user-data-dir=${userData}`, '--disable-gpu'],
    { env: { ...env, BENCH_READY: ready }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(child, 'exit');
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text) => {
        if (String(text).includes('bench: ready')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`${directory} ended with ${code}`)));
    });
    const readyMs = performance.now() - started;
    await delay(SETTLE_MS);
    return { readyMs, pssMib: pssMib(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

function pssMib(root: number): number {
  const kib = processTree(root).map((pid) =>
    Number(/^Pss:\s+(\d+) kB$/m.exec(procText(pid, 'smaps_rollup'))?.[1] ?? 0),
  );
  return kib.reduce((sum, each) => sum + each, 0) / 1024;
}
