import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../electron/core/demo-registry/demo-registry.ts';
import { electronExecutable } from '../support/app.ts';
import { callFromPage as call, loginFromPage } from '../support/app-call.ts';
import { electronProcesses } from '../support/app-processes.ts';
import { makeCanary } from '../support/canary.ts';
import {
  type DesktopBus,
  type MenuNode,
  startDesktopBus,
} from '../support/desktop-bus/desktop-bus.ts';
import { startDisplay } from '../support/display.ts';
import { until } from '../support/keyring.ts';
import { getLogin, trustPlainHttp } from '../support/tools.ts';
import { test } from './fixtures.ts';
import { agrees } from './pages/file-dialog.ts';
import type { Workstation } from './workstation.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ALICE = { username: 'alice', password: makeCanary() };
const BOB = { username: 'bob', password: makeCanary() };
const BOTH = ['runtime', 'docker'];

let demo: DemoRegistry;
let desktop: DesktopBus;
test.beforeAll(async () => {
  demo = await startDemoRegistry({ accounts: [ALICE, BOB] });
});
test.afterAll(() => demo.close());
test.afterEach(() => desktop?.stop());

const login = (page: Page, account: typeof ALICE) =>
  loginFromPage(page, demo.registry, account, BOTH);

/** A machine with a tray, on which the app runs and two accounts of a registry are stored; bob is the active one. */
async function withAccounts(workstation: Workstation): Promise<{ alice: string; bob: string }> {
  for (const { password } of [ALICE, BOB]) workstation.keepSecret(password);
  await trustPlainHttp(workstation.home, demo.registry);
  desktop = await startDesktopBus(workstation.keyring?.env ?? {});
  const { page } = await workstation.start();
  const alice = await login(page, ALICE);
  const bob = await login(page, BOB);
  await desktop.registered();
  await untilMenu((menu) => groupOf(menu)?.label === `${demo.registry}: bob`);
  return { alice, bob };
}

/** Panels read the menu again when it changes; so does this. */
const untilMenu = (fits: (menu: MenuNode) => boolean) =>
  until(async () => fits(await desktop.menu()));

const groupOf = ({ children }: MenuNode) =>
  children.find(({ label }) => label.startsWith(`${demo.registry}: `));

async function closeWindow(workstation: Workstation): Promise<void> {
  await workstation.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
}

const windows = (workstation: Workstation) =>
  workstation.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

const activeIn = async ({ home }: Workstation) => {
  const config = JSON.parse(await readFile(home.dockerConfig, 'utf8'));
  const docker = Buffer.from(config.auths[demo.registry].auth, 'base64').toString().split(':')[0];
  return { podman: await getLogin('podman', demo.registry, home.env), docker };
};

test('the tray switches accounts without a window, and tells what came of it', async ({
  createWorkstation,
}) => {
  const workstation = await createWorkstation();
  await withAccounts(workstation);
  const renderer = workstation.app.rendererPid();
  await closeWindow(workstation);
  expect((await desktop.notification(() => true)).summary).toBe('Pullkeeper stays in the tray');
  await until(
    () => !electronProcesses(workstation.app.pids()[0] ?? 0, 'renderer').includes(renderer),
  );

  const group = groupOf(await desktop.menu());
  expect(group?.children.slice(0, 2)).toMatchObject([
    { label: 'alice', checked: false },
    { label: 'bob', checked: true },
  ]);
  await desktop.openMenu();
  await desktop.click(`${demo.registry}: bob`, 'alice');
  expect(await desktop.notification(() => true)).toMatchObject({
    summary: `${demo.registry} uses alice now`,
    body: 'Written to 2 of 2 places.',
  });
  expect(await activeIn(workstation)).toEqual({ podman: 'alice', docker: 'alice' });
  await untilMenu((menu) => groupOf(menu)?.label === `${demo.registry}: alice`);
  expect(await windows(workstation)).toBe(0);

  await desktop.click(`${demo.registry}: alice`, 'Check now');
  expect(await desktop.notification(() => true)).toMatchObject({
    summary: 'Verified',
    body: `alice at ${demo.registry}`,
  });
  const told = JSON.stringify([await desktop.menu(), await desktop.item(), desktop.notifications]);
  for (const { password } of [ALICE, BOB]) expect(told).not.toContain(password);

  // A click on the icon, and a second start, bring the window.
  const opened = workstation.electron.waitForEvent('window');
  await desktop.activate();
  await (await opened).locator('#page-title').waitFor();
  await closeWindow(workstation);
  const again = workstation.electron.waitForEvent('window');
  await workstation.startAgain(['pullkeeper://open/settings']);
  await expect((await again).getByRole('heading', { level: 1 })).toHaveText('Settings');
});

