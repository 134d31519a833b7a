import { randomUUID } from 'node:crypto';
import type { CallInput } from '../../../shared/contract.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import { Failure } from '../failure.ts';
import { loadAge } from '../load-age.ts';
import type { Log } from '../log.ts';
import type { VaultCallOptions } from '../vault/vault.ts';
import { type Archive, type ArchiveReader, nameOf } from './archive.ts';
import { type HistoryRecord, parseRecord, recordText } from './record.ts';
import { type Cause, entriesOf, type TargetChange } from './target-change.ts';

/** A record without what is secret in it, to be listed. */
interface Listed {
  readonly entry: HistoryEntry;
  readonly undoes: string | null;
}

export interface HistoryDeps {
  readonly memory: Archive;
  readonly disk: Archive;
  /** Whether secrets, and so the history, are kept in memory alone. */
  readonly inMemory: () => boolean;
  readonly log: Log;
  /** A change was recorded, or `lost` of them could not be. */
  readonly changed: (lost: number) => void;
}

/**
 * Every change that was made to a target, to be looked up and undone.
 *
 * Recording never holds up or fails a change: it happens afterwards, in the background, in the order of
 * the changes. What cannot be recorded is logged and told; a kill in the moment after a change may cost
 * its record, never the change. `close` waits for what is on its way.
 */
export class History {
  #last: Promise<unknown> = Promise.resolve();
  /** Names in time order need times that differ. */
  #lastMs = 0;
  /** The last record was lost: the next one probably will be too, so no undo is promised. */
  #failing = false;
  /** By name; null for what cannot be read: another store's, or damaged. */
  readonly #listed = new Map<string, Listed | null>();

  constructor(private readonly deps: HistoryDeps) {}

  /** @returns the id by which it can be undone; null where it most likely cannot be */
  record(change: TargetChange, cause: Cause): string | null {
    const id = randomUUID();
    this.#lastMs = Math.max(Date.now(), this.#lastMs + 1);
    const at = new Date(this.#lastMs);
    const archive = this.deps.inMemory() ? this.deps.memory : this.deps.disk;
    void this.#afterwards(() => this.#write(archive, id, at, change, cause));
    return this.#failing ? null : id;
  }

  /** The newest first. @throws the store's codes; FILE_* */
  async list({ query, limit }: CallInput<'history.list'>): Promise<HistoryEntry[]> {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found: HistoryEntry[] = [];
    for await (const { entry } of this.#newestFirst()) {
      if (!words.every((word) => isAbout(entry, word))) continue;
      found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  /**
   * A change that can be undone.
   * @throws HISTORY_UNKNOWN, HISTORY_UNDONE; the store's codes; FILE_*
   */
  async find(
    id: string,
    call: VaultCallOptions = {},
  ): Promise<{ entry: HistoryEntry; record: HistoryRecord }> {
    for await (const { entry, archive } of this.#newestFirst(call)) {
      if (entry.id !== id) continue;
      if (entry.undoneBy !== null) throw new Failure('HISTORY_UNDONE');
      const read = await archive.open(call);
      return { entry, record: parseRecord(await read(nameOf(id, new Date(entry.at)))) };
    }
    throw new Failure('HISTORY_UNKNOWN');
  }

  /** Drops what is too old. @throws FILE_* */
  tidy(): Promise<void> {
    return this.#afterwards(async () => {
      for (const archive of this.#archives()) await archive.tidy();
    });
  }

  /** Something will be recorded soon: loads what that takes. */
  async warm(): Promise<void> {
    if (!this.deps.inMemory()) await loadAge();
  }

  /** Forgets what was decrypted. */
  lock(): void {
    this.#listed.clear();
  }

  /** Resolves when everything that was changed so far is recorded, or lost. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #afterwards(work: () => Promise<void>): Promise<void> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    await result;
  }

  /** With what undid each: everything newer has been seen by then. */
  async *#newestFirst(
    call: VaultCallOptions = {},
  ): AsyncGenerator<{ readonly entry: HistoryEntry; readonly archive: Archive }> {
    await this.settled();
    const readers = new Map<Archive, ArchiveReader>();
    const undoneBy = new Map<string, string>();
    for (const [name, archive] of await this.#names()) {
      let listed = this.#listed.get(name);
      if (listed === undefined) {
        const read = readers.get(archive) ?? (await archive.open(call));
        readers.set(archive, read);
        listed = await this.#readListed(name, read);
      }
      if (listed === null) continue;
      const { entry, undoes } = listed;
      const by = undoneBy.get(entry.id) ?? null;
      // An undo that was undone itself has undone nothing.
      if (undoes !== null && by === null) undoneBy.set(undoes, entry.id);
      yield { entry: { ...entry, undoneBy: by }, archive };
    }
  }

  async #names(): Promise<[name: string, archive: Archive][]> {
    const all: [string, Archive][] = [];
    for (const archive of this.#archives()) {
      for (const name of await archive.names()) all.push([name, archive]);
    }
    return all.sort(([a], [b]) => (a < b ? 1 : -1));
  }

  /** @throws FILE_* but for what is damaged */
  async #readListed(name: string, read: ArchiveReader): Promise<Listed | null> {
    let listed: Listed | null = null;
    try {
      listed = listedOf(parseRecord(await read(name)));
    } catch (error) {
      if (error instanceof Failure && error.code !== 'HISTORY_UNKNOWN') throw error;
      this.deps.log.warn('history.unreadable', { name, error });
    }
    this.#listed.set(name, listed);
    return listed;
  }

  #archives(): Archive[] {
    const { memory, disk, inMemory } = this.deps;
    return inMemory() ? [memory] : [memory, disk];
  }

  async #write(
    archive: Archive,
    id: string,
    at: Date,
    change: TargetChange,
    { action, undoes }: Cause,
  ): Promise<void> {
    // Whoever waits for the change is told first.
    await new Promise(setImmediate);
    const { log, changed } = this.deps;
    const { location, changes } = change;
    try {
      const text = recordText({
        id,
        at: at.toISOString(),
        action,
        targetId: location.id,
        path: location.path,
        format: location.format,
        changes: changes.filter((each) => each.action !== 'unchanged').slice(0, 1000),
        undoes: undoes ?? null,
        entries: entriesOf(change),
      });
      await archive.add(nameOf(id, at), text);
      this.#failing = false;
      changed(0);
    } catch (error) {
      this.#failing = true;
      log.warn('history.lost', { action, targetId: location.id, error });
      changed(1);
      return;
    }
    await archive.tidy().catch((error: unknown) => log.warn('history.not-tidied', { error }));
  }
}

function listedOf({ id, at, action, targetId, path, changes, undoes }: HistoryRecord): Listed {
  return { entry: { id, at, action, targetId, path, changes, undoneBy: null }, undoes };
}

/** Registries and users are in the changes: keys, and whom they log in as. */
function isAbout({ action, targetId, path, changes }: HistoryEntry, word: string): boolean {
  const texts = [action, targetId, path];
  for (const { key, usernameBefore, usernameAfter } of changes) {
    texts.push(key, usernameBefore ?? '', usernameAfter ?? '');
  }
  return texts.some((text) => text.toLowerCase().includes(word));
}
