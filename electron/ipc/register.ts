import { ipcMain } from 'electron';
import { CALL_CHANNEL } from '../../shared/channels.ts';
import type { Envelope } from '../../shared/contract.ts';
import type { Dispatch } from './dispatch.ts';

const NOT_STARTED: Envelope<never> = {
  ok: false,
  error: { code: 'INTERNAL', context: {}, retryable: false, correlationId: '' },
};

/**
 * Answers the one channel that the preload calls. The page may call before main has loaded what
 * answers: its calls wait for `dispatch`, and are refused when that is null, as it could not be loaded.
 */
export function registerCalls(dispatch: Promise<Dispatch | null>): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown) => {
    const answer = await dispatch;
    return answer === null ? NOT_STARTED : answer(event, name, input);
  });
}
