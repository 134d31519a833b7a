import { extname, join } from 'node:path';
import { app, BrowserWindow, dialog, type SaveDialogOptions } from 'electron';

/**
 * Asks the user where a file is to be saved. The page neither names the place nor learns of it before.
 *
 * @param name with its extension; what the dialog proposes, in the user's home
 * @param write puts the file there
 * @returns the path; null where the user chose none
 */
export async function saveFile(
  name: string,
  write: (path: string) => Promise<void>,
): Promise<string | null> {
  const extension = extname(name).slice(1);
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('home'), name),
    filters: [{ name: extension, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePath } =
    window === undefined
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options);
  if (canceled || filePath === '') return null;
  await write(filePath);
  return filePath;
}
