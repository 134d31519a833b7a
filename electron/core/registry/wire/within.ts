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
  const deadline = new AbortController();
  const ended = AbortSignal.any([signal, deadline.signal]);
  ended.throwIfAborted();
  const timer = setTimeout(() => deadline.abort(new TimedOut()), limitMs);
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(ended.reason);
  });
  ended.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([step(ended), aborted]);
  } finally {
    clearTimeout(timer);
    ended.removeEventListener('abort', stop);
  }
}
