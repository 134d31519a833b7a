import type { PlannedTarget } from '../../../shared/target.ts';
import type { Location } from '../authfile/locations.ts';
import type { Log } from '../log.ts';
import type { Change } from './change.ts';
import type { Contents } from './content.ts';
import { decide } from './decide.ts';
import { HelperAnswers } from './helper-answers.ts';
import { type HelperDeps, type PlannedHelperChange, planHelperTask } from './helper-tasks.ts';
import { loggedProblem } from './problem.ts';

export interface PlanDeps extends HelperDeps {
  readonly contents: Contents;
  readonly log: Log;
}

/** What changes would do to one target now. What stands in the way is the plan's `problem`. */
export async function planTarget(
  location: Location,
  changes: readonly Change[],
  deps: PlanDeps,
  signal?: AbortSignal,
): Promise<PlannedTarget> {
  const reading = await deps.contents.read(location);
  const planned: PlannedTarget = {
    targetId: location.id,
    format: location.format,
    path: location.path,
    exists: reading.exists,
    changes: [],
    untouched: reading.content?.entries.length ?? 0,
    problem: null,
  };
  try {
    if (reading.content === null) throw reading.problem;
    const asking = { ...deps, answers: new HelperAnswers(deps.answers) };
    const { helperTasks } = decide(location, reading.content, changes, asking);
    const held: PlannedHelperChange[] = [];
    for (const task of helperTasks) {
      held.push(...(await planHelperTask(location, task, asking, signal)));
    }
    // Whose mark an entry is, is known once the helpers were asked.
    const decision = decide(location, reading.content, changes, asking);
    planned.changes = [...decision.changes, ...held.map(({ change }) => change)];
    planned.untouched = decision.untouched;
    const writes = planned.changes.some(
      ({ action, via }) => action !== 'unchanged' && via !== 'helper',
    );
    if (writes && reading.unwritable !== null) throw reading.unwritable;
  } catch (error) {
    signal?.throwIfAborted();
    planned.problem = loggedProblem(error, location.id, deps.log);
  }
  return planned;
}
