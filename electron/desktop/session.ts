import { app, type Session } from 'electron';

/** A proxy that is not there: nobody but root could listen on it. */
const NO_WAY_OUT = 'socks5://127.0.0.1:1';

/**
 * Takes everything from the page that it has no use for: permissions, devices, downloads, the spell
 * checker (it would fetch dictionaries) and every request that is not for its own files.
 *
 * Neither the content security policy nor `webRequest` sees WebRTC, which reaches any host through
 * TURN over TCP. So whatever the session sends has to go through a proxy that is not there.
 *
 * @param origins the origins that our own page may load from
 */
export function lockSession(session: Session, origins: readonly string[]): void {
  // Switched off alone, it still fetches the dictionary of the desktop's language.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(() => []);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => event.preventDefault());
  void session.setProxy({
    mode: 'fixed_servers',
    proxyRules: NO_WAY_OUT,
    // The development server is on loopback, which is reached directly unless told otherwise.
    proxyBypassRules: origins.length > 1 ? '' : '<-loopback>',
  });
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !mayLoad(details.url, origins) });
  });
}

/**
 * Lets no page read the clipboard with `document.execCommand('paste')`, which no permission covers in
 * Electron before 45: the user may have copied a secret. The user's own paste is not touched. Before the app
 * is ready.
 */
export function lockPaste(): void {
  app.commandLine.appendSwitch('blink-settings', 'DOMPasteAllowed=false');
}

/**
 * Runs Chromium's network service in main: a process less, which is a tenth of the memory of a window. It has next
 * to nothing to do, as no page reaches the network (`lockSession`) and the product's own requests are Node's; on
 * Linux it has no sandbox of its own that would be lost. Before the app is ready.
 */
export function keepNetworkInMain(): void {
  const given = app.commandLine.getSwitchValue('enable-features');
  const features = [...(given === '' ? [] : [given]), 'NetworkServiceInProcess2'];
  app.commandLine.appendSwitch('enable-features', features.join(','));
}

function mayLoad(url: string, origins: readonly string[]): boolean {
  return origins.some((origin) => url.startsWith(`${origin}/`)) || url.startsWith('data:image/');
}

/**
 * Lets no page, ours or one that should not exist, navigate, open a window or attach a webview.
 *
 * @param origins the origins that our own page may reload from
 */
export function lockNavigation(origins: readonly string[]): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (details) => {
      // Only the development server reloads the page by itself; the built app never navigates.
      const reload = details.isMainFrame && origins.slice(1).includes(originOf(details.url));
      if (!reload) details.preventDefault();
    });
    contents.on('will-redirect', (details) => details.preventDefault());
  });
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}
