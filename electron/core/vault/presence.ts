import type { ErrorCode } from '../../../shared/errors.ts';
import type { VaultState } from '../../../shared/vault.ts';
import type { Agreement, DesktopSide } from '../desktop-side.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Secret } from '../secret.ts';
import type { AgeFileVault } from './age-file.ts';
import type { Custody } from './custody.ts';
import type { CredentialIndex, VaultBackend } from './index.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

/** How long a confirmation counts, for one use. */
export const PRESENCE_MS = 30_000;

/** What a keychain is like that was not opened. */
const CODES: Readonly<Record<Exclude<VaultState, 'ok'>, ErrorCode>> = {
  locked: 'STORE_LOCKED',
  prompting: 'STORE_LOCKED',
  cancelled: 'STORE_CANCELLED',
  unavailable: 'STORE_UNREACHABLE',
  'timed-out': 'STORE_TIMED_OUT',
  'backend-changed': 'STORE_BACKEND_CHANGED',
  unknown: 'STORE_CRASHED',
};

export interface PresenceDeps {
  readonly vaultOf: (backend: VaultBackend) => Vault;
  readonly ageFile: () => AgeFileVault;
  readonly agree: DesktopSide['agree'];
  readonly platform: Host['platform'];
}

/**
 * Whether it is the user who has secrets leave the app, and not a page that was taken over or somebody at
 * an unlocked desk: each store that they come from is locked and opened anew, with its own question or
 * with the passphrase.
 */
export class Presence {
  #until = 0;
  /** The stores that were opened for it: their secrets, and no other's, may be had. */
  #stores: ReadonlySet<VaultBackend> = new Set();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly deps: PresenceDeps,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param stores see `storesOf`
   * @param passphrase of the vault file; null where it was not asked for
   * @throws PRESENCE_NEEDED where the passphrase is missing; STORE_PASSPHRASE_WRONG; STORE_CANCELLED and the
   * stores' other codes; CANCELLED
   */
  confirm(
    stores: ReadonlySet<VaultBackend>,
    passphrase: Secret | null,
    call: VaultCallOptions,
  ): Promise<void> {
    const asking = this.#ask(stores, passphrase, call);
    this.#asking = asking.catch(() => {});
    return asking;
  }

  /**
   * Uses a confirmation up; waits for one that is under way, as who waited for a store hears that it is
   * open before the confirmation has ended.
   * Main asks too where a store has no question of its own, and before the page gets to see a secret: it
   * may have got a confirmation, or the passphrase, that the user gave for something else.
   *
   * @param stores where the secrets are kept that are asked for
   * @throws PRESENCE_NEEDED also where another store was opened; CANCELLED
   */
  async use(stores: ReadonlySet<VaultBackend>, what: Agreement = 'hand-out'): Promise<void> {
    await this.#asking;
    const isConfirmed =
      this.now() < this.#until && [...stores].every((store) => this.#stores.has(store));
    this.#until = 0;
    if (!isConfirmed) throw new Failure('PRESENCE_NEEDED');
    const isAsked = what !== 'hand-out' || ![...stores].every((store) => this.#asks(store));
    if (isAsked && !(await this.deps.agree(what))) throw new Failure('CANCELLED');
  }

  /** Whether a store has the user show to be the user when it is opened anew. */
  #asks(store: VaultBackend): boolean {
    return store === 'age-file' || (store === 'keychain' && this.deps.platform === 'linux');
  }

  async #ask(
    stores: ReadonlySet<VaultBackend>,
    passphrase: Secret | null,
    call: VaultCallOptions,
  ): Promise<void> {
    const { vaultOf, ageFile } = this.deps;
    this.#until = 0;
    if (stores.has('age-file')) {
      if (passphrase === null) throw new Failure('PRESENCE_NEEDED');
      await ageFile().open(passphrase, call);
    }
    if (stores.has('keychain')) {
      const keychain = vaultOf('keychain');
      await keychain.lock(call);
      const { state } = await keychain.unlock(call);
      if (state !== 'ok') throw new Failure(CODES[state]);
    }
    this.#until = this.now() + PRESENCE_MS;
    this.#stores = stores;
  }
}

/**
 * The stores that keep the secrets of these credentials; without any, the one that new secrets go to.
 * @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE
 */
export function storesOf(
  credentialIds: readonly string[],
  {
    index,
    custody,
  }: { index: Pick<CredentialIndex, 'backendOf'>; custody: Pick<Custody, 'chosen'> },
): ReadonlySet<VaultBackend> {
  if (credentialIds.length === 0) return new Set([custody.chosen.backend]);
  return new Set(
    credentialIds.map((id) => {
      const backend = index.backendOf(id);
      if (backend === null) throw new Failure('CREDENTIAL_UNKNOWN');
      return backend;
    }),
  );
}
