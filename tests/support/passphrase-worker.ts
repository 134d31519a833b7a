import { bundle } from './bundle.ts';

/** The passphrase worker as it is built. @returns the path of the module */
export function bundlePassphraseWorker(): Promise<string> {
  return bundle('electron/passphrase-worker.ts');
}

/** The same with keys that are derived at once, for tests whose subject is not what that costs. */
export function bundleQuickPassphraseWorker(): Promise<string> {
  const cost = './core/vault/passphrase-cost.ts';
  return bundle('electron/passphrase-worker.ts', { [cost]: 'tests/support/quick-cost.ts' });
}
