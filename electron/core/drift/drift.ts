import { z } from 'zod';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { DriftNotice } from '../../../shared/drift.ts';
import type { TargetId } from '../../../shared/target.ts';
import type { Log } from '../log.ts';
import { OptionalDocument } from '../optional-document.ts';
import type { Storage } from '../storage.ts';
import type { Targets } from '../targets/targets.ts';
import { compare, type Placement, pairOf, placement, type Sight } from './compare.ts';
import { sessionOf } from './session.ts';

export const placements = z.strictObject({
  version: z.literal(1),
  placements: z.array(placement).max(100_000),
});

export interface DriftDeps {
  readonly storage: Storage;
  readonly targets: Targets;
  /** @throws INDEX_UNREADABLE */
  readonly credentials: () => CredentialMeta[];
  /** Credentials that cannot be compared until their secret was read once. */
  readonly undecided: (ids: Iterable<string>) => void;
  readonly log: Log;
  /** The notices are not what they were. */
  readonly changed: () => void;
}

/**
 * Notices when another tool logs out, replaces or breaks what was put into a target. It remembers across
 * restarts what was placed where (ids and names alone), and compares when the watch or a change of ours
 * says that there is something to compare; in between it does nothing.
 */
export class Drift {
  /** Nothing is lost with it but notices: what is in sync is placed anew. */
  readonly #placements: OptionalDocument<z.infer<typeof placements>>;
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  /** What we are about to change ourselves is nobody else's doing. */
  #ownChanges = 0;
  #looked = false;
  #closed = false;

  constructor(private readonly deps: DriftDeps) {
    const { storage, log } = deps;
    const empty = { version: 1 as const, placements: [] };
    this.#placements = new OptionalDocument(storage, placements, empty, log);
  }

  /** What is known; the first time, what is found. */
  async notices(): Promise<DriftNotice[]> {
    if (!this.#looked) await this.#look(false);
    return this.#load().flatMap(({ credentialId, targetId, notice }) =>
      notice === null ? [] : [{ credentialId, targetId, ...notice }],
    );
  }

  find(credentialId: string, targetId: TargetId): DriftNotice | undefined {
    const found = this.#load().find(
      (each) => pairOf(each) === pairOf({ credentialId, targetId }) && each.notice !== null,
    );
    return found?.notice ? { credentialId, targetId, ...found.notice } : undefined;
  }

  /** Compares, in the background, once the writes of ours have been looked after. */
  wake(): void {
    if (this.#closed || this.#ownChanges > 0) return;
    this.#next ??= this.#last.then(() => this.#look(true));
    this.#last = this.#next;
  }

  /** Does what changes targets and index; compares when both are done. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    this.#ownChanges += 1;
    try {
      return await work();
    } finally {
      this.#ownChanges -= 1;
      this.wake();
    }
  }

  /** What was just written is in place: what another tool does to it from now on is noticed. */
  async place(credentialIds: readonly string[], targetIds: readonly TargetId[]): Promise<void> {
    const placed: Placement[] = [];
    for (const location of this.deps.targets.select(targetIds)) {
      const session = location.volatile ? await sessionOf(location) : null;
      for (const credentialId of credentialIds) {
        placed.push({ credentialId, targetId: location.id, session, notice: null });
      }
    }
    const pairs = new Set(placed.map(pairOf));
    this.#save([...this.#load().filter((each) => !pairs.has(pairOf(each))), ...placed]);
  }

  /** The placement is what it is now: whatever another tool did to it is accepted. */
  release(credentialId: string, targetIds?: readonly TargetId[]): void {
    this.#save(
      this.#load().filter(
        (each) =>
          each.credentialId !== credentialId ||
          (targetIds !== undefined && !targetIds.includes(each.targetId)),
      ),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #look(patiently: boolean): Promise<void> {
    const { targets, log } = this.deps;
    try {
      // A tool's stale overwrite of what we have just written is put right by the write path itself.
      if (patiently) await targets.settled();
      this.#next = null;
      if (this.#closed || this.#ownChanges > 0) return;
      const sight = await this.#sight();
      // A change of ours may have begun meanwhile, of which half was seen; it looks again at its end.
      if (this.#ownChanges > 0) return;
      this.#looked = true;
      this.#save(compare(this.#load(), sight, new Date().toISOString()));
    } catch (error) {
      this.#next = null;
      log.warn('drift.not-compared', { error });
    }
  }

  async #sight(): Promise<Sight> {
    const { targets, credentials, undecided } = this.deps;
    const observation = await targets.observe(credentials());
    const views = observation.credentialViews();
    undecided(observation.undecided);
    const seen: [TargetId, { exists: boolean; volatile: boolean; session: string | null }][] = [];
    for (const { location, reading } of observation.targets) {
      const { id, volatile } = location;
      const session = volatile ? await sessionOf(location) : null;
      seen.push([id, { exists: reading.exists, volatile, session }]);
    }
    return { credentials: views, targets: new Map(seen) };
  }

  #load(): readonly Placement[] {
    return this.#placements.read().placements;
  }

  #save(next: readonly Placement[]): void {
    const before = this.#load();
    if (JSON.stringify(before) === JSON.stringify(next)) return;
    this.#placements.write({ version: 1, placements: [...next] });
    if (noticesIn(before) !== noticesIn(next)) this.deps.changed();
  }
}

function noticesIn(placements: readonly Placement[]): string {
  return JSON.stringify(placements.filter(({ notice }) => notice !== null));
}
