import { ipcMain } from 'electron';
import { CALL_CHANNEL } from '../../shared/channels.ts';
import type { Dispatch } from './dispatch.ts';

/**
 * Answers the one channel that the preload calls. The page may call before main has loaded what
 * answers: its calls wait for `dispatch`.
 */
export function registerCalls(dispatch: Promise<Dispatch>): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) =>
    (await dispatch)(event, name, input),
  );
}
