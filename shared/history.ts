import { z } from 'zod';
import { wireError } from './errors.ts';
import { CHANGES_MAX, plannedChange, targetId } from './target.ts';

/** What caused a change of a target. */
export const HISTORY_ACTIONS = [
  'login',
  'write',
  'switch',
  'logout',
  'forget',
  'put-back',
  'import',
  'fix',
  'undo',
] as const;
export const historyAction = z.enum(HISTORY_ACTIONS);
export type HistoryAction = z.infer<typeof historyAction>;

/** One recorded change of one target: which entries, whose, and never a secret. */
export const historyEntry = z.strictObject({
  id: z.uuid(),
  at: z.iso.datetime(),
  action: historyAction,
  targetId,
  path: z.string().max(4096),
  changes: z.array(plannedChange).max(CHANGES_MAX),
  /** Undone already, by which entry. */
  undoneBy: z.uuid().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** What an undo would do, and which keys have changed since. */
export const undoPlan = z.strictObject({
  entry: historyEntry,
  changes: z.array(plannedChange).max(CHANGES_MAX),
  /** Keys that no longer say what the recorded change left; undoing overwrites what came since. */
  changedSince: z.array(z.string().max(1024)).max(CHANGES_MAX),
  /** Why nothing can be restored there now. */
  problem: wireError.nullable(),
});
export type UndoPlan = z.infer<typeof undoPlan>;
