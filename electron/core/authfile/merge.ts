import type { TargetFormat } from '../../../shared/target.ts';
import { effectiveEntries, layoutOf } from './codec.ts';
import type { Edit } from './edit-rules.ts';
import { readEntry } from './entry-value.ts';
import { foldName, type Layout } from './layout.ts';
import { spliceEdits } from './splice.ts';

/**
 * Who a file logs in where: key -> what stands for user and secret. Entries that log nobody in are not
 * there. Two files with equal logins say the same, however another tool has laid them out.
 */
type Logins = ReadonlyMap<string, string>;

const NOTHING: Logins = new Map();

function layoutIfAny(bytes: Buffer | null, format: TargetFormat): Layout | null {
  return bytes === null ? null : layoutOf(bytes, format);
}

function loginsOf(layout: Layout | null, format: TargetFormat): Logins {
  if (layout === null) return NOTHING;
  const logins = new Map<string, string>();
  for (const member of effectiveEntries(layout).values()) {
    const { key, username, secret, identityToken, problem } = readEntry(member, format);
    if (problem !== null) continue;
    logins.set(key, JSON.stringify([username, secret?.reveal(), identityToken]));
  }
  return logins;
}

/** The keys that log in somebody else, or nobody any more, or somebody at last. */
function changedKeys(from: Logins, to: Logins): string[] {
  const keys = [...to.keys()].filter((key) => from.get(key) !== to.get(key));
  for (const key of from.keys()) if (!to.has(key)) keys.push(key);
  return keys;
}

/** A change that a file has seen: from one content to another. */
export interface Change {
  readonly from: Buffer | null;
  readonly to: Buffer | null;
}

/** @returns the keys that a change is about, with who they logged in before it */
export function undoneBy(change: Change, format: TargetFormat): Map<string, string | undefined> {
  const from = loginsOf(layoutIfAny(change.from, format), format);
  const to = loginsOf(layoutIfAny(change.to, format), format);
  return new Map(changedKeys(from, to).map((key) => [key, from.get(key)]));
}

/**
 * Makes a change again on another content, for the keys that say there what they said before the
 * change. Entries are carried over as they are written, members of other tools included.
 * @param keys only these
 * @returns null where nothing is to be made
 * @throws FILE_MALFORMED
 */
export function carryOver(
  change: Change,
  current: Buffer | null,
  format: TargetFormat,
  keys?: ReadonlySet<string>,
): string | null {
  const to = layoutIfAny(change.to, format);
  const now = layoutIfAny(current, format);
  const before = loginsOf(layoutIfAny(change.from, format), format);
  const after = loginsOf(to, format);
  const present = loginsOf(now, format);
  const written = to === null ? new Map() : effectiveEntries(to);
  const edits: Edit[] = [];
  for (const key of changedKeys(before, after)) {
    if (keys?.has(key) === false || present.get(key) !== before.get(key)) continue;
    const member = written.get(key);
    if (to === null || member === undefined) edits.push({ key, remove: true });
    else edits.push({ key, restore: to.text.slice(member.valueStart, member.valueEnd) });
  }
  return edits.length === 0 ? null : spliceEdits(now, edits);
}

/**
 * What another tool did to a file that we had written: which of the guarded keys say again what they
 * said before, and whether that was meant.
 */
export interface Verdict {
  readonly reverted: ReadonlySet<string>;
  /** The tool changed something else and wrote what it had read before us; it did not mean our keys. */
  readonly stale: boolean;
  /** What it changed is logins that it added, and nothing else: it may have read the file long before us. */
  readonly isLogin: boolean;
}

/**
 * A logout that is meant removes its key and nothing else, or everything. A tool that had read the
 * file before our write, and wrote it after, undoes ours beside the change that it was about.
 *
 * @param known the last content that was seen to be right
 * @param guarded the keys that we changed, with who they logged in before
 */
export function judge(
  known: Buffer | null,
  now: Buffer | null,
  guarded: ReadonlyMap<string, string | undefined>,
  format: TargetFormat,
): Verdict {
  const nowLayout = layoutIfAny(now, format);
  const knownLayout = layoutIfAny(known, format);
  const present = loginsOf(nowLayout, format);
  const before = loginsOf(knownLayout, format);
  const reverted = new Set<string>();
  for (const [key, from] of guarded) {
    if (present.get(key) === from && before.get(key) !== from) reverted.add(key);
  }
  const others = changedKeys(before, present).filter((key) => !reverted.has(key));
  const emptied = present.size === 0 && others.length > 0;
  const isSet = hasNewSettings(knownLayout, nowLayout);
  return {
    reverted,
    stale: !emptied && (others.length > 0 || isSet),
    isLogin: !isSet && others.length > 0 && others.every((key) => present.has(key)),
  };
}

/** Whether anything beside the entries was set. What is gone proves nothing: tools drop what they do not know. */
function hasNewSettings(known: Layout | null, now: Layout | null): boolean {
  const before = settingsOf(known);
  return [...settingsOf(now)].some(([name, text]) => before.get(name) !== text);
}

function settingsOf(layout: Layout | null): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const member of layout?.root?.members ?? []) {
    const name = foldName(member.key);
    if (name === 'auths') continue;
    const value: unknown = JSON.parse(layout?.text.slice(member.valueStart, member.valueEnd) ?? '');
    settings.set(name, JSON.stringify(value));
  }
  return settings;
}
