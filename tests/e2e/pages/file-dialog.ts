import type { ElectronApplication } from '@playwright/test';

/** From now on the user chooses this file wherever the app asks for one that is there; null: none. */
export async function chooses(electron: ElectronApplication, path: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    });
  }, path);
}

/** From now on the user saves to this path wherever the app asks where to; null: nowhere. */
export async function savesTo(electron: ElectronApplication, path: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
  }, path);
}

/** From now on the user answers every question of main's own windows with yes, or with no. */
export async function agrees(electron: ElectronApplication, yes = true): Promise<void> {
  await electron.evaluate(
    ({ dialog }, response) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked });
      const answer = async (...args: unknown[]) => {
        const { message, detail } = args.at(-1) as Electron.MessageBoxOptions;
        asked.push(`${message}\n${detail}`);
        return { response, checkboxChecked: false };
      };
      dialog.showMessageBox = answer;
    },
    yes ? 1 : 0,
  );
}

/** What main has asked since `agrees`. */
export function questionsOf(electron: ElectronApplication): Promise<string[]> {
  return electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}
