import type { AppliedTarget, PlannedChange, PlannedTarget } from '../../../shared/target.ts';
import { updateFile } from '../authfile/atomic-write.ts';
import { parseAuthFile, patchAuthFile } from '../authfile/codec.ts';
import type { Location } from '../authfile/locations.ts';
import type { Settlement } from '../authfile/settle.ts';
import { Failure } from '../failure.ts';
import { contentOf, emptyContent } from './content.ts';
import { type Change, type Decision, decide } from './decide.ts';
import { applyHelperTask, planHelperTask } from './helper-tasks.ts';
import type { PlanDeps } from './plan.ts';
import { loggedProblem } from './problem.ts';
import { assertSeen } from './stale.ts';

export interface ApplyDeps extends PlanDeps {
  /** Takes what goes on after a write: a look at the file again, in case another tool overwrote it. */
  readonly settling: (location: Location, settled: Promise<Settlement>) => void;
}

/**
 * Does to one target what was asked, worked out again from what is there now, and says what became of
 * it. A target that fails says so and leaves the others alone.
 *
 * @param seen what the user was shown; null where the change was asked for without a plan
 */
export async function applyTarget(
  location: Location,
  changes: readonly Change[],
  seen: PlannedTarget | null,
  deps: ApplyDeps,
  signal?: AbortSignal,
): Promise<AppliedTarget> {
  const done: PlannedChange[] = [];
  const result = (outcome: AppliedTarget['outcome'], error?: unknown): AppliedTarget => ({
    targetId: location.id,
    path: location.path,
    outcome,
    changes: done,
    historyId: null,
    problem: error === undefined ? null : loggedProblem(error, location.id, deps.log),
  });
  if (signal?.aborted) return result('skipped', new Failure('CANCELLED'));
  try {
    const reading = await deps.contents.read(location);
    if (reading.content === null) throw reading.problem;
    const decision = decide(location, reading.content, changes, deps.fingerprints);
    if (seen !== null) assertSeen(seen, decision.changes);
    // Before the helpers: a file that cannot be written would leave the plain entry beside the helper's.
    if (decision.edits.length > 0 && reading.unwritable !== null) throw reading.unwritable;

    for (const task of decision.helperTasks) {
      const planned = await planHelperTask(location, task, deps, signal);
      if (seen !== null) assertSeen(seen, planned);
      await applyHelperTask(location, task, planned, deps, signal);
      done.push(...planned);
    }
    if (decision.edits.length === 0) done.push(...decision.changes);
    else done.push(...(await editFile(location, changes, decision, seen, deps, signal)));
    return result(done.some(({ action }) => action !== 'unchanged') ? 'written' : 'unchanged');
  } catch (error) {
    return result('failed', error);
  }
}

/** @returns what was changed in the file */
async function editFile(
  location: Location,
  changes: readonly Change[],
  planned: Decision,
  seen: PlannedTarget | null,
  deps: ApplyDeps,
  signal: AbortSignal | undefined,
): Promise<readonly PlannedChange[]> {
  const { path, format } = location;
  let done: readonly PlannedChange[] | null = null;
  const { settled } = await updateFile(
    path,
    (current) => {
      const content =
        current === null
          ? emptyContent(format)
          : contentOf(parseAuthFile(current, format, path), deps.fingerprints);
      const decision = decide(location, content, changes, deps.fingerprints);
      // The first call sees what is there. Later ones merge with another tool's write of this very
      // moment, which nobody could have been shown.
      if (done === null) {
        if (helpersOf(decision) !== helpersOf(planned)) {
          throw new Failure('PLAN_STALE', { path, targetId: location.id }, { retryable: true });
        }
        if (seen !== null) assertSeen(seen, decision.changes);
        done = decision.changes;
      }
      return decision.edits.length === 0
        ? null
        : patchAuthFile(current, format, decision.edits, path);
    },
    { format, base: location.base, signal },
  );
  deps.settling(location, settled);
  return done ?? [];
}

/** A helper that was put in charge of the key since is not to be written beside. */
function helpersOf({ helperTasks }: Decision): string {
  return JSON.stringify(helperTasks.map(({ helper, servers }) => [helper, servers]));
}
