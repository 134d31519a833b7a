import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { Agreement } from '../core/desktop-side.ts';
import type { Messages } from './messages.ts';

/**
 * Asks the user in a window of main's own. The page has no part in it: it can bring the question up, and
 * neither answer nor cover it. Closing it is a no, and so is Return pressed unawares.
 */
export async function agree(what: Agreement, { agree: text }: Messages): Promise<boolean> {
  const { question, detail, yes } = text[what];
  const options: MessageBoxOptions = {
    type: 'question',
    message: question,
    detail,
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
}
