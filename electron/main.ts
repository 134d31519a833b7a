import { join } from 'node:path';
import { app, nativeTheme, session, shell } from 'electron';
import type { MenuItem } from '../shared/events.ts';
import { writeFirstPaint } from '../shared/first-paint.ts';
import type { Settings } from '../shared/settings.ts';
import { APP_ORIGIN, APP_URL } from './desktop/bundle-path.ts';
import { readFirstPaint } from './desktop/first-paint.ts';
import { refusalToStart } from './desktop/launch-rules.ts';
import { quitAfter } from './desktop/lifecycle.ts';
import { openLink } from './desktop/links.ts';
import { setMenu } from './desktop/menu.ts';
import { chooseLanguage, messagesIn } from './desktop/messages.ts';
import { declareAppScheme, serveBundle } from './desktop/protocol.ts';
import { lockNavigation, lockSession } from './desktop/session.ts';
import { bringToFront, openWindow, stateOf } from './desktop/window.ts';
import { registerCalls } from './ipc/register.ts';

const OUT = join(import.meta.dirname, '..');
/** The development server, of a checkout only. */
const DEV_SERVER = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const ORIGINS = DEV_SERVER === undefined ? [APP_ORIGIN] : [APP_ORIGIN, new URL(DEV_SERVER).origin];

/** Leads the page where a menu item says; the page hears it once the product is there. */
let go: (item: MenuItem) => void = () => {};

const refusal = refusalToStart({
  packaged: app.isPackaged,
  uid: process.getuid?.() ?? -1,
  switchValue: (name) =>
    app.commandLine.hasSwitch(name) ? app.commandLine.getSwitchValue(name) : null,
});
if (refusal !== null) {
  process.stderr.write(`Pullkeeper: ${refusal}\n`);
  app.exit(1);
} else if (app.requestSingleInstanceLock()) {
  // A container's root has no sandbox to enable; everybody else gets it for every renderer.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareAppScheme();
  void app.whenReady().then(start);
} else {
  // The first instance shows its window. What this one was started with is not read there.
  app.exit(0);
}

/** The window first: the product loads while the page does, and the page's calls wait for it. */
function start(): void {
  const first = readFirstPaint(app.getPath('userData'));
  lockSession(session.defaultSession, ORIGINS);
  lockNavigation(ORIGINS);
  serveBundle(session.defaultSession, join(OUT, 'renderer'));
  show(first);
  const window = openWindow(
    join(OUT, 'preload/preload.cjs'),
    `${DEV_SERVER ?? APP_URL}${writeFirstPaint(first)}`,
    first,
  );

  const product = import('./product.ts')
    .then(({ startProduct }) =>
      startProduct({
        keychainWorker: join(OUT, 'main/keychain-worker.js'),
        passphraseWorker: join(OUT, 'main/passphrase-worker.js'),
        importWorker: join(OUT, 'main/import-worker.js'),
        origins: ORIGINS,
        show,
      }),
    )
    // The window stays, and says of every call that something is wrong inside.
    .catch((error: unknown) => {
      process.stderr.write(`Pullkeeper could not start: ${String(error)}\n`);
      return null;
    });
  registerCalls(product.then((started) => started?.dispatch ?? null));
  go = (item) => void product.then((started) => started?.emit('menu.chosen', { item }));
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error) => {
      void product.then((started) => started?.log.error('main.unexpected', { kind, error }));
    });
  }
  window.on('close', () => {
    const state = stateOf(window);
    void product.then((started) => started?.rememberWindow(state));
  });
  app.on('second-instance', () => bringToFront(window));
  app.on('window-all-closed', () => app.quit());
  quitAfter(async () => (await product)?.close());
}

/** Shows what the settings say of the desktop's side: the theme, and the language of the menu. */
function show({ theme, language }: Pick<Settings, 'theme' | 'language'>): void {
  nativeTheme.themeSource = theme;
  setMenu(messagesIn(chooseLanguage(language, app.getPreferredSystemLanguages())), {
    go: (item) => go(item),
    openLink: (link) => void openLink(link, (url) => shell.openExternal(url)),
  });
}
