/** A file of another tool may hold longer names than a message to the page may; longer ones are cut for show. */
export const SHOWN_KEY_MAX = 1024;
const SHOWN_NAME_MAX = 512;
/** More entries of one file than this are not shown. */
export const SHOWN_ENTRIES_MAX = 20_000;

export function shownKey(key: string): string {
  return key.slice(0, SHOWN_KEY_MAX);
}

export function shownName(username: string | null): string | null {
  return username?.slice(0, SHOWN_NAME_MAX) ?? null;
}

/** How the setting of a helper is shown: by its host, or as the member that is for every host. */
export function settingKey(host: string | null): string {
  return host === null ? 'credsStore' : shownKey(host);
}
