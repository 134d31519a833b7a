import { z } from 'zod';
import { targetId } from './target.ts';

/**
 * What another tool did to an entry that Pullkeeper had put into a target.
 * - `logged-out`: the entry is gone
 * - `replaced`: the entry logs in somebody else, or the same user with another secret
 * - `broken`: the entry or the whole file cannot be read any more
 * - `file-gone`: the whole file was removed
 */
export const DRIFT_KINDS = ['logged-out', 'replaced', 'broken', 'file-gone'] as const;
export const driftKind = z.enum(DRIFT_KINDS);
export type DriftKind = z.infer<typeof driftKind>;

/** One credential in one target where the file no longer says what was written last. */
export const driftNotice = z.strictObject({
  credentialId: z.uuid(),
  targetId,
  kind: driftKind,
  key: z.string().max(1024),
  /** Whom the entry logs in as now, where somebody is there. */
  usernameNow: z.string().max(512).nullable(),
  /** When it was noticed. */
  at: z.iso.datetime(),
});
export type DriftNotice = z.infer<typeof driftNotice>;
