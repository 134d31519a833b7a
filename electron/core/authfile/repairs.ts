import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import { effectiveEntries, writableLayout } from './codec.ts';
import { refusedKey } from './edit-rules.ts';
import { foldName, type Layout, type Member, type ObjectNode } from './layout.ts';
import { applySplices, removal, type Splice } from './splice.ts';

/**
 * Moves an entry under another key, where it stands, with all its members. What else was kept under
 * the old key counted for nothing and goes.
 * @returns the new text; null where there is no such entry
 * @throws FILE_MALFORMED, FILE_TOO_LARGE, FILE_READ_ONLY; FILE_KEY_REFUSED for a key that the readers
 *   would not find, or that is taken
 */
export function renameEntry(
  bytes: Uint8Array,
  format: TargetFormat,
  from: string,
  to: string,
  path?: string,
): string | null {
  const layout = writableLayout(bytes, format, path);
  const entries = effectiveEntries(layout);
  const kept = entries.get(from);
  if (kept === undefined || from === to) return null;
  const reason = refusedKey(to, format) ?? (entries.has(to) ? 'taken' : null);
  if (reason !== null) throw new Failure('FILE_KEY_REFUSED', { key: to.slice(0, 1024), reason });
  const splices: Splice[] = [{ start: kept.start, end: kept.keyEnd, text: JSON.stringify(to) }];
  for (const [object, members] of sections(layout)) {
    const stale = members.filter((member) => member !== kept && isOneOf(member, [from, to]));
    splices.push(...removal(layout, object, new Set(stale)));
  }
  return applySplices(layout.text, splices);
}

/**
 * Keeps of several entries of one key the last, which is the one that counts.
 * @returns the new text; null where the key occurs once
 * @throws FILE_MALFORMED, FILE_TOO_LARGE, FILE_READ_ONLY
 */
export function removeShadowedEntries(
  bytes: Uint8Array,
  format: TargetFormat,
  key: string,
  path?: string,
): string | null {
  const layout = writableLayout(bytes, format, path);
  const kept = effectiveEntries(layout).get(key);
  const splices = sections(layout).flatMap(([object, members]) => {
    const stale = members.filter((member) => member !== kept && member.key === key);
    return removal(layout, object, new Set(stale));
  });
  return splices.length === 0 ? null : applySplices(layout.text, splices);
}

/** The text of an entry's value, to be put into another file as it is; null where there is none. */
export function entryText(
  bytes: Uint8Array,
  format: TargetFormat,
  key: string,
  path?: string,
): string | null {
  const layout = writableLayout(bytes, format, path);
  const member = effectiveEntries(layout).get(key);
  return member === undefined ? null : layout.text.slice(member.valueStart, member.valueEnd);
}

/**
 * Takes a credential helper out of `credsStore` and `credHelpers`, and nothing else out of the file. A
 * `credHelpers` that is empty then goes with it.
 * @param helper the suffix, as the file says it
 * @returns the new text; null where the file does not name it
 * @throws FILE_MALFORMED, FILE_TOO_LARGE, FILE_READ_ONLY
 */
export function dropHelper(
  bytes: Uint8Array,
  format: TargetFormat,
  helper: string,
  path?: string,
): string | null {
  const layout = writableLayout(bytes, format, path);
  const { root } = layout;
  if (root === null) return null;
  const gone = new Set<Member>();
  const splices: Splice[] = [];
  for (const member of root.members) {
    const name = foldName(member.key);
    if (name === 'credsstore' && format === 'docker-config') {
      if (parsed(layout, member) === helper) gone.add(member);
    }
    if (name !== 'credhelpers') continue;
    const hosts = layout.helperSections.find(({ open }) => open === member.valueStart);
    const named = hosts?.members.filter((host) => parsed(layout, host) === helper) ?? [];
    if (hosts === undefined || named.length === 0) continue;
    if (named.length === hosts.members.length) gone.add(member);
    else splices.push(...removal(layout, hosts, new Set(named)));
  }
  splices.push(...removal(layout, root, gone));
  return splices.length === 0 ? null : applySplices(layout.text, splices);
}

function sections(layout: Layout): (readonly [ObjectNode, readonly Member[]])[] {
  return layout.auths.flatMap(({ object }) =>
    object === null ? [] : [[object, object.members] as const],
  );
}

function isOneOf({ key }: Member, keys: readonly string[]): boolean {
  return keys.includes(key);
}

function parsed({ text }: Layout, { valueStart, valueEnd }: Member): unknown {
  return JSON.parse(text.slice(valueStart, valueEnd));
}
