import type { PlannedChange, PlannedTarget } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';

/**
 * Whether the user has seen what is about to happen. A plan is worked out again from what is there at
 * the moment of the write, so other entries may come and go between. What must not happen unseen is
 * that an entry goes which the plan did not name, or was to leave, or which logs in as somebody else by
 * now, or that a helper has taken over. Less than the plan said (an entry is gone already) is fine.
 *
 * @throws PLAN_STALE
 */
export function assertSeen(planned: PlannedTarget, changes: readonly PlannedChange[]): void {
  for (const change of changes) {
    if (change.action === 'unchanged') continue;
    const seen = planned.changes.find(({ key, via }) => key === change.key && via === change.via);
    const destroys = change.action !== 'add';
    if (seen !== undefined && !(destroys && !isSame(seen, change))) continue;
    throw new Failure(
      'PLAN_STALE',
      { path: planned.path, targetId: planned.targetId, key: change.key },
      { retryable: true },
    );
  }
}

function isSame(seen: PlannedChange, now: PlannedChange): boolean {
  return (
    seen.action === now.action &&
    seen.usernameBefore === now.usernameBefore &&
    seen.helper === now.helper
  );
}
