import { z } from 'zod';
import { historyEntry, undoPlan } from '../history.ts';
import { runId } from '../run.ts';
import { appliedTarget } from '../target.ts';
import type { CallSchemas } from './part.ts';

export const calls = {
  /** The newest first. Every word of the query has to be in the entry: registry, user, path, action. */
  'history.list': {
    input: z.strictObject({
      query: z.string().max(200),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(historyEntry).max(500),
  },
  'history.plan-undo': { input: z.strictObject({ entryId: z.uuid() }), output: undoPlan },
  /** Restores the entries of a recorded change, not the file; is recorded itself. */
  'history.undo': { input: z.strictObject({ runId, entryId: z.uuid() }), output: appliedTarget },
} as const satisfies CallSchemas<'history'>;
