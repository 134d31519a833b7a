import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { CredentialIndex, PendingOperation, VaultBackend } from './index.ts';
import type { Vault, VaultCallOptions } from './vault.ts';

export interface Moved {
  /** How many secrets are in the store now that were in another one. */
  readonly moved: number;
  /** The credentials whose store had no secret for them; their records stay as they are. */
  readonly missing: string[];
}

/**
 * Moves the secrets of all credentials into one store: read, written, read back from there and compared,
 * and only then is the former copy deleted. A kill at any moment leaves each secret in one store at the
 * least, and `reconcile` finishes.
 *
 * @param companions ids of items that are no credentials and go along, where the store has none yet
 * @throws the codes of both stores, STORE_READBACK_MISMATCH, INDEX_UNREADABLE, CANCELLED
 */
export async function moveSecrets(
  {
    index,
    vaultOf,
    to,
    companions,
  }: {
    readonly index: CredentialIndex;
    readonly vaultOf: (backend: VaultBackend) => Vault;
    readonly to: Vault;
    readonly companions: readonly { readonly id: string; readonly from: Vault }[];
  },
  call: VaultCallOptions = {},
): Promise<Moved> {
  const { backend } = to;
  const secrets = new Map<string, Secret>();
  const missing: string[] = [];
  for (const { id } of index.list()) {
    const from = index.backendOf(id);
    if (from === null || from === backend) continue;
    const secret = await vaultOf(from).get(id, call);
    if (secret === null) missing.push(id);
    else secrets.set(id, secret);
  }
  for (const { id, from } of companions) {
    const secret = from.backend === backend ? null : await from.get(id, call);
    if (secret !== null && (await to.get(id, call)) === null) await to.set(id, secret, call);
  }
  const ids = [...secrets.keys()];
  index.announce(...ids.map((id) => ({ op: 'save' as const, id, backend })));
  await to.setAll(secrets, call);
  for (const [id, secret] of secrets) {
    if ((await to.get(id, call))?.equals(secret) !== true) {
      throw new Failure('STORE_READBACK_MISMATCH');
    }
  }
  await deleteFormer(index, vaultOf, index.commitMove(ids, backend), call);
  return { moved: ids.length, missing };
}

/**
 * What former stores still hold of secrets that are in another one by now. What cannot be deleted now
 * stays announced, for `reconcile`: the save itself is done.
 */
export async function deleteFormer(
  index: CredentialIndex,
  vaultOf: (backend: VaultBackend) => Vault,
  forgets: readonly PendingOperation[],
  call: VaultCallOptions,
): Promise<void> {
  const done: PendingOperation[] = [];
  try {
    for (const operation of forgets) {
      await vaultOf(operation.backend).delete(operation.id, call);
      done.push(operation);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  } finally {
    index.settle(...done);
  }
}
