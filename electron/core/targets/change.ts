import type { PlannedChange } from '../../../shared/target.ts';
import type { Edit } from '../authfile/codec.ts';
import type { HelperSetting } from '../authfile/helper-setting.ts';
import type { RecordedEntry } from '../history/record.ts';
import type { Secret } from '../secret.ts';
import type { ContentEntry } from './content.ts';
import { settingKey, shownKey, shownName } from './shown.ts';

/** What is wanted of every target that was chosen. */
export type Change =
  | {
      readonly do: 'set';
      /** What it is for: `host[:port]`, or `host[:port]/namespace`. */
      readonly registry: string;
      readonly username: string;
      /** Null where a plan is made while the store is locked: then no entry can be called unchanged. */
      readonly secret: Secret | null;
    }
  | {
      readonly do: 'remove';
      readonly registry: string;
      /** Whether an entry that logs in as this user is somebody's who stays logged in. */
      readonly spares: (username: string | null) => boolean;
    }
  | {
      /** Puts back what a recorded change replaced. */
      readonly do: 'restore';
      readonly entries: readonly RecordedEntry[];
    };

/** What has to be done in a credential helper, because the file hands the key to it. */
export interface HelperTask {
  readonly helper: string;
  /** The server names to look under; the first one is the key that the tools use. */
  readonly servers: readonly string[];
  readonly change: Change;
}

/** What changes mean for one target, worked out from its content alone. */
export interface Decision {
  /** What happens in the file itself. */
  readonly changes: readonly PlannedChange[];
  readonly edits: readonly Edit[];
  readonly helperTasks: readonly HelperTask[];
  /** Which helpers the file is to name. */
  readonly settings: readonly HelperSetting[];
  /** How many entries of the file stay as they are. */
  readonly untouched: number;
}

export type Decided = Omit<Decision, 'untouched' | 'settings'> &
  Partial<Pick<Decision, 'settings'>>;

/** How a change of an entry of the file is shown. */
export function fileChange(
  action: PlannedChange['action'],
  entry: Pick<ContentEntry, 'key'> & Partial<ContentEntry>,
  usernameAfter: string | null,
): PlannedChange {
  return {
    key: shownKey(entry.key),
    action,
    usernameBefore: shownName(entry.username ?? null),
    usernameAfter,
    via: 'file',
    helper: null,
  };
}

/** How it is shown that a file hands a host to a helper, or does not any more. */
export function settingChange(
  action: PlannedChange['action'],
  host: string | null,
  helper: string | null,
): PlannedChange {
  return {
    key: settingKey(host),
    action,
    usernameBefore: null,
    usernameAfter: null,
    via: 'setting',
    helper: helper?.slice(0, 255) ?? null,
  };
}
