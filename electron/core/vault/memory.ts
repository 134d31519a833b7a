import type { VaultStatus } from '../../../shared/vault.ts';
import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

const STATUS: VaultStatus = { backend: 'memory', backendName: '', state: 'ok', detail: null };

/** Keeps secrets until the app ends: the user's choice where there is no keychain. Nothing reaches a disk. */
export function createMemoryVault(): Vault {
  const secrets = new Map<string, Secret>();
  const begin = ({ signal }: VaultCallOptions = {}) => {
    if (signal?.aborted) throw new Failure('CANCELLED');
  };
  const status = async (options?: VaultCallOptions) => {
    begin(options);
    return STATUS;
  };
  return {
    backend: 'memory',
    status,
    unlock: status,
    lock: status,
    adopt: status,
    async get(id, options) {
      begin(options);
      return secrets.get(id) ?? null;
    },
    async set(id, secret, options) {
      begin(options);
      secrets.set(id, secret);
    },
    async setAll(added, options) {
      begin(options);
      for (const [id, secret] of added) secrets.set(id, secret);
    },
    async delete(id, options) {
      begin(options);
      return secrets.delete(id);
    },
    warm() {},
    close: () => secrets.clear(),
  };
}
