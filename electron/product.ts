import {
  app,
  BrowserWindow,
  clipboard,
  type MenuItemConstructorOptions,
  net,
  powerMonitor,
  shell,
} from 'electron';
import type { CallName } from '../shared/channels.ts';
import type { CallOutput } from '../shared/contract.ts';
import type { Link } from '../shared/links.ts';
import {
  managedConnections,
  type Settings,
  settings as settingsSchema,
} from '../shared/settings.ts';
import { writeChosenFile } from './core/chosen-file.ts';
import { createCore } from './core/core.ts';
import { currentHost } from './core/host.ts';
import { createLog, type Log } from './core/log.ts';
import type { Emit } from './core/services.ts';
import { createKeychainVault } from './core/vault/keychain.ts';
import { createMemoryVault } from './core/vault/memory.ts';
import { AutoLock, type AutoLockRules } from './desktop/auto-lock.ts';
import { chooseFile } from './desktop/choose-file.ts';
import { createSecretClipboard } from './desktop/clipboard.ts';
import { spawnKeychainWorker } from './desktop/keychain-process.ts';
import { openLink } from './desktop/links.ts';
import type { MainWindow } from './desktop/main-window.ts';
import { MANAGED_SETTINGS, readManagedSettings } from './desktop/managed-settings.ts';
import { chooseLanguage, messagesIn } from './desktop/messages.ts';
import { notify } from './desktop/notify.ts';
import { resolveProxy } from './desktop/resolve-proxy.ts';
import { saveFile } from './desktop/save-file.ts';
import { onScreenLock } from './desktop/screen-lock.ts';
import { createSettingsStore } from './desktop/settings.ts';
import type { Shell } from './desktop/shell.ts';
import type { StartRequest } from './desktop/start-request.ts';
import { loadStores, openStore } from './desktop/stores.ts';
import type { WindowState } from './desktop/window.ts';
import { createDispatch, type Dispatch } from './ipc/dispatch.ts';
import { createEmit } from './ipc/events.ts';
import { createGuard } from './ipc/guard.ts';
import { createHandlers } from './ipc/handlers.ts';

/** What the first screen asks for, which needs no document to be written. */
const READS_ALONE: ReadonlySet<CallName> = new Set<CallName>([
  'app.info',
  'credentials.first',
  'credentials.find',
  'credentials.list',
  'settings.get',
  'targets.list',
  'targets.places',
]);

/**
 * So long after its first answer the page has painted its list, or will not: until then main is to hand
 * over scripts, not to load more of its own. A call that needs more does not wait for it.
 */
const PAINTED_AFTER_MS = 300;

export interface ProductOptions {
  /** Absolute path of the keychain worker's bundle. */
  readonly keychainWorker: string;
  /** Absolute path of the passphrase worker's bundle. */
  readonly passphraseWorker: string;
  /** Absolute path of the import worker's bundle. */
  readonly importWorker: string;
  /** The origins of our own page. */
  readonly origins: readonly string[];
  /** Shows what changed settings say of the desktop's side, and the tray's actions in the menu. */
  readonly show: (settings: Settings, quick?: MenuItemConstructorOptions[]) => void;
  readonly window: MainWindow;
}

/** What the window needs of everything behind it. */
export interface Product {
  readonly dispatch: Dispatch;
  readonly emit: Emit;
  readonly log: Log;
  readonly rememberWindow: (state: WindowState) => void;
  /** Begins what runs behind a window, without one. */
  readonly start: () => void;
  /** Does what another start asked for. */
  readonly handle: (request: StartRequest) => void;
  /** The last window is gone. @returns whether the app goes on in the tray */
  readonly closed: () => boolean;
  /** Ends what runs; nothing is being written any more when it resolves. */
  readonly close: () => Promise<void>;
}

/**
 * The composition root of everything behind the window. `main.ts` imports it once the window is on
 * its way, so that nothing of it holds up the first paint.
 */
