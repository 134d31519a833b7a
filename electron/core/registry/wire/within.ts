import { setMaxListeners } from 'node:events';

/** How long a step may take, and what else ends it. */
export interface Within {
  readonly limitMs: number;
  /** The caller's: the step rejects with its reason. */
  readonly signal: AbortSignal;
}

/** A step did not end within its own limit. */
export class TimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Runs a step until it ends, its limit is over or the caller aborts. The step hears of both through the
 * signal it is given and has to end what it began.
 *
 * @throws TimedOut, the reason of the caller's signal, or what the step rejects with
 */
export async function within<T>(
  { limitMs, signal }: Within,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(new TimedOut()), limitMs);
  const follow = () => ended.abort(signal.reason);
  // Many steps of one run listen to it, each as long as it lasts.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', follow, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason), { once: true });
  });
  try {
    return await Promise.race([step(ended.signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}
