import type { CredentialMeta } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { CredentialIndex, PendingOperation, VaultBackend } from './index.ts';
import { deleteFormer } from './moving.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

/** The store has changed nothing when it answers with one of these. */
const NOTHING_DONE: readonly ErrorCode[] = [
  'STORE_LOCKED',
  'STORE_CANCELLED',
  'STORE_BACKEND_CHANGED',
  'SECRET_INVALID',
];

/**
 * Secret and record of a credential, kept in step. Saving: announce, secret, read back, record. Forgetting:
 * announce, secret, record. A failure half-way leaves the announcement, and `reconcile` finishes.
 */
export interface Custody {
  /** The store that new secrets go to. */
  readonly chosen: Vault;
  choose(backend: VaultBackend): void;

  /**
   * Saves a new credential, or another secret for a known one. It is saved also where the former store
   * does not delete its copy now: that stays announced.
   * @throws the vault's codes, SECRET_INVALID, INDEX_UNREADABLE
   */
  save(meta: CredentialMeta, secret: Secret, options?: VaultCallOptions): Promise<void>;

  /**
   * @throws CREDENTIAL_UNKNOWN, STORE_SECRET_MISSING when the store no longer has it, the vault's codes,
   * INDEX_UNREADABLE
   */
  read(id: string, options?: VaultCallOptions): Promise<Secret>;

  /** @throws CREDENTIAL_UNKNOWN, the vault's codes, INDEX_UNREADABLE */
  forget(id: string, options?: VaultCallOptions): Promise<void>;
}

export function createCustody(options: {
  readonly index: CredentialIndex;
  /** The same vault each time for the same backend. */
  readonly vaultOf: (backend: VaultBackend) => Vault;
  readonly backend: VaultBackend;
}): Custody {
  const { index, vaultOf } = options;
  let chosen = vaultOf(options.backend);

  function known(id: string): { meta: CredentialMeta; vault: Vault } {
    const meta = index.find(id);
    const backend = index.backendOf(id);
    if (meta === null || backend === null) throw new Failure('CREDENTIAL_UNKNOWN');
    return { meta, vault: vaultOf(backend) };
  }

  async function announced<T>(operation: PendingOperation, change: () => Promise<T>): Promise<T> {
    index.announce(operation);
    try {
      return await change();
    } catch (cause) {
      if (cause instanceof Failure && NOTHING_DONE.includes(cause.code)) index.settle(operation);
      throw cause;
    }
  }

  async function remove(id: string, vault: Vault, call: VaultCallOptions): Promise<void> {
    const { backend } = vault;
    await announced({ op: 'forget', id, backend }, () => vault.delete(id, call));
    index.commitForget(id, backend);
  }

  return {
    get chosen() {
      return chosen;
    },

    choose(backend) {
      chosen = vaultOf(backend);
    },

    async save(meta, secret, call = {}) {
      const vault = chosen;
      const { id } = meta;
      await announced({ op: 'save', id, backend: vault.backend }, () =>
        vault.set(id, secret, call),
      );
      const former = index.commitSave(meta, vault.backend);
      // The record points to the new store now; what the former one held is of no use to anybody.
      if (former !== null) await deleteFormer(index, vaultOf, [former], call);
    },

    async read(id, call = {}) {
      const { meta, vault } = known(id);
      const secret = await vault.get(id, call);
      if (secret === null) {
        const { registry, username } = meta;
        throw new Failure('STORE_SECRET_MISSING', { registry, username });
      }
      return secret;
    },

    async forget(id, call = {}) {
      await remove(id, known(id).vault, call);
    },
  };
}