export function startProduct({
  keychainWorker,
  passphraseWorker,
  importWorker,
  origins,
  show,
  window,
}: ProductOptions): Product {
  const pages = () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents);
  const log = createLog({ directory: app.getPath('logs') });
  // Node's word on its own experimental parts is nothing for the user's terminal.
  process.removeAllListeners('warning');
  process.on('warning', (error) => log.warn('main.warning', { error }));
  const send = createEmit(pages, log);
  const emit: Emit = (name, payload) => {
    send(name, payload);
    desktop?.hear(name, payload);
  };
  // Loaded late: what it is built from tells it of changes.
  let desktop: Shell | null = null;
  const managed = readManagedSettings();
  const settings = createSettingsStore(openStore('settings'), log, managed.values, (next) => {
    show(next);
    autoLock.follow(rulesOf(next));
    desktop
      ?.followSetting(next)
      .catch((error: unknown) => log.warn('autostart.not-followed', { error }));
    emit('settings.changed', next);
  });
  const messages = () =>
    messagesIn(chooseLanguage(settings.get().language, app.getPreferredSystemLanguages()));
  const secretClipboard = createSecretClipboard(clipboard);
  const core = createCore({
    host: currentHost(),
    openVault: (backend, context) =>
      backend === 'memory'
        ? createMemoryVault()
        : createKeychainVault({ ...context, spawn: () => spawnKeychainWorker(keychainWorker) }),
    vaultBackend: settings.get().vaultBackend,
    storage: openStore,
    dataDirectory: app.getPath('userData'),
    passphraseWorker,
    importWorker,
    managed: managed.connections,
    desktop: {
      resolveProxy,
      chooseFile,
      saveScript: (name, text) => saveFile(name, (path) => writeChosenFile(path, text, 0o700)),
      saveText: (name, text) => saveFile(name, (path) => writeChosenFile(path, text, 0o600)),
      saveAs: saveFile,
      copySecret: secretClipboard.copy,
      clearCopied: secretClipboard.clear,
      agree: async (what) => (await import('./desktop/agree.ts')).agree(what, messages()),
      protectWindow: (isProtected) => {
        for (const window of BrowserWindow.getAllWindows())
          window.setContentProtection(isProtected);
      },
      copyText: async (text) => clipboard.writeText(text),
      openSignIn: (url) => shell.openExternal(url),
    },
    log,
    emit,
  });
  const autoLock = new AutoLock({
    monitor: powerMonitor,
    onScreenLock: (locked) =>
      process.platform === 'linux' ? onScreenLock(process.env, locked) : () => {},
    lock: () => {
      core.lockFile().catch((error: unknown) => log.error('core.not-locked', { error }));
    },
  });
  const openListed = (link: Link, account?: string) =>
    openLink(link, (url) => shell.openExternal(url), account);
  let loadingShell: Promise<Shell> | null = null;
  /** The tray and what belongs to it; no list waits for that. */
  const loadShell = () => {
    loadingShell ??= import('./desktop/shell.ts').then(({ Shell }) => {
      desktop = new Shell({
        calls: core.calls,
        log,
        settings,
        window,
        notify,
        messages,
        setWindowMenu: (quick) => show(settings.get(), quick),
        openLink: openListed,
        isOnline: () => net.isOnline(),
        quit: () => app.quit(),
        // An AppImage is mounted elsewhere each time; a checkout is named to Electron.
        command: [
          process.env.APPIMAGE ?? process.execPath,
          ...(app.isPackaged ? [] : [app.getAppPath()]),
        ],
      });
      return desktop;
    });
    return loadingShell;
  };
  let demo = false;
  const handlers = createHandlers(
    {
      ...core.calls,
      'demo.start': async (input) => {
        const started = await core.calls['demo.start'](input);
        demo = true;
        return started;
      },
    },
    {
      'app.info': () => appInfo(demo),
      'settings.get': () => settings.get(),
      'settings.set': (change) => settings.set(change),
      'settings.managed': () => ({
        names: [
          ...settingsSchema.keyof().options.filter((name) => name in managed.values),
          ...managedConnections.keyof().options.filter((name) => name in managed.connections),
        ],
        path: MANAGED_SETTINGS,
        problem: managed.problem,
      }),
      'links.open': async ({ link, account }) => {
        await openListed(link, account);
        return undefined;
      },
      'quick.run': async ({ action }) => (await loadShell()).run(action),
      'quick.tray': async () => ({ isShown: (await loadShell()).isTrayShown }),
    },
    {
      expectFree: (vaultBackend) => settings.expectFree({ vaultBackend }),
      remember: (vaultBackend) => {
        if (!('vaultBackend' in managed.values)) settings.set({ vaultBackend });
      },
    },
  );
  const guard = createGuard((id) => pages().some((page) => page.id === id), origins);
  const windowStore = openStore('window');

  let storesLoaded: Promise<void> | null = null;
  let startTimer: NodeJS.Timeout | undefined;
  /** Begins what the first list does not need: what documents are written with, then watching and repairs. */
  const start = (): Promise<void> => {
    if (storesLoaded === null) {
      storesLoaded = loadStores();
      storesLoaded
        .then(() => {
          autoLock.follow(rulesOf(settings.get()));
          void loadShell().then((loaded) => loaded.start());
          return core.start();
        })
        .catch((error: unknown) => log.error('core.start-failed', { error }));
    }
    return storesLoaded;
  };
  const dispatch = createDispatch({
    guard,
    handlers,
    log,
    before: (name) => (READS_ALONE.has(name) ? null : start()),
  });
  return {
    async dispatch(event, name, input) {
      const envelope = await dispatch(event, name, input);
      startTimer ??= setTimeout(() => void start(), PAINTED_AFTER_MS);
      return envelope;
    },
    emit,
    log,
    start: () => void start(),
    handle: (request) => void start().then(async () => (await loadShell()).handle(request)),
    closed() {
      desktop?.closed();
      return desktop?.stays ?? false;
    },
    rememberWindow(state) {
      try {
        windowStore.write(state);
      } catch (error) {
        // A window that opens where it did not close is no reason to trouble anybody.
        log.warn('window.not-remembered', { error });
      }
    },
    async close() {
      clearTimeout(startTimer);
      autoLock.stop();
      desktop?.close();
      await core.close();
      await log.close();
    },
  };
}

const rulesOf = ({ autoLockMinutes, lockWithScreen }: Settings): AutoLockRules => ({
  idleMinutes: autoLockMinutes,
  withScreen: lockWithScreen,
});

function appInfo(demo: boolean): CallOutput<'app.info'> {
  const { platform, versions } = process;
  return {
    version: app.getVersion(),
    electron: versions.electron,
    chromium: versions.chrome,
    node: versions.node,
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    demo,
    systemLocale: app.getLocale(),
    root: process.getuid?.() === 0,
  };
}
