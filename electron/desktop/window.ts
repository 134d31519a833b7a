import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type { Bounds, FirstPaint } from './first-paint.ts';

const DEFAULT_SIZE = { width: 1200, height: 780 };
const MINIMUM_SIZE = { minWidth: 900, minHeight: 600 };
/** PatternFly's page background, so that the window does not flash before the first paint. */
const BACKGROUND = { light: '#f2f2f2', dark: '#151515' };

/** What the window remembers between starts. */
export interface WindowState {
  readonly bounds: Bounds;
  readonly maximized: boolean;
}

/**
 * Opens the one window: sandboxed, isolated, without Node, shown when its first paint is there.
 *
 * @param preload absolute path of the preload script
 * @param url the page, of our own origin
 */
export function openWindow(preload: string, url: string, first: FirstPaint): BrowserWindow {
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...visible(first.bounds),
    ...MINIMUM_SIZE,
    title: 'Pullkeeper',
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
      // The page's scripts come from disk and change with the version only: keep their compiled form.
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  window.once('ready-to-show', () => {
    if (first.maximized) window.maximize();
    window.show();
  });
  const follow = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', follow);
  window.on('closed', () => nativeTheme.removeListener('updated', follow));
  void window.loadURL(url);
  return window;
}

/** The state to remember: the size that the window has when it is not maximised. */
export function stateOf(window: BrowserWindow): WindowState {
  return { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
}

/** Brings the window to the user, wherever it is. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

/** The remembered bounds, unless the display they were on is gone. */
function visible(bounds: Bounds | null): Partial<Bounds> {
  if (bounds === null) return {};
  const { workArea } = screen.getDisplayMatching(bounds);
  const inside =
    bounds.x < workArea.x + workArea.width - 100 &&
    bounds.x + bounds.width > workArea.x + 100 &&
    bounds.y >= workArea.y - 10 &&
    bounds.y < workArea.y + workArea.height - 50;
  return inside ? bounds : { width: bounds.width, height: bounds.height };
}
