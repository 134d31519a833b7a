/**
 * Has the time of this process pass more slowly, for whatever asks `performance.now` or waits for a timer: what a
 * busy machine does within the limits of a diagnosis is then told from what does not answer at all.
 *
 * @param factor how many times as long each limit lasts
 * @returns puts the usual clock back
 */
export function slowClock(factor: number): () => void {
  const { setTimeout: start } = globalThis;
  const now = performance.now.bind(performance);
  const since = now();
  const slowed = <A extends unknown[]>(run: (...given: A) => void, ms = 0, ...given: A) =>
    start(run, ms * factor, ...given);
  globalThis.setTimeout = Object.assign(slowed, start);
  performance.now = () => since + (now() - since) / factor;
  return () => {
    globalThis.setTimeout = start;
    performance.now = now;
  };
}
