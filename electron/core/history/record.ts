import { z } from 'zod';
import { historyAction } from '../../../shared/history.ts';
import { CHANGES_MAX, plannedChange, targetFormat, targetId } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';

const VERSION = 1;

const held = z.strictObject({ username: z.string(), secret: z.string() }).nullable();

/** One entry before and after a change: its JSON text, what a helper held, or which helper. Null: nothing. */
const recordedEntry = z.discriminatedUnion('via', [
  z.strictObject({
    via: z.literal('file'),
    key: z.string(),
    /** The helper that the file gave the key to then: a plain entry beside another one would be wrong now. */
    governedBy: z.string().nullable(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.strictObject({
    via: z.literal('helper'),
    helper: z.string(),
    key: z.string(),
    before: held,
    after: held,
  }),
  z.strictObject({
    via: z.literal('setting'),
    key: z.string(),
    /** Null for `credsStore`. */
    host: z.string().nullable(),
    /** The helper that the file handed the host to. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
]);
export type RecordedEntry = z.infer<typeof recordedEntry>;

/** One change of one target with everything that undoing it takes. Holds secrets: it is only kept encrypted. */
const historyRecord = z.strictObject({
  version: z.literal(VERSION),
  id: z.uuid(),
  at: z.iso.datetime(),
  action: historyAction,
  targetId,
  path: z.string(),
  format: targetFormat,
  changes: z.array(plannedChange).max(CHANGES_MAX),
  /** The change that this one undid. */
  undoes: z.uuid().nullable(),
  entries: z.array(recordedEntry),
});
export type HistoryRecord = z.infer<typeof historyRecord>;

export function recordText(record: Omit<HistoryRecord, 'version'>): string {
  return JSON.stringify({ version: VERSION, ...record });
}

/** @throws HISTORY_UNKNOWN for a text that is none of ours, or a newer version's; nothing of it is quoted */
export function parseRecord(text: string): HistoryRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = historyRecord.safeParse(value);
  if (!parsed.success) throw new Failure('HISTORY_UNKNOWN', { reason: 'not-a-record' });
  return parsed.data;
}
