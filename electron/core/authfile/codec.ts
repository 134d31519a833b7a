import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import { checkEdit, type Edit } from './edit-rules.ts';
import { decodeText } from './encoding.ts';
import { type AuthEntry, readEntry } from './entry-value.ts';
import { JsonError, placeOf } from './json-scanner.ts';
import { type EntryMember, type Layout, type Oddity, readLayout } from './layout.ts';
import { spliceEdits } from './splice.ts';

export type { AuthEntry, Edit };

/** Something odd in a file that was read all the same; `line` and `column` count from 1. */
export interface AuthFileWarning {
  readonly code: Oddity['code'];
  readonly line: number;
  readonly column: number;
  readonly field: string;
  /** Whether the file can be read only, because a write would lose what is odd. */
  readonly blocksWriting: boolean;
}

/** A credential file as its format's readers understand it. */
export interface AuthDocument {
  readonly format: TargetFormat;
  /** One per key; where a key occurs twice, the last one, as Go decodes it. */
  readonly entries: readonly AuthEntry[];
  /** The helper that holds every host, by its suffix; docker only. */
  readonly credsStore: string | null;
  /** Host -> helper suffix; docker takes an empty one for "in this file". */
  readonly credHelpers: ReadonlyMap<string, string>;
  readonly warnings: readonly AuthFileWarning[];
}

/** Larger files are not credential files; ten thousand entries take about 1.5 MB. */
export const AUTH_FILE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Reads a credential file strictly, as containers/image and docker do, each by its own rules.
 * @param path only named in errors
 * @throws FILE_MALFORMED with line, column, field and reason of the first error; FILE_TOO_LARGE
 * @see https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export function parseAuthFile(
  bytes: Uint8Array,
  format: TargetFormat,
  path?: string,
): AuthDocument {
  const layout = layoutOf(bytes, format, path);
  const entries: AuthEntry[] = [];
  for (const member of effectiveEntries(layout).values()) entries.push(readEntry(member, format));
  return {
    format,
    entries,
    credsStore: layout.credsStore,
    credHelpers: layout.credHelpers,
    warnings: layout.oddities.map(({ code, offset, field, blocksWriting }) => ({
      code,
      ...placeOf(layout.text, offset),
      field,
      blocksWriting,
    })),
  };
}

/**
 * Changes entries in the text of a credential file and nothing else: unknown members, key order,
 * indentation, escapes, the final newline and every other `auth` stay byte for byte. An entry that is
 * replaced keeps the members that do not say who logs in (`email`).
 * @param bytes the file as it is; null where there is none
 * @returns the new text; null where the file already says so
 * @throws FILE_MALFORMED, FILE_TOO_LARGE as parsing does, and where a write would lose something odd;
 *   FILE_READ_ONLY for a format that is only read; FILE_KEY_REFUSED for a key that the file's readers
 *   would not find, or would hand to more hosts than it names; USERNAME_INVALID, SECRET_INVALID
 */
export function patchAuthFile(
  bytes: Uint8Array | null,
  format: TargetFormat,
  edits: readonly Edit[],
  path?: string,
): string | null {
  assertWritten(format, path);
  for (const edit of edits) checkEdit(edit, format);
  return spliceEdits(bytes === null ? null : writableLayout(bytes, format, path), edits);
}

function assertWritten(format: TargetFormat, path: string | undefined): void {
  if (format !== 'legacy-dockercfg') return;
  throw new Failure('FILE_READ_ONLY', { ...where(path), reason: 'legacy-format' });
}

/**
 * Where everything is in a credential file that is to be changed.
 * @throws FILE_MALFORMED also where a write would lose something odd; FILE_TOO_LARGE; FILE_READ_ONLY
 */
export function writableLayout(bytes: Uint8Array, format: TargetFormat, path?: string): Layout {
  assertWritten(format, path);
  const layout = layoutOf(bytes, format, path);
  for (const { blocksWriting, code, offset, field } of layout.oddities) {
    if (blocksWriting) throw malformed(layout.text, code, offset, field, path);
  }
  return layout;
}

/** The entries that count, by key: of several with one key the last, and what a later `null` undid is gone. */
export function effectiveEntries(layout: Layout): ReadonlyMap<string, EntryMember> {
  const entries = new Map<string, EntryMember>();
  for (const auths of layout.auths) {
    if (auths.object === null) entries.clear();
    else for (const member of auths.object.members) entries.set(member.key, member);
  }
  return entries;
}

/**
 * What a file says for each key, as JSON text, byte for byte: what an edit can restore.
 * @param bytes null where there is no file
 * @throws FILE_MALFORMED, FILE_TOO_LARGE
 */
export function entryTexts(
  bytes: Uint8Array | null,
  format: TargetFormat,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (bytes === null) return texts;
  const layout = layoutOf(bytes, format);
  for (const [key, { valueStart, valueEnd }] of effectiveEntries(layout)) {
    texts.set(key, layout.text.slice(valueStart, valueEnd));
  }
  return texts;
}

/** Where everything is in a credential file. @throws FILE_MALFORMED, FILE_TOO_LARGE */
export function layoutOf(bytes: Uint8Array, format: TargetFormat, path?: string): Layout {
  if (bytes.byteLength > AUTH_FILE_BYTES_MAX) throw new Failure('FILE_TOO_LARGE', where(path));
  try {
    return readLayout(decodeText(bytes), format);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    throw malformed(text, error.reason, error.offset, error.field, path);
  }
}

function where(path: string | undefined): { path?: string } {
  return path === undefined ? {} : { path };
}

function malformed(
  text: string,
  reason: string,
  offset: number,
  field: string,
  path: string | undefined,
): Failure {
  return new Failure('FILE_MALFORMED', {
    ...where(path),
    ...placeOf(text, offset),
    ...(field === '' ? {} : { field: field.slice(0, 512) }),
    reason,
  });
}
