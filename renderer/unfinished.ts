import { useSyncExternalStore } from 'react';
import { BridgeError, subscribe } from './bridge.ts';

/** What main says where a draft is gone that is asked about; `drafts.expired` says it unasked. */
export const DRAFT_EXPIRED = new BridgeError({
  code: 'DRAFT_EXPIRED',
  context: {},
  retryable: false,
  correlationId: '',
});

/** A job that was left for another page. Main holds its secrets; nothing here is one. */
interface Left {
  readonly draftId: string;
  /** Until when main holds them. */
  readonly expiresAt: string;
}

export interface Unfinished<T extends Left> {
  /** Keeps a job for when its page comes back. One at a time: what waited before is dropped. */
  leave(job: T): void;
  /** Hands the job over to its page, which goes on with it. */
  take(): T | null;
  /** Drops it here and in main. */
  drop(): void;
  /** What waits; null where nothing does, or main has dropped it. */
  use(): T | null;
}

/** @param discard drops a draft in main */
export function createUnfinished<T extends Left>(
  discard: (draftId: string) => void,
): Unfinished<T> {
  let left: T | null = null;
  let stop = () => {};
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const keep = (next: T | null) => {
    stop();
    left = next;
    stop =
      next === null
        ? () => {}
        : subscribe('drafts.expired', ({ draftId }) => {
            if (draftId === next.draftId) keep(null);
          });
    for (const listener of [...listeners]) listener();
  };
  const drop = () => {
    if (left !== null) discard(left.draftId);
    keep(null);
  };
  return {
    leave(job) {
      drop();
      keep(job);
    },
    take() {
      const job = left;
      keep(null);
      return job;
    },
    drop,
    use: () => useSyncExternalStore(listen, () => left),
  };
}
