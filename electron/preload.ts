import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import {
  CALL_CHANNEL,
  CALL_NAMES,
  EVENT_CHANNEL,
  EVENT_NAMES,
  FIRST_CALL,
} from '../shared/channels.ts';

/*
 * The one bridge between the page and main: two functions and a list of names. The page reaches no
 * channel, no `ipcRenderer` and no event object; what the calls mean is checked in main.
 */
const callNames: ReadonlySet<string> = new Set(CALL_NAMES);
/** Asked before the page's scripts are there: main answers it while they load, and the first screen needs it. */
let first: Promise<unknown> | null = ipcRenderer.invoke(CALL_CHANNEL, FIRST_CALL);
const eventNames: ReadonlySet<string> = new Set(EVENT_NAMES);

contextBridge.exposeInMainWorld('pullkeeper', {
  /** Calls main; resolves with an `Envelope`, also for errors. Rejects for a name the contract does not have. */
  invoke(name: unknown, input: unknown): Promise<unknown> {
    if (typeof name !== 'string' || !callNames.has(name)) {
      return Promise.reject(new TypeError('no such call'));
    }
    if (name === FIRST_CALL && first !== null) {
      const answer = first;
      first = null;
      return answer;
    }
    return ipcRenderer.invoke(CALL_CHANNEL, name, input);
  },

  /** Hears an event of main; returns the function that stops it. */
  subscribe(name: unknown, callback: unknown): () => void {
    if (typeof name !== 'string' || !eventNames.has(name) || typeof callback !== 'function') {
      throw new TypeError('no such event');
    }
    const listener = (_event: IpcRendererEvent, sent: unknown, payload: unknown): void => {
      if (sent === name) callback(payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, listener);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, listener);
    };
  },
});
