import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../electron/core/demo-registry/demo-registry.ts';
import { launchApp } from '../support/app.ts';
import { callFromPage, loginFromPage } from '../support/app-call.ts';
import { startDisplay } from '../support/app-display.ts';
import { type AppHome, createAppHome } from '../support/app-home.ts';
import {
  type DesktopBus,
  type MenuNode,
  startDesktopBus,
} from '../support/desktop-bus/desktop-bus.ts';
import { startKeyring, until } from '../support/keyring.ts';
import { runOk } from '../support/tools-process.ts';
import { alternate, type BenchOptions, type Measured, pssMib } from './measure.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BARE = fileURLToPath(new URL('bare-window', import.meta.url));
const PROBE = fileURLToPath(new URL('start-probe.cjs', import.meta.url));
const ACCOUNTS = ['alice', 'bob'].map((username) => ({ username, password: `${username}-secret` }));
const ROUNDS = 15;
/** How long a person looks at a menu. */
const LOOKS_MS = 600;
/** Processes that a closed window leaves end by themselves. */
const SETTLE_MS = 15_000;

/** The tray: from a click to the files, from the session's start to its logins, and what stays in memory. */
export async function bench({ electron, switches }: BenchOptions): Promise<Measured[]> {
  const display = await startDisplay();
  const keyring = await startKeyring();
  const home = await createAppHome();
  const demo = await startDemoRegistry({ accounts: ACCOUNTS });
  const desktop = await startDesktopBus(keyring.env);
  const env = { ...home.env, ...keyring.env, DISPLAY: display.name };
  const start = (directory: string, userData: string, ...args: string[]) =>
    spawn(
      electron,
      [
        ...switches,
        '-r',
        PROBE,
        directory,
        `--user-data-dir=${userData}`,
        '--disable-gpu',
        ...args,
      ],
      { env: { ...env, BENCH_READY: 'h1' }, stdio: ['ignore', 'pipe', 'ignore'] },
    );
  try {
    await prepare({
      electron,
      sandbox: switches.length === 0,
      home,
      display: display.name,
      demo,
      keyring,
    });
    const putBack: number[] = [];
    const bareReady: number[] = [];
    let app = start(ROOT, home.userData, '--hidden');
    await desktop.registered();
    for (let round = 0; round < 5; round += 1) {
      app.kill('SIGTERM');
      await once(app, 'exit');
      await rm(dirname(home.authFile), { recursive: true, force: true });
      await rm(join(home.userData, 'sessions.json'), { force: true });
      const icons = await desktop.items();
      const began = performance.now();
      app = start(ROOT, home.userData, '--hidden');
      await written([home.authFile], (text) => text.includes(demo.registry));
      putBack.push(performance.now() - began);
      await until(async () => (await desktop.items()) > icons);

      const bareBegan = performance.now();
      const bare = start(BARE, join(home.root, 'bare'));
      await new Promise<void>((resolve) =>
        bare.stdout.on('data', (text) => String(text).includes('bench: ready') && resolve()),
      );
      bareReady.push(performance.now() - bareBegan);
      bare.kill('SIGTERM');
      await once(bare, 'exit');
    }

    await storeForDocker(env);
    const names = ACCOUNTS.map(({ username }) => username);
    let clicked = 0;
    const { ours: clicks, other: gets } = await alternate(
      ROUNDS,
      () => clickToFiles(desktop, demo, home, names[clicked++ % 2] ?? ''),
      () => dockerGet(env),
    );

    const bare = start(BARE, join(home.root, 'bare'));
    await delay(SETTLE_MS);
    const memory = { ours: [pssMib(app.pid ?? 0)], other: [pssMib(bare.pid ?? 0)] };
    for (const child of [app, bare]) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return [
      {
        name: 'tray click to all targets rewritten',
        unit: 'ms',
        ours: clicks,
        other: { name: 'docker-credential-secretservice get', values: gets },
        aim: 2,
      },
      {
        name: 'memory (PSS) without a window',
        unit: 'MiB',
        ours: memory.ours,
        other: { name: 'a bare window', values: memory.other },
        aim: 0.6,
      },
      {
        name: 'start with the session to logins put back',
        unit: 'ms',
        ours: putBack,
        other: { name: 'a bare window on the screen', values: bareReady },
        aim: 2,
      },
    ];
  } finally {
    await desktop.stop();
    await demo.close();
    await keyring.stop();
    await home.close();
    await display.stop();
  }
}

interface Stage {
  readonly electron: string;
  readonly sandbox: boolean;
  readonly home: AppHome;
  readonly display: string;
  readonly demo: DemoRegistry;
  readonly keyring: { readonly env: Readonly<Record<string, string>> };
}

/** Two accounts of one registry, kept for every session. */
async function prepare({ electron, sandbox, home, display, demo, keyring }: Stage): Promise<void> {
  const app = await launchApp({ home, display, executable: electron, sandbox, env: keyring.env });
  for (const account of ACCOUNTS) {
    const credentialId = await loginFromPage(app.page, demo.registry, account, [
      'runtime',
      'docker',
    ]);
    await callFromPage(app.page, 'session.keep', { credentialId, everySession: true });
  }
  await app.close();
}

/** Opens the menu, looks, and clicks the account that is not active. @returns ms from the click to both files */
async function clickToFiles(
  desktop: DesktopBus,
  demo: DemoRegistry,
  home: AppHome,
  username: string,
): Promise<number> {
  let next: MenuNode | undefined;
  await until(async () => {
    const { children } = await desktop.menu();
    const accounts = children.find(({ label }) => label.startsWith(`${demo.registry}: `))?.children;
    next = accounts?.find(({ label }) => label === username);
    // The menu follows the files: until it does, its items may be replaced under the click.
    return next !== undefined && !next.checked;
  });
  if (next === undefined) throw new Error('no account to switch to');
  const account = ACCOUNTS.find((each) => each.username === username);
  const auth = Buffer.from(`${account?.username}:${account?.password}`).toString('base64');
  await desktop.openMenu();
  await delay(LOOKS_MS);
  const files = written([home.authFile, home.dockerConfig], (text) => text.includes(auth));
  const clicked = performance.now();
  await desktop.clickItem(next.id);
  await files;
  const taken = performance.now() - clicked;
  await desktop.notification(({ summary }) => summary.includes(`${username} now`));
  return taken;
}

/** Resolves when every file has what is looked for, a millisecond late at the most. */
async function written(paths: readonly string[], has: (text: string) => boolean): Promise<void> {
  for (const path of paths) {
    while (!has(await readFile(path, 'utf8').catch(() => ''))) await delay(1);
  }
}

type Env = Readonly<Record<string, string>>;
const SERVER = 'https://bench.example.com';

async function storeForDocker(env: Env): Promise<void> {
  const input = JSON.stringify({ ServerURL: SERVER, Username: 'bench', Secret: 'bench-secret' });
  await runOk('docker-credential-secretservice', ['store'], { env, input });
}

async function dockerGet(env: Env): Promise<number> {
  const began = performance.now();
  await runOk('docker-credential-secretservice', ['get'], { env, input: SERVER });
  return performance.now() - began;
}
