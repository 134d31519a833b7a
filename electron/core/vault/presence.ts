import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { AgeFileVault } from './age-file.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

/** How long a confirmation counts, for one use. */
export const PRESENCE_MS = 30_000;

/**
 * Whether it is the user who asks for a secret in the clear, and not somebody at an unlocked desk: the
 * store is locked and opened anew, with its own question or with the passphrase.
 */
export class Presence {
  #until = 0;
  /** The store that was opened for it: its secrets, and no other's, may be had. */
  #backend: Vault['backend'] | null = null;

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @param vault where the secret is kept; in memory there is nothing that could ask
   * @throws STORE_PASSPHRASE_WRONG; STORE_CANCELLED and the store's other codes; CANCELLED
   */
  async confirm(
    vault: Vault,
    ageFile: () => AgeFileVault,
    passphrase: Secret | null,
    call: VaultCallOptions,
  ): Promise<void> {
    this.#until = 0;
    if (vault.backend === 'age-file') {
      if (passphrase === null) throw new Failure('STORE_LOCKED');
      await ageFile().open(passphrase, call);
    } else {
      await vault.lock(call);
      const { state } = await vault.unlock(call);
      if (state !== 'ok') throw new Failure('STORE_CANCELLED');
    }
    this.#until = this.now() + PRESENCE_MS;
    this.#backend = vault.backend;
  }

  /**
   * Uses a confirmation up.
   * @param backend where the secret is kept that is asked for
   * @throws PRESENCE_NEEDED also where another store was opened
   */
  use(backend: Vault['backend'] | null): void {
    const confirmed = this.now() < this.#until && backend === this.#backend;
    this.#until = 0;
    if (!confirmed) throw new Failure('PRESENCE_NEEDED');
  }
}
