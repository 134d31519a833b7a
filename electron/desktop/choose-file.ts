import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/**
 * Asks the user for one file that is there. The page neither names it nor learns of it before.
 * @returns its absolute path; null where the user chose none
 */
export async function chooseFile(): Promise<string | null> {
  const options: OpenDialogOptions = {
    properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'],
  };
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } =
    window === undefined
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
