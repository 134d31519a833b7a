import type { TargetFormat } from '../../../shared/target.ts';
import { type AuthDocument, parseAuthFile, writableLayout } from './codec.ts';
import { foldName } from './layout.ts';
import { addition, applySplices, changeMembers } from './splice.ts';
import { styleOf } from './style.ts';

/** Which helper a file hands a host to. */
export interface HelperSetting {
  /** Null for docker's `credsStore`, which is for every host. */
  readonly host: string | null;
  /** Its suffix; null for none. */
  readonly helper: string | null;
}

/** The helpers that a file names, by host; null stands for `credsStore`. */
export function helperSettings(
  document: Pick<AuthDocument, 'credsStore' | 'credHelpers'>,
): ReadonlyMap<string | null, string> {
  const settings = new Map<string | null, string>(document.credHelpers);
  if (document.credsStore !== null) settings.set(null, document.credsStore);
  return settings;
}

/** What differs in the helpers that a file names before and after a change. @throws FILE_MALFORMED */
export function changedHelpers(
  before: Uint8Array | null,
  after: Uint8Array | null,
  format: TargetFormat,
): {
  readonly host: string | null;
  readonly before: string | null;
  readonly after: string | null;
}[] {
  const [then, now] = [before, after].map((bytes) =>
    bytes === null
      ? new Map<string | null, string>()
      : helperSettings(parseAuthFile(bytes, format)),
  );
  const hosts = new Set([...(then?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...hosts]
    .map((host) => ({ host, before: then?.get(host) ?? null, after: now?.get(host) ?? null }))
    .filter((each) => each.before !== each.after);
}

/**
 * Hands a host to a helper, or takes it away from any, and changes nothing else in the file.
 * @param bytes the file as it is; null where there is none
 * @returns the new text; null where the file already says so
 * @throws FILE_MALFORMED, FILE_TOO_LARGE, FILE_READ_ONLY
 */
export function setHelper(
  bytes: Uint8Array | null,
  format: TargetFormat,
  { host, helper }: HelperSetting,
  path?: string,
): string | null {
  const read = writableLayout(bytes ?? EMPTY, format, path);
  const layout = read.root === null ? writableLayout(EMPTY, format, path) : read;
  const { root, text, helperSections } = layout;
  const now = (host === null ? layout.credsStore : layout.credHelpers.get(host)) ?? null;
  if (root === null || now === helper) return null;
  const style = styleOf(read.root === null ? null : layout);
  const value = JSON.stringify(helper);
  if (host === null) {
    const named = root.members.filter(({ key }) => foldName(key) === 'credsstore');
    const added = helper === null ? [] : [{ name: 'credsStore', value }];
    return applySplices(text, changeMembers(text, root, new Set(named), added, style, 0));
  }
  const added = helper === null ? [] : [{ name: host, value }];
  if (helperSections.length === 0) {
    const section = [{ name: 'credHelpers', value: added }];
    return applySplices(text, addition(text, root, section, style, 0));
  }
  const splices = helperSections.flatMap((section, at) => {
    const named = section.members.filter(({ key }) => key === host);
    const isLast = at === helperSections.length - 1;
    return changeMembers(text, section, new Set(named), isLast ? added : [], style, 1);
  });
  return applySplices(text, splices);
}

const EMPTY = Buffer.from('{}');
