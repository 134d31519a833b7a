import type { AppliedTarget, PlannedChange, PlannedTarget } from '../../../shared/target.ts';
import { type UpdateResult, updateFile } from '../authfile/atomic-write.ts';
import { parseAuthFile, patchAuthFile } from '../authfile/codec.ts';
import { governingHelper } from '../authfile/governing.ts';
import { setHelper } from '../authfile/helper-setting.ts';
import type { Location } from '../authfile/locations.ts';
import type { Settlement } from '../authfile/settle.ts';
import { Failure } from '../failure.ts';
import type { HelperChange, TargetChange } from '../history/target-change.ts';
import type { Change, Decision, HelperTask } from './change.ts';
import { contentOf, emptyContent } from './content.ts';
import { decide } from './decide.ts';
import { HelperAnswers } from './helper-answers.ts';
import { applyHelperTask, type PlannedHelperChange, planHelperTask } from './helper-tasks.ts';
import type { PlanDeps } from './plan.ts';
import { loggedProblem } from './problem.ts';
import { assertSeen } from './stale.ts';

export interface ApplyDeps extends PlanDeps {
  /** Takes what goes on after a write: a look at the file again, in case another tool overwrote it. */
  readonly settling: (location: Location, written: UpdateResult) => void;
  /** Takes what such a look did later than that. */
  readonly later: (location: Location, what: Settlement) => void;
  /** Takes what was changed, to be undone one day. @returns its id in the history */
  readonly record: (change: TargetChange) => string | null;
}

type FileChange = NonNullable<TargetChange['file']>;

/** What has been done to a target so far. */
interface Progress {
  readonly changes: PlannedChange[];
  readonly helpers: HelperChange[];
  file: FileChange | null;
}

/**
 * Does to one target what was asked, worked out again from what is there now, and says what became of
 * it. A target that fails says so and leaves the others alone; what was done before it failed is in the
 * history all the same.
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
  const progress: Progress = { changes: [], helpers: [], file: null };
  const result = (outcome: AppliedTarget['outcome'], error?: unknown): AppliedTarget => {
    const { changes: done, helpers, file } = progress;
    const touched = helpers.length > 0 || file !== null;
    return {
      targetId: location.id,
      path: location.path,
      outcome,
      changes: done,
      historyId: touched ? deps.record({ location, changes: done, helpers, file }) : null,
      problem: error === undefined ? null : loggedProblem(error, location.id, deps.log),
    };
  };
  if (signal?.aborted) return result('skipped', new Failure('CANCELLED'));
  try {
    const asking = { ...deps, answers: new HelperAnswers(deps.answers) };
    await applyTo(location, changes, seen, progress, asking, signal);
    const written = progress.changes.some(({ action }) => action !== 'unchanged');
    return result(written ? 'written' : 'unchanged');
  } catch (error) {
    return result('failed', error);
  }
}

async function applyTo(
  location: Location,
  changes: readonly Change[],
  seen: PlannedTarget | null,
  progress: Progress,
  deps: ApplyDeps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reading = await deps.contents.read(location);
  if (reading.content === null) throw reading.problem;
  const { helperTasks } = decide(location, reading.content, changes, deps);
  const tasks: { readonly task: HelperTask; readonly planned: PlannedHelperChange[] }[] = [];
  for (const task of helperTasks) {
    tasks.push({ task, planned: await planHelperTask(location, task, deps, signal) });
  }
  // Whose mark an entry is, is known once the helpers were asked.
  const decision = decide(location, reading.content, changes, deps);
  if (seen !== null) assertSeen(seen, decision.changes);
  // Before the helpers change: a file that cannot be written would leave the plain entry beside the helper's.
  if (changesFile(decision) && reading.unwritable !== null) throw reading.unwritable;

  for (const { task, planned } of tasks) {
    const shown = planned.map(({ change }) => change);
    if (seen !== null) assertSeen(seen, shown);
    progress.changes.push(...shown.filter(({ action }) => action === 'unchanged'));
    await applyHelperTask(location, task, planned, deps, signal, (change, helper) => {
      progress.changes.push(change);
      progress.helpers.push(helper);
    });
  }
  if (!changesFile(decision)) {
    progress.changes.push(...decision.changes);
    return;
  }
  const edited = await editFile(location, changes, decision, seen, deps, signal);
  progress.changes.push(...edited.changes);
  progress.file = edited.file;
}

async function editFile(
  location: Location,
  changes: readonly Change[],
  planned: Decision,
  seen: PlannedTarget | null,
  deps: ApplyDeps,
  signal: AbortSignal | undefined,
): Promise<{ changes: readonly PlannedChange[]; file: FileChange | null }> {
  const { path, format } = location;
  let done: readonly PlannedChange[] | null = null;
  let before: Buffer | null = null;
  const keys = new Map<string, string | null>();
  const written = await updateFile(
    path,
    (current) => {
      const content =
        current === null
          ? emptyContent(format)
          : contentOf(parseAuthFile(current, format, path), deps.fingerprints);
      const decision = decide(location, content, changes, deps);
      // The first call sees what is there. Later ones merge with another tool's write of this very
      // moment, which nobody could have been shown.
      if (done === null) {
        if (helpersOf(decision) !== helpersOf(planned)) {
          throw new Failure('PLAN_STALE', { path, targetId: location.id }, { retryable: true });
        }
        if (seen !== null) assertSeen(seen, decision.changes);
        done = decision.changes;
        before = current;
      }
      for (const { key } of decision.edits) keys.set(key, governingHelper(content, key));
      return changesFile(decision) ? patched(current, location, decision) : null;
    },
    { format, base: location.base, signal, later: (what) => deps.later(location, what) },
  );
  deps.settling(location, written);
  const { outcome, after } = written;
  const file = outcome === 'written' ? { before, after, keys } : null;
  return { changes: done ?? [], file };
}

function changesFile({ edits, settings }: Decision): boolean {
  return edits.length > 0 || settings.length > 0;
}

/** @returns the new text; null where the file already says so */
function patched(
  current: Buffer | null,
  { format, path }: Location,
  { edits, settings }: Decision,
): string | null {
  const entries = edits.length === 0 ? null : patchAuthFile(current, format, edits, path);
  return settings.reduce((text: string | null, setting) => {
    const before = text === null ? current : Buffer.from(text, 'utf8');
    return setHelper(before, format, setting, path) ?? text;
  }, entries);
}

/** A helper that was put in charge of the key since is not to be written beside. */
function helpersOf({ helperTasks }: Decision): string {
  return JSON.stringify(helperTasks.map(({ helper, servers }) => [helper, servers]));
}
