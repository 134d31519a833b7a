import type { BrowserWindow } from 'electron';
import type { MenuItem } from '../../shared/events.ts';
import { VIEW_PATHS } from '../../shared/views.ts';
import { bringToFront, stateOf, type WindowState } from './window.ts';

export interface MainWindowOptions {
  /** @param fragment of the page's address: `#/settings`, or empty */
  readonly open: (fragment: string) => BrowserWindow;
  /** Leads the page of an open window somewhere. */
  readonly go: (view: MenuItem) => void;
  readonly closing: (state: WindowState) => void;
}

/** The one window, which comes and goes while the app runs: without it there is no renderer. */
export class MainWindow {
  #window: BrowserWindow | null = null;

  constructor(private readonly options: MainWindowOptions) {}

  get isOpen(): boolean {
    return this.#window !== null;
  }

  /** Opens it, or brings it to the user. */
  show(view: MenuItem | null = null): void {
    const { open, go, closing } = this.options;
    if (this.#window !== null) {
      bringToFront(this.#window);
      if (view !== null) go(view);
      return;
    }
    const window = open(view === null ? '' : `#${VIEW_PATHS[view]}`);
    this.#window = window;
    window.on('close', () => closing(stateOf(window)));
    window.on('closed', () => {
      this.#window = null;
    });
  }
}
