import { z } from 'zod';
import { type CredentialMeta, credentialId, credentialMeta } from '../../../shared/credential.ts';
import { type VaultStatus, vaultStatus } from '../../../shared/vault.ts';
import { Failure } from '../failure.ts';
import type { Storage } from '../storage.ts';
import type { StoreIdentity } from './keychain.ts';

export type VaultBackend = VaultStatus['backend'];

const VERSION = 1;

/**
 * A change of the keychain that is under way. `save` is written before the secret is, `forget` before it is
 * deleted: whatever of the two stores a kill leaves behind, `reconcile` knows where to look.
 */
const pendingOperation = z.strictObject({
  op: z.enum(['save', 'forget']),
  id: credentialId,
  backend: vaultStatus.shape.backend,
});
export type PendingOperation = z.infer<typeof pendingOperation>;

const storedRecord = z.strictObject({ backend: vaultStatus.shape.backend, meta: credentialMeta });
type StoredRecord = z.infer<typeof storedRecord>;

export const indexDocument = z.strictObject({
  version: z.literal(VERSION),
  /** The id of the store that the secrets were put in: a random one, not made from any of them. */
  storeId: z.string().min(1).max(128).nullable(),
  records: z.array(storedRecord).max(20_000),
  pending: z.array(pendingOperation).max(20_000),
});

/**
 * What is known of the credentials without their secrets, and the journal of the changes that are under way.
 *
 * Records whose secret is held in memory alone are held in memory too: the two end together. A document that
 * is damaged, or a newer version's, is `INDEX_UNREADABLE` at every use and never written over; it is read
 * again each time, as the user may have put it right meanwhile.
 */
export class CredentialIndex {
  readonly #storage: Storage;
  #records: Map<string, StoredRecord> | null = null;
  #pending: readonly PendingOperation[] = [];
  #storeId: string | null = null;
  #revision = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Remembers which store the secrets are in. */
  readonly identity: StoreIdentity = {
    read: () => {
      this.#load();
      return this.#storeId;
    },
    write: (storeId) => this.#change(() => ({ storeId })),
  };

