import { EVENT_CHANNEL } from '../../shared/channels.ts';
import { EVENTS } from '../../shared/events.ts';
import type { Log } from '../core/log.ts';
import type { Emit } from '../core/services.ts';

/** A page that hears events; Electron's `WebContents` has this shape. */
export interface Listener {
  isDestroyed(): boolean;
  send(channel: string, ...args: unknown[]): void;
}

/** Sends events of the contract to every window. What does not parse is not sent, and is logged. */
export function createEmit(listeners: () => Iterable<Listener>, log: Pick<Log, 'error'>): Emit {
  return (name, payload) => {
    const parsed = EVENTS[name].safeParse(payload);
    if (!parsed.success) {
      log.error('ipc.event-invalid', {
        event: name,
        field: (parsed.error.issues[0]?.path ?? []).map(String).join('.'),
      });
      return;
    }
    for (const listener of listeners()) {
      if (!listener.isDestroyed()) listener.send(EVENT_CHANNEL, name, parsed.data);
    }
  };
}
