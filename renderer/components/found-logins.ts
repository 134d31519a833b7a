import type { TargetEntry, TargetView } from '../../shared/target.ts';

/** What other tools have in one file and Pullkeeper has no credential for. */
export interface FoundIn {
  readonly target: TargetView;
  readonly entries: readonly TargetEntry[];
}

/** The logins of other tools, file by file; those files that have any. */
export function foundLogins(targets: readonly TargetView[]): FoundIn[] {
  return targets.flatMap((target) => {
    const entries = target.entries.filter(isLogin);
    return entries.length > 0 ? [{ target, entries }] : [];
  });
}

/** An entry that names nobody logs nobody in, unless a helper has the rest of it. */
function isLogin({ state, username, via }: TargetEntry): boolean {
  return state === 'foreign' && (username !== null || via === 'helper');
}