  /** In the order in which they were first saved. @throws INDEX_UNREADABLE */
  list(): CredentialMeta[] {
    return [...this.#load().values()].map(({ meta }) => meta);
  }

  /** Another one after each change. */
  get revision(): number {
    return this.#revision;
  }

  /** @throws INDEX_UNREADABLE */
  find(id: string): CredentialMeta | null {
    return this.#load().get(id)?.meta ?? null;
  }

  /** Which store holds the secret of this credential. @throws INDEX_UNREADABLE */
  backendOf(id: string): VaultBackend | null {
    return this.#load().get(id)?.backend ?? null;
  }

  /** @throws INDEX_UNREADABLE */
  pending(): readonly PendingOperation[] {
    this.#load();
    return this.#pending;
  }

  /** Changes what is known of a credential, not where its secret is. @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE */
  update(meta: CredentialMeta): void {
    this.#change((records) => {
      const record = records.get(meta.id);
      if (record === undefined) throw new Failure('CREDENTIAL_UNKNOWN');
      return { records: new Map(records).set(meta.id, { ...record, meta }) };
    });
  }

  /** Changes what is known of many, in one write; those that are no longer known stay so. @throws INDEX_UNREADABLE */
  updateAll(metas: readonly CredentialMeta[]): void {
    if (metas.length === 0) return;
    this.#change((before) => {
      const records = new Map(before);
      for (const meta of metas) {
        const record = records.get(meta.id);
        if (record !== undefined) records.set(meta.id, { ...record, meta });
      }
      return { records };
    });
  }

  /**
   * Before the first step of changes. A save over a record takes back that it was to be forgotten; a
   * leftover in a store that the record does not point to is still to go, as the save may yet fail.
   * @throws INDEX_UNREADABLE
   */
  announce(...operations: PendingOperation[]): void {
    this.#change((records) => {
      const overRecords = operations.filter(
        ({ op, id, backend }) => op === 'save' && records.get(id)?.backend === backend,
      );
      const gone = [...operations, ...overRecords.map(forgetOf)];
      return { pending: [...without(this.#pending, gone), ...operations] };
    });
  }

  /** The changes did not begin, or have been completed or undone. @throws INDEX_UNREADABLE */
  settle(...operations: PendingOperation[]): void {
    this.#change(() => ({ pending: without(this.#pending, operations) }));
  }

  /**
   * The secret is in the store: the record, and the end of the announcement, in one write. What an
   * earlier secret left in that store to be deleted is this one now; what the former store holds is to go.
   * @returns the deletion that is announced now, if the secret was in another store
   * @throws INDEX_UNREADABLE
   */
  commitSave(meta: CredentialMeta, backend: VaultBackend): PendingOperation | null {
    const { id } = meta;
    const former = this.backendOf(id);
    const forget: PendingOperation | null =
      former === null || former === backend ? null : { op: 'forget', id, backend: former };
    this.#change((records) => ({
      records: new Map(records).set(id, { backend, meta }),
      pending: [
        ...without(this.#pending, saved(id, backend)),
        ...(forget === null ? [] : [forget]),
      ],
    }));
    return forget;
  }

  /**
   * The secrets are in that store too: their records point there, and what the former stores hold is
   * to be deleted, in one write.
   * @returns the deletions that are announced now
   * @throws INDEX_UNREADABLE
   */
  commitMove(ids: readonly string[], backend: VaultBackend): PendingOperation[] {
    const forgets: PendingOperation[] = [];
    this.#change((before) => {
      const records = new Map(before);
      for (const id of ids) {
        const record = before.get(id);
        if (record === undefined) continue;
        records.set(id, { ...record, backend });
        forgets.push({ op: 'forget', id, backend: record.backend });
      }
      const done = ids.flatMap((id) => saved(id, backend));
      return { records, pending: [...without(this.#pending, done), ...forgets] };
    });
    return forgets;
  }

  /** The secret is gone from that store: so is the record, if it pointed there. @throws INDEX_UNREADABLE */
  commitForget(id: string, backend: VaultBackend): void {
    this.#change((records) => {
      const left = new Map(records);
      if (left.get(id)?.backend === backend) left.delete(id);
      return { records: left, pending: without(this.#pending, [{ op: 'forget', id, backend }]) };
    });
  }

  #load(): ReadonlyMap<string, StoredRecord> {
    if (this.#records !== null) return this.#records;
    const { records, pending, storeId } = parse(this.#storage.read());
    this.#pending = pending;
    this.#storeId = storeId;
    this.#records = new Map(records.map((record) => [record.meta.id, record]));
    return this.#records;
  }

  /** Writes first, then believes it: a write that fails leaves memory and document alike. */
  #change(
    change: (records: ReadonlyMap<string, StoredRecord>) => {
      records?: Map<string, StoredRecord>;
      pending?: PendingOperation[];
      storeId?: string;
    },
  ): void {
    const before = this.#load();
    const next = change(before);
    const records = next.records ?? before;
    const pending = next.pending ?? this.#pending;
    const storeId = next.storeId ?? this.#storeId;
    const lasting = ({ backend }: { backend: VaultBackend }) => backend !== 'memory';
    this.#storage.write({
      version: VERSION,
      storeId,
      records: [...records.values()].filter(lasting),
      pending: pending.filter(lasting),
    });
    this.#records = new Map(records);
    this.#pending = pending;
    this.#storeId = storeId;
    this.#revision += 1;
  }
}

/** What the journal no longer says of a secret that is in that store and belongs there. */
function saved(id: string, backend: VaultBackend): PendingOperation[] {
  return [
    { op: 'save', id, backend },
    { op: 'forget', id, backend },
  ];
}

function forgetOf({ id, backend }: PendingOperation): PendingOperation {
  return { op: 'forget', id, backend };
}

function without(
  pending: readonly PendingOperation[],
  gone: readonly PendingOperation[],
): PendingOperation[] {
  const name = ({ op, id, backend }: PendingOperation) => `${op} ${backend} ${id}`;
  const names = new Set(gone.map(name));
  return pending.filter((operation) => !names.has(name(operation)));
}

function parse(data: unknown): z.infer<typeof indexDocument> {
  if (data === undefined) return { version: VERSION, storeId: null, records: [], pending: [] };
  const version = z.object({ version: z.int() }).safeParse(data).data?.version;
  if (version !== undefined && version > VERSION) {
    throw new Failure('INDEX_UNREADABLE', { reason: `version ${version}, written by a newer app` });
  }
  const parsed = indexDocument.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure('INDEX_UNREADABLE', {
    reason: 'not an index',
    field: (issue?.path ?? []).map(String).join('.').slice(0, 512),
  });
}