test('a link opens a view and does nothing else', async ({ createWorkstation }) => {
  const workstation = await createWorkstation();
  const { alice } = await withAccounts(workstation);
  const { page } = workstation.app;
  await workstation.startAgain(['pullkeeper://open/activity', '--do=lock']);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Activity');
  await workstation.startAgain([`pullkeeper://do/switch?credentialId=${alice}`]);
  await workstation.startAgain(['pullkeeper://open/../lock']);
  // The launcher's actions arrive; what the links asked for was before them.
  await workstation.startAgain(['--do=check-all']);
  expect((await desktop.notification(() => true)).summary).toBe('2 of 2 logins verified');
  expect(await workstation.keyring?.isLocked()).toBe(false);
  expect(await activeIn(workstation)).toEqual({ podman: 'bob', docker: 'bob' });
});

test('a keyring that is locked when the click comes asks; dismissed, nothing changes', async ({
  createWorkstation,
}) => {
  const display = await startDisplay();
  try {
    const workstation = await createWorkstation({ keyring: { display: display.name } });
    await withAccounts(workstation);
    await closeWindow(workstation);
    await desktop.notification(({ summary }) => summary.includes('stays'));

    await workstation.keyring?.lock();
    await desktop.click(`${demo.registry}: bob`, 'alice');
    await until(() => display.isGrabbed());
    display.press('Escape');
    expect((await desktop.notification(() => true)).summary).toBe('Nothing was changed');
    expect(await activeIn(workstation)).toEqual({ podman: 'bob', docker: 'bob' });

    await desktop.click(`${demo.registry}: bob`, 'alice');
    await until(() => display.isGrabbed());
    display.press('t', 'e', 's', 't', 'Return');
    expect((await desktop.notification(() => true)).summary).toBe(
      `${demo.registry} uses alice now`,
    );
    expect(await activeIn(workstation)).toEqual({ podman: 'alice', docker: 'alice' });
    expect(await windows(workstation)).toBe(0);
  } finally {
    await display.stop();
  }
});

test('a vault file that is locked opens the window at its passphrase, and goes on after it', async ({
  createWorkstation,
  display,
}) => {
  const workstation = await createWorkstation({ keyring: { display } });
  const passphrase = makeCanary();
  workstation.keepSecret(passphrase);
  await withAccounts(workstation);
  const { page } = workstation.app;
  const runId = () => crypto.randomUUID();
  await agrees(workstation.electron);
  await call(page, 'vault.set-up', { runId: runId(), passphrase });
  await call(page, 'vault.choose', { backend: 'age-file' });
  await Promise.all([
    call(page, 'vault.confirm', { runId: runId(), of: 'elsewhere', passphrase: null }),
    workstation.answerKeyring(),
  ]);
  await call(page, 'vault.move', { runId: runId() });
  await closeWindow(workstation);
  await desktop.notification(({ summary }) => summary.includes('stays'));

  const before = (await desktop.item()).icon;
  await desktop.click('Lock');
  await desktop.notification(({ summary }) => summary === 'Locked');
  await untilMenu(({ children }) => children[0]?.label === 'Locked');
  expect((await desktop.item()).icon).not.toBe(before);

  const opened = workstation.electron.waitForEvent('window');
  await desktop.click(`${demo.registry}: bob`, 'alice');
  expect((await desktop.notification(() => true)).summary).toBe('Unlock to go on');
  const window = await opened;
  await window.getByLabel('Passphrase').fill(passphrase);
  await window.getByLabel('Passphrase').press('Enter');
  expect((await desktop.notification(() => true)).summary).toBe(`${demo.registry} uses alice now`);
  expect(await activeIn(workstation)).toEqual({ podman: 'alice', docker: 'alice' });

  await untilMenu((menu) => groupOf(menu)?.label === `${demo.registry}: alice`);
  // A secret that goes out is asked about anew each time, where the vault is open too.
  await desktop.click(`${demo.registry}: alice`, 'Copy the login command');
  await desktop.notification(({ summary }) => summary === 'Login command copied');
  await desktop.click(`${demo.registry}: alice`, 'Copy the login command');
  await desktop.notification(({ summary }) => summary === 'Unlock to go on');
  await window.getByLabel('Passphrase').fill(passphrase);
  await window.getByLabel('Passphrase').press('Enter');
  await desktop.notification(({ summary }) => summary === 'Login command copied');
});

