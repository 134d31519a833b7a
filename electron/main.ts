import { join } from 'node:path';
import { app, type MenuItemConstructorOptions, nativeTheme, session, shell } from 'electron';
import type { MenuItem } from '../shared/events.ts';
import { writeFirstPaint } from '../shared/first-paint.ts';
import type { Link } from '../shared/links.ts';
import type { Settings } from '../shared/settings.ts';
import { APP_ORIGIN, APP_URL } from './desktop/bundle-path.ts';
import { readFirstPaint } from './desktop/first-paint.ts';
import { refusalToStart } from './desktop/launch-rules.ts';
import { quitAfter } from './desktop/lifecycle.ts';
import { openLink } from './desktop/links.ts';
import { MainWindow } from './desktop/main-window.ts';
import { setMenu } from './desktop/menu.ts';
import { chooseLanguage, messagesIn } from './desktop/messages.ts';
import { declareAppScheme, serveBundle } from './desktop/protocol.ts';
import { keepNetworkInMain, lockNavigation, lockPaste, lockSession } from './desktop/session.ts';
import { parseStartRequest, readStartRequest } from './desktop/start-request.ts';
import { openWindow } from './desktop/window.ts';
import { registerCalls } from './ipc/register.ts';

const OUT = join(import.meta.dirname, '..');
/** The development server, of a checkout only. */
const DEV_SERVER = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const ORIGINS = DEV_SERVER === undefined ? [APP_ORIGIN] : [APP_ORIGIN, new URL(DEV_SERVER).origin];

/** What this start asks for. Where the app runs already, it is handed over. */
const REQUEST = readStartRequest(process.argv.slice(1));

/** Leads the page where a menu item says; the page hears it once the product is there. */
let go: (item: MenuItem) => void = () => {};
/** Locks the secrets at once, once the product is there. */
let lock: () => void = () => {};

const refusal = refusalToStart({
  packaged: app.isPackaged,
  uid: process.getuid?.() ?? -1,
  switchValue: (name) =>
    app.commandLine.hasSwitch(name) ? app.commandLine.getSwitchValue(name) : null,
});
if (refusal !== null) {
  process.stderr.write(`Pullkeeper: ${refusal}\n`);
  app.exit(1);
} else if (app.requestSingleInstanceLock({ ...REQUEST })) {
  // A container's root has no sandbox to enable; everybody else gets it for every renderer.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockPaste();
  keepNetworkInMain();
  declareAppScheme();
  void app.whenReady().then(start);
} else {
  // The first instance does what this one was started for.
  app.exit(0);
}

/** The window first: the product loads while the page does, and the page's calls wait for it. */
function start(): void {
  const userData = app.getPath('userData');
  lockSession(session.defaultSession, ORIGINS);
  lockNavigation(ORIGINS);
  serveBundle(session.defaultSession, join(OUT, 'renderer'));
  show(readFirstPaint(userData));
  const window = new MainWindow({
    open(fragment) {
      const first = readFirstPaint(userData);
      const address = `${DEV_SERVER ?? APP_URL}${writeFirstPaint(first)}${fragment}`;
      return openWindow(join(OUT, 'preload/preload.cjs'), address, first);
    },
    go: (view) => go(view),
    closing: (state) => void product.then((started) => started?.rememberWindow(state)),
  });
  if (!REQUEST.hidden) window.show(REQUEST.view);

  const product = import('./product.ts')
    .then(({ startProduct }) =>
      startProduct({
        keychainWorker: join(OUT, 'main/keychain-worker.js'),
        passphraseWorker: join(OUT, 'main/passphrase-worker.js'),
        importWorker: join(OUT, 'main/import-worker.js'),
        origins: ORIGINS,
        show,
        window,
      }),
    )
    // The window stays, and says of every call that something is wrong inside.
    .catch((error: unknown) => {
      process.stderr.write(`Pullkeeper could not start: ${String(error)}\n`);
      return null;
    });
  registerCalls(product.then((started) => started?.dispatch ?? null));
  go = (item) => void product.then((started) => started?.emit('menu.chosen', { item }));
  lock = () =>
    void product.then((started) => started?.handle({ hidden: false, view: null, action: 'lock' }));
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error) => {
      void product.then((started) => started?.log.error('main.unexpected', { kind, error }));
    });
  }
  // Without a window nothing calls yet that would have the product start what runs behind it.
  if (REQUEST.hidden) void product.then((started) => started?.start());
  if (REQUEST.action !== null) void product.then((started) => started?.handle(REQUEST));
  app.on('second-instance', (_event, _argv, _directory, request) => {
    const asked = parseStartRequest(request);
    // A page that opens needs no product to be there.
    if (asked.action === null && !asked.hidden) window.show(asked.view);
    else void product.then((started) => started?.handle(asked));
  });
  app.on('window-all-closed', () => {
    void product.then((started) => {
      if (started?.closed() !== true) app.quit();
    });
  });
  quitAfter(async () => (await product)?.close());
}

/** Shows what the settings say of the desktop's side: the theme, and the language of the menu. */
function show(
  { theme, language }: Pick<Settings, 'theme' | 'language'>,
  quick: MenuItemConstructorOptions[] = [],
): void {
  nativeTheme.themeSource = theme;
  const actions = {
    go: (item: MenuItem) => go(item),
    openLink: (link: Link) => void openLink(link, (url) => shell.openExternal(url)),
    lock: () => lock(),
  };
  setMenu(messagesIn(chooseLanguage(language, app.getPreferredSystemLanguages())), actions, quick);
}
