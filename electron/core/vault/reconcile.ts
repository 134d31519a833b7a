import { Failure } from '../failure.ts';
import type { CredentialIndex, PendingOperation } from './index.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

export interface Reconciled {
  /** How many announced changes were completed or undone. */
  readonly repaired: number;
  /** How many have to wait, and why the first of them does. */
  readonly waiting: number;
  readonly reason: Failure | null;
}

/**
 * Repairs what a crash left between one store and the index, from the journal:
 * - a save whose record is not in the index is undone: its secret, if it got that far, is deleted
 * - a forget is completed: its secret is deleted, then its record
 *
 * Never prompts. While the store is locked, out of reach or another one, nothing is touched and everything waits
 * for the next call. Asks the store nothing when nothing was left. Not to be called while a change is under
 * way: it would take its announcement for a leftover.
 * @throws INDEX_UNREADABLE, CANCELLED
 */
export async function reconcile(
  index: CredentialIndex,
  vault: Vault,
  options: Pick<VaultCallOptions, 'signal'> = {},
): Promise<Reconciled> {
  const { backend } = vault;
  const left = index.pending().filter((operation) => operation.backend === backend);
  let repaired = 0;
  for (const operation of left) {
    try {
      await repair(index, vault, operation, options);
      repaired += 1;
    } catch (cause) {
      const ours = cause instanceof Failure && cause.code.startsWith('STORE_');
      if (!ours) throw cause;
      return { repaired, waiting: left.length - repaired, reason: cause };
    }
  }
  return { repaired, waiting: 0, reason: null };
}

async function repair(
  index: CredentialIndex,
  vault: Vault,
  operation: PendingOperation,
  options: Pick<VaultCallOptions, 'signal'>,
): Promise<void> {
  const { op, id, backend } = operation;
  if (op === 'forget') {
    await vault.delete(id, options);
    index.commitForget(id, backend);
    return;
  }
  // A save over a known credential: the record was right before, and is with either secret.
  if (index.backendOf(id) !== backend) await vault.delete(id, options);
  index.settle(operation);
}
