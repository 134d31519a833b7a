import type { TargetId, TargetPlace } from '../../../shared/target.ts';
import type { RowAction } from './row-action.ts';

/** What all rows have in common; the same object as long as nothing of it has changed. */
export interface RowShared {
  readonly places: ReadonlyMap<TargetId, TargetPlace>;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (id: string) => void;
  readonly onAction: (action: RowAction) => void;
}

/** The ids with that one among them, or no longer. */
export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(ids);
  if (!after.delete(id)) after.add(id);
  return after;
}
