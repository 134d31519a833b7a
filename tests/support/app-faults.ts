import type { ElectronApplication } from '@playwright/test';
import type { CallName } from '../../shared/channels.ts';

/** What `app-tap.cjs` keeps in main. */
interface Tapped {
  readonly pullkeeperFaults: Map<string, { until?: Promise<void>; answer?: unknown }>;
  releaseHeld?: () => void;
}

/** From now on these calls get no answer, until `release`: what a page shows while main is busy. */
export async function hold(
  electron: ElectronApplication,
  names: readonly CallName[],
): Promise<{ release(): Promise<void> }> {
  await electron.evaluate((_electron, held) => {
    const tapped = globalThis as unknown as Tapped;
    const until = new Promise<void>((resolve) => {
      tapped.releaseHeld = resolve;
    });
    for (const name of held) tapped.pullkeeperFaults.set(name, { until });
  }, names);
  return {
    release: () =>
      electron.evaluate(() => {
        const tapped = globalThis as unknown as Tapped;
        tapped.pullkeeperFaults.clear();
        tapped.releaseHeld?.();
      }),
  };
}

/** From now on these calls are refused as if main had failed, until `mend`. */
export async function refuse(
  electron: ElectronApplication,
  names: readonly CallName[],
): Promise<{ mend(): Promise<void> }> {
  await electron.evaluate((_electron, refused) => {
    const { pullkeeperFaults } = globalThis as unknown as Tapped;
    const error = {
      code: 'INTERNAL',
      context: {},
      retryable: true,
      correlationId: '00000000-0000-4000-8000-000000000000',
    };
    for (const name of refused) pullkeeperFaults.set(name, { answer: { ok: false, error } });
  }, names);
  return {
    mend: () => electron.evaluate(() => (globalThis as unknown as Tapped).pullkeeperFaults.clear()),
  };
}