test('without a tray closing quits; a tray that comes later gets the icon', async ({
  createWorkstation,
}) => {
  const workstation = await createWorkstation();
  desktop = await startDesktopBus(workstation.keyring?.env ?? {}, { tray: false });
  const { page } = await workstation.start();
  expect(await call(page, 'quick.tray')).toEqual({ isShown: false });
  await desktop.showTray();
  await desktop.registered();
  await until(async () => (await call<{ isShown: boolean }>(page, 'quick.tray')).isShown);
  await desktop.hideTray();
  await until(async () => !(await call<{ isShown: boolean }>(page, 'quick.tray')).isShown);
  const ended = new Promise<void>((resolve) =>
    workstation.electron.process().once('exit', () => resolve()),
  );
  // The app may be gone before it has answered.
  await closeWindow(workstation).catch(() => {});
  await ended;
  await workstation.kill();
});

test('a session starts the app without a window, and has its logins before anybody looks', async ({
  createWorkstation,
}) => {
  const workstation = await createWorkstation();
  const { alice, bob } = await withAccounts(workstation);
  const { page } = workstation.app;
  for (const credentialId of [alice, bob]) {
    await call(page, 'session.keep', { credentialId, everySession: true });
  }
  await call(page, 'settings.set', { startWithSession: true });
  const entry = `${workstation.home.home}/.config/autostart/pullkeeper.desktop`;
  await until(async () => (await readFile(entry, 'utf8').catch(() => '')).includes('--hidden'));
  await workstation.stop();
  await rm(dirname(workstation.home.authFile), { recursive: true });
  await rm(`${workstation.home.userData}/sessions.json`, { force: true });

  const child = spawn(
    electronExecutable(),
    [
      '--no-sandbox',
      ROOT,
      `--user-data-dir=${workstation.home.userData}`,
      '--disable-gpu',
      '--hidden',
    ],
    {
      env: {
        ...workstation.home.env,
        ...workstation.keyring?.env,
        DISPLAY: workstation.display,
      },
      stdio: 'ignore',
    },
  );
  const exited = once(child, 'exit');
  try {
    const notified = await desktop.notification(({ summary }) => summary.includes('put back'));
    expect(notified.summary).toBe('Session logins put back: 1');
    expect(await getLogin('podman', demo.registry, workstation.home.env)).toBe('bob');
    expect(electronProcesses(child.pid ?? 0, 'renderer')).toEqual([]);
    // Nor has Chromium's network service a process of its own.
    const network = '--utility-sub-type=network.mojom.NetworkService';
    expect(electronProcesses(child.pid ?? 0, 'utility', network)).toEqual([]);
    await until(async () => (await desktop.items()) > 1);
    await desktop.click('Quit Pullkeeper');
    await exited;
  } finally {
    child.kill('SIGKILL');
  }
  expect((await stat(workstation.home.authFile)).mode & 0o777).toBe(0o600);
});
