import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Location } from '../authfile/locations.ts';
import type { Host } from '../host.ts';

/** A file that may hold credentials which no tool reads from there. */
export interface Suspect {
  readonly path: string;
  readonly role: 'copy' | 'left-over' | 'history';
}

/** More files than this in one directory are not looked at. */
const DIRECTORY_MAX = 500;
/** What a download of a credential ends with; a name says nothing else that could be relied on. */
const TEXT = /\.(?:json|ya?ml|txt|conf|cfg|env|sh)$/i;
const HISTORIES = [
  '.bash_history',
  '.zsh_history',
  '.histfile',
  '.local/share/fish/fish_history',
  '.local/share/powershell/PSReadLine/ConsoleHost_history.txt',
];

/** Copies beside the places that tools read, what lies about where downloads go, and histories of shells. */
export async function suspects(host: Host, places: readonly Location[]): Promise<Suspect[]> {
  const found = new Map<string, Suspect>();
  const read = new Set(places.map(({ path }) => path));
  const add = (path: string, role: Suspect['role']) => {
    if (!read.has(path) && !found.has(path)) found.set(path, { path, role });
  };
  for (const { path } of places) {
    const name = basename(path);
    // config.json.bak, config.json~, config.json.1, auth.json.orig ...
    for (const other of await namesIn(dirname(path))) {
      if (other !== name && other.startsWith(name)) add(join(dirname(path), other), 'copy');
    }
  }
  for (const directory of [host.home, join(host.home, 'Desktop'), await downloads(host)]) {
    for (const name of await namesIn(directory)) {
      if (TEXT.test(name)) add(join(directory, name), 'left-over');
    }
  }
  for (const name of HISTORIES) add(join(host.home, name), 'history');
  return [...found.values()];
}

async function namesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .slice(0, DIRECTORY_MAX);
}

/** @see https://www.freedesktop.org/wiki/Software/xdg-user-dirs/ */
async function downloads({ env, home }: Host): Promise<string> {
  const config = env.XDG_CONFIG_HOME ?? join(home, '.config');
  const text = await readFile(join(config, 'user-dirs.dirs'), 'utf8').catch(() => '');
  const chosen = /^XDG_DOWNLOAD_DIR="([^"]+)"/m.exec(text)?.[1]?.replace('$HOME', home);
  return chosen !== undefined && isAbsolute(chosen) ? chosen : join(home, 'Downloads');
}
