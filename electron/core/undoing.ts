import { scopeOf } from '../../shared/auth-scope.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { UndoPlan } from '../../shared/history.ts';
import type { AppliedTarget, Plan, TargetId } from '../../shared/target.ts';
import { scopeOfKey } from './authfile/keys.ts';
import type { Location } from './authfile/locations.ts';
import { Failure } from './failure.ts';
import type { History } from './history/history.ts';
import type { HistoryRecord } from './history/record.ts';
import { inRun, isDone } from './keeping.ts';
import type { Runs } from './runs.ts';
import type { Targets } from './targets/targets.ts';
import type { CredentialIndex } from './vault/index.ts';

export interface UndoingDeps {
  readonly runs: Runs;
  readonly index: CredentialIndex;
  readonly history: History;
  readonly targets: Targets;
  readonly changed: () => void;
}

/** Takes recorded changes back, entry by entry; the rest of the file stays as it is by now. */
export class Undoing {
  /** What the user was shown last of an undo, by the id of what it undoes. */
  readonly #shown = new Map<string, Plan>();

  constructor(private readonly deps: UndoingDeps) {}

  /**
   * What undoing a change would do, and where something came since.
   * @throws HISTORY_UNKNOWN, HISTORY_UNDONE, TARGET_UNKNOWN; the store's codes; FILE_*
   */
  async plan({ entryId }: CallInput<'history.plan-undo'>): Promise<UndoPlan> {
    const { history, targets } = this.deps;
    const { entry, record } = await history.find(entryId);
    const location = this.#locationOf(record);
    const plan = await targets.plan([location], [restoreOf(record)]);
    this.#shown.set(entryId, plan);
    const [planned] = plan.targets;
    const problem = planned?.problem ?? null;
    return {
      entry,
      changes: planned?.changes ?? [],
      changedSince: problem === null ? await targets.changedSince(location, record.entries) : [],
      problem,
    };
  }

  /**
   * Restores the entries of a recorded change through the one write path, and is recorded itself.
   * @throws HISTORY_UNKNOWN, HISTORY_UNDONE, TARGET_UNKNOWN, CANCELLED; the store's codes; FILE_*
   */
  async undo({ runId, entryId }: CallInput<'history.undo'>): Promise<AppliedTarget> {
    const { runs, history, targets, changed } = this.deps;
    return runs.during(runId, async (run) => {
      const { record } = await history.find(entryId, inRun(run));
      const location = this.#locationOf(record);
      const seen = this.#shown.get(entryId) ?? null;
      this.#shown.delete(entryId);
      run.step('write-targets', 'running');
      const [applied] = await targets.apply([location], [restoreOf(record)], {
        cause: { action: 'undo', undoes: entryId },
        seen,
        signal: run.signal,
      });
      if (applied === undefined) throw new Failure('TARGET_UNKNOWN', { targetId: location.id });
      if (isDone(applied)) await this.#follow(record);
      changed();
      run.step('write-targets', isDone(applied) ? 'done' : 'failed');
      return applied;
    });
  }

  /** The file of another place (another DOCKER_CONFIG) is not the one that was changed. */
  #locationOf({ targetId, path }: HistoryRecord): Location {
    const [location] = this.deps.targets.select([targetId]);
    if (location?.path !== path) throw new Failure('TARGET_UNKNOWN', { targetId, path });
    return location;
  }

  /** Who is in the target again is meant to be there, and who is not any more is not. */
  async #follow({ targetId, format, entries }: HistoryRecord): Promise<void> {
    const { index, targets } = this.deps;
    // Who is in a helper that is named again is not known before it is asked.
    const logins = entries.filter(({ via }) => via !== 'setting');
    const scopes = new Set(logins.map(({ key }) => scopeOfKey(key, format)));
    const observation = await targets.compare(index.list());
    for (const { states, ...meta } of observation.credentialViews()) {
      if (!scopes.has(scopeOf(meta))) continue;
      const isThere = states.some(
        (state) => state.targetId === targetId && state.username === meta.username,
      );
      if (isThere === meta.targets.includes(targetId)) continue;
      const others = meta.targets.filter((id) => id !== targetId);
      const kept: TargetId[] = isThere ? [...others, targetId] : others;
      index.update({ ...meta, targets: kept });
    }
  }
}

function restoreOf({ entries }: HistoryRecord) {
  return { do: 'restore', entries } as const;
}
