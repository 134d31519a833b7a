import type { Edit } from './edit-rules.ts';
import { encodeAuth } from './entry-value.ts';
import { type EntryMember, foldName, type Layout, type Member, type ObjectNode } from './layout.ts';
import { type NewMember, type Style, styleOf } from './style.ts';

/** One replacement in the text: what is between the offsets gives way. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Members of an entry that say who logs in; a new `auth` beside an old one of them would lie. */
const CONTRADICTING: ReadonlySet<string> = new Set([
  'username',
  'password',
  'identitytoken',
  'registrytoken',
]);

/**
 * Applies edits to the text of a file that reads and may be written.
 * @returns null where nothing changes
 */
export function spliceEdits(layout: Layout | null, edits: readonly Edit[]): string | null {
  const wanted = new Map<string, Edit>();
  for (const edit of edits) wanted.set(edit.key, edit);
  if (layout === null || layout.root === null) return freshText(layout, wanted);
  const style = styleOf(layout);
  const auths = layout.auths.at(-1);
  if (auths === undefined || auths.object === null) {
    const added = newEntries(wanted.values());
    if (added.length === 0) return null;
    if (auths === undefined) {
      const section = [{ name: 'auths', value: added }];
      return applySplices(layout.text, addition(layout.text, layout.root, section, style, 0));
    }
    const text = style.object(added, 1);
    return applySplices(layout.text, [{ start: auths.valueStart, end: auths.valueEnd, text }]);
  }
  const splices = sectionSplices(layout.text, auths.object, wanted, style);
  return splices.length === 0 ? null : applySplices(layout.text, splices);
}

function freshText(layout: Layout | null, wanted: ReadonlyMap<string, Edit>): string | null {
  const added = newEntries(wanted.values());
  if (added.length === 0) return null;
  const style = styleOf(null);
  const text = style.object([{ name: 'auths', value: added }], 0);
  // A document that is `null` keeps the space around it.
  return layout === null
    ? text
    : layout.text.slice(0, layout.start) + text + layout.text.slice(layout.end);
}

function newEntries(edits: Iterable<Edit>): NewMember[] {
  const added: NewMember[] = [];
  for (const edit of edits) {
    if ('restore' in edit) added.push({ name: edit.key, value: edit.restore });
    if (!('set' in edit)) continue;
    const auth = JSON.stringify(encodeAuth(edit.set.username, edit.set.secret));
    added.push({ name: edit.key, value: [{ name: 'auth', value: auth }] });
  }
  return added;
}

function sectionSplices(
  text: string,
  section: ObjectNode<EntryMember>,
  wanted: ReadonlyMap<string, Edit>,
  style: Style,
): Splice[] {
  const removed = new Set<Member>();
  const last = new Map<string, EntryMember>();
  for (const member of section.members) {
    const edit = wanted.get(member.key);
    if (edit === undefined) continue;
    if ('remove' in edit) removed.add(member);
    else last.set(member.key, member);
  }
  const splices: Splice[] = [];
  const missing: Edit[] = [];
  for (const edit of wanted.values()) {
    if ('remove' in edit) continue;
    const member = last.get(edit.key);
    if (member === undefined) missing.push(edit);
    else if ('restore' in edit) {
      splices.push({ start: member.valueStart, end: member.valueEnd, text: edit.restore });
    } else splices.push(...entrySplices(text, member, edit, style));
  }
  splices.push(...changeMembers(text, section, removed, newEntries(missing), style, 1));
  return splices;
}

/** Replaces who an entry logs in as, and keeps its other members. */
function entrySplices(
  text: string,
  member: EntryMember,
  edit: Extract<Edit, { set: unknown }>,
  style: Style,
): Splice[] {
  const auth = encodeAuth(edit.set.username, edit.set.secret);
  const literal = JSON.stringify(auth);
  const { object } = member;
  if (object === null) {
    const value = style.object([{ name: 'auth', value: literal }], 2);
    return [{ start: member.valueStart, end: member.valueEnd, text: value }];
  }
  const removed = new Set<Member>();
  const named = object.members.filter((field) => foldName(field.key) === 'auth');
  const kept = named.at(-1);
  for (const field of object.members) {
    const name = foldName(field.key);
    if (CONTRADICTING.has(name) || (name === 'auth' && field !== kept)) removed.add(field);
  }
  const added = kept === undefined ? [{ name: 'auth', value: literal }] : [];
  const splices = changeMembers(text, object, removed, added, style, 2);
  if (kept !== undefined && kept.text !== auth) {
    splices.push({ start: kept.valueStart, end: kept.valueEnd, text: literal });
  }
  return splices;
}

/** What takes members out of an object, with the comma that goes with each. */
export function removal(
  layout: Pick<Layout, 'text'>,
  object: ObjectNode,
  removed: ReadonlySet<Member>,
): Splice[] {
  // Nothing is added, so that no style is asked for.
  return changeMembers(layout.text, object, removed, [], styleOf(null), 0);
}

/** Takes members out of an object and adds others at its end. `depth` is that of the object itself. */
export function changeMembers(
  text: string,
  object: ObjectNode,
  removed: ReadonlySet<Member>,
  added: readonly NewMember[],
  style: Style,
  depth: number,
): Splice[] {
  if (removed.size === 0) return addition(text, object, added, style, depth);
  if (removed.size === object.members.length) {
    const whole = added.length === 0 ? '{}' : style.object(added, depth);
    return [{ start: object.open, end: object.close + 1, text: whole }];
  }
  const { members } = object;
  const splices: Splice[] = [];
  let kept: Member | null = null;
  let removedEnd = 0;
  for (const member of members) {
    if (removed.has(member)) {
      removedEnd = member.valueEnd;
      continue;
    }
    // What is removed goes with the comma before it; at the start of the object, with the one behind.
    if (kept === null && removedEnd > 0) {
      splices.push({ start: members[0]?.start ?? 0, end: member.start, text: '' });
    } else if (kept !== null && removedEnd > 0) {
      splices.push({ start: kept.valueEnd, end: removedEnd, text: '' });
    }
    kept = member;
    removedEnd = 0;
  }
  if (kept !== null && removedEnd > 0) {
    splices.push({ start: kept.valueEnd, end: removedEnd, text: '' });
  }
  splices.push(...addition(text, object, added, style, depth));
  return splices;
}

/** Adds members at the end of an object. `depth` is that of the object itself. */
export function addition(
  text: string,
  object: ObjectNode,
  added: readonly NewMember[],
  style: Style,
  depth: number,
): Splice[] {
  if (added.length === 0) return [];
  const last = object.members.at(-1);
  if (last === undefined) {
    return [{ start: object.open, end: object.close + 1, text: style.object(added, depth) }];
  }
  const between = style.separator(text, object);
  const members = added.map((member) => between + style.member(member, depth + 1)).join('');
  return [{ start: last.valueEnd, end: last.valueEnd, text: members }];
}

/** The text with the replacements made; they must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  // Where a removal ends an insertion may start: at one offset the removal comes first.
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const splice of ordered) {
    parts.push(text.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
