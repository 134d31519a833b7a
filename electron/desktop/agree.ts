import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { Agreement } from '../core/desktop-side.ts';
import type { Messages } from './messages.ts';
import { fill, lineOf } from './messages-fill.ts';

/** What a question names is seen whole: a registry and a fingerprint are shorter. */
const NAME_MAX = 300;

let isAsking = false;

/**
 * Asks the user in a window of main's own. The page has no part in it: it can bring the question up, and
 * neither answer nor cover it. Closing it is a no, and so is Return pressed unawares. One question at a
 * time: what is asked meanwhile is a no, so that nobody is worn down by a stack of them.
 */
export async function agree(what: Agreement, { agree: text }: Messages): Promise<boolean> {
  if (isAsking) return false;
  isAsking = true;
  try {
    const { to, ...names } = typeof what === 'string' ? { to: what } : what;
    const { question, detail, yes } = text[to];
    const lines = Object.fromEntries(
      Object.entries(names).map(([name, value]) => [name, lineOf(value || '-', NAME_MAX)]),
    );
    const options: MessageBoxOptions = {
      type: 'question',
      message: fill(question, lines),
      detail: fill(detail, lines),
      buttons: [text.cancel, yes],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const { response } =
      window === undefined
        ? await dialog.showMessageBox(options)
        : await dialog.showMessageBox(window, options);
    return response === 1;
  } finally {
    isAsking = false;
  }
}
