import { managedSettings, settings } from '../settings.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'settings.get': { input: nothing, output: settings },
  /** The store is changed by `vault.choose` alone. */
  'settings.set': { input: settings.omit({ vaultBackend: true }).partial(), output: settings },
  /** What an administrator has set. */
  'settings.managed': { input: nothing, output: managedSettings },
} as const satisfies CallSchemas<'settings'>;
