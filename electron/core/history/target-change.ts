import type { HistoryAction } from '../../../shared/history.ts';
import type { PlannedChange } from '../../../shared/target.ts';
import { entryTexts } from '../authfile/codec.ts';
import type { HelperCredential } from '../authfile/credential-helper.ts';
import { changedHelpers } from '../authfile/helper-setting.ts';
import type { Location } from '../authfile/locations.ts';
import { settingKey } from '../targets/shown.ts';
import type { RecordedEntry } from './record.ts';

/** What was done to one target: what undoing it needs, secrets included. */
export interface TargetChange {
  readonly location: Pick<Location, 'id' | 'path' | 'format'>;
  readonly changes: readonly PlannedChange[];
  /** The whole file before and after, and the keys that were changed in it; null where it was not. */
  readonly file: {
    readonly before: Buffer | null;
    readonly after: Buffer | null;
    /** Changed key -> the helper that the file gives it to; null for whatever differs. */
    readonly keys: ReadonlyMap<string, string | null> | null;
  } | null;
  readonly helpers: readonly HelperChange[];
}

/** What was done to one server name of a helper. Null: it holds nothing. */
export interface HelperChange {
  readonly helper: string;
  readonly key: string;
  readonly before: HelperCredential | null;
  readonly after: HelperCredential | null;
}

/** Why a target was changed. */
export interface Cause {
  readonly action: HistoryAction;
  /** The recorded change that this one undoes. */
  readonly undoes?: string | undefined;
}

/** The changed entries as they are recorded. @throws FILE_MALFORMED for a file that cannot be read */
export function entriesOf({ location, changes, file, helpers }: TargetChange): RecordedEntry[] {
  const entries: RecordedEntry[] = [];
  if (file !== null) {
    const before = entryTexts(file.before, location.format);
    const after = entryTexts(file.after, location.format);
    const differing = () => [...before.keys(), ...after.keys()].map((key) => [key, null] as const);
    for (const [key, governedBy] of new Map(file.keys ?? differing())) {
      const entry = { before: before.get(key) ?? null, after: after.get(key) ?? null };
      if (entry.before !== entry.after) entries.push({ via: 'file', key, governedBy, ...entry });
    }
  }
  if (file !== null && changes.some(({ via }) => via === 'setting')) {
    for (const setting of changedHelpers(file.before, file.after, location.format)) {
      entries.push({ via: 'setting', key: settingKey(setting.host), ...setting });
    }
  }
  for (const { helper, key, before, after } of helpers) {
    entries.push({ via: 'helper', helper, key, before: plain(before), after: plain(after) });
  }
  return entries;
}

function plain(held: HelperCredential | null): { username: string; secret: string } | null {
  return held === null ? null : { username: held.username, secret: held.secret.reveal() };
}
