import type { Layout, ObjectNode } from './layout.ts';

/** A member to add: its name, and its value as JSON text or as members of an object. */
export interface NewMember {
  readonly name: string;
  readonly value: string | readonly NewMember[];
}

/** How a file is laid out, so that what is added looks like what is there. */
export interface Style {
  /** An object's text; `depth` is the object's own, 0 for the document. */
  object(members: readonly NewMember[], depth: number): string;
  /** A member's text; `depth` is that of its value. */
  member(member: NewMember, depth: number): string;
  /** What stands between the last member of an object and one that is added. */
  separator(text: string, object: ObjectNode): string;
}

const ENTRY_DEPTH = 2;

/** The style of a file; without one, that of podman and docker: tabs, and no newline at the end. */
export function styleOf(layout: Layout | null): Style {
  const first = layout?.root?.members[0];
  if (layout === null || layout.root === null || first === undefined) {
    return makeStyle('\n', '\t', ': ', false);
  }
  const { text } = layout;
  const lead = text.slice(layout.root.open + 1, first.start);
  const colon = text.slice(first.keyEnd, first.valueStart);
  const newline = lead.lastIndexOf('\n');
  if (newline === -1) return makeStyle('', '', colon, true);
  const eol = lead.includes('\r\n') ? '\r\n' : '\n';
  return makeStyle(eol, lead.slice(newline + 1), colon, entriesOnOneLine(layout));
}

/** Whether the entries of a file that has lines stand on one line each. */
function entriesOnOneLine(layout: Layout): boolean {
  const entries = layout.auths.at(-1)?.object?.members ?? [];
  const entry = entries.findLast(({ object }) => object !== null && object.members.length > 0);
  const node = entry?.object ?? null;
  const first = node?.members[0];
  if (node === null || first === undefined) return false;
  return !layout.text.slice(node.open, first.start).includes('\n');
}

function makeStyle(eol: string, unit: string, colon: string, flatEntries: boolean): Style {
  const comma = colon.endsWith(' ') ? ', ' : ',';
  const style: Style = {
    object(members, depth) {
      const texts = members.map((member) => style.member(member, depth + 1));
      if (eol === '' || (flatEntries && depth === ENTRY_DEPTH)) return `{${texts.join(comma)}}`;
      const inner = eol + unit.repeat(depth + 1);
      return `{${inner}${texts.join(`,${inner}`)}${eol}${unit.repeat(depth)}}`;
    },
    member({ name, value }, depth) {
      const text = typeof value === 'string' ? value : style.object(value, depth);
      return JSON.stringify(name) + colon + text;
    },
    separator(text, { open, members }) {
      const last = members.at(-1);
      const before = members.at(-2);
      if (last === undefined) return '';
      if (before !== undefined) return text.slice(before.valueEnd, last.start);
      const lead = text.slice(open + 1, last.start);
      return lead === '' ? comma : `,${lead}`;
    },
  };
  return style;
}
