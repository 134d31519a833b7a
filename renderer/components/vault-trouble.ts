import type { VaultStatus } from '../../shared/vault.ts';

type Trouble = Exclude<VaultStatus['state'], 'ok' | 'unknown'>;

/** Whether the store needs the user, and for what. */
export function vaultTrouble(status: VaultStatus): Trouble | null {
  return status.state === 'ok' || status.state === 'unknown' ? null : status.state;
}
