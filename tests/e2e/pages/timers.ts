import type { ElectronApplication } from '@playwright/test';

/**
 * From now on main's timers of that length wait for the test and not for the clock.
 * @returns what lets the time pass, and says how many waited for it
 */
export async function holdTimer(
  electron: ElectronApplication,
  delayMs: number,
): Promise<() => Promise<number>> {
  await electron.evaluate((_electron, delayMs) => {
    const scope = globalThis as typeof globalThis & { heldTimers?: (() => void)[] };
    const held: (() => void)[] = [];
    scope.heldTimers = held;
    const { setTimeout: real } = scope;
    const holding = (work: () => void, ms?: number) => {
      if (ms !== delayMs) return real(work, ms);
      held.push(work);
      return real(() => {}, 0);
    };
    scope.setTimeout = Object.assign(holding, real) as typeof setTimeout;
  }, delayMs);
  return () =>
    electron.evaluate(() => {
      const scope = globalThis as typeof globalThis & { heldTimers?: (() => void)[] };
      const due = scope.heldTimers?.splice(0) ?? [];
      for (const work of due) work();
      return due.length;
    });
}
