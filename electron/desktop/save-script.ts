import { join } from 'node:path';
import { app, BrowserWindow, dialog, type SaveDialogOptions } from 'electron';

/**
 * Asks the user where a script is to be saved. The page neither names the place nor learns of it before.
 *
 * @param write puts the text there
 * @returns the path; null where the user chose none
 */
export async function saveScript(
  name: string,
  text: string,
  write: (path: string, text: string) => Promise<void>,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('home'), name),
    filters: [{ name: 'sh', extensions: ['sh'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } =
    window === undefined
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options);
  if (canceled || filePath === '') return null;
  await write(filePath, text);
  return filePath;
}
