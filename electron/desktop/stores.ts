import { constants, copyFileSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { app, ipcMain } from 'electron';
import type ElectronStore from 'electron-store';
import { type StoreName as CoreStoreName, type KeptStorage, unreadable } from '../core/storage.ts';

/** One JSON document of the user data directory, mode 0600, replaced as a whole. */
export interface JsonStore extends KeptStorage {
  readonly path: string;
  /**
   * Undefined when nothing was written yet.
   * @throws Failure see `unreadable`; a damaged file stays as it is
   */
  read(): unknown;
  /**
   * `loadStores` must have been waited for.
   * @throws Failure see `unreadable`; a damaged file stays as it is
   */
  write(data: unknown): void;
}

/** The documents of the core, and those of the desktop alone. */
export type StoreName = CoreStoreName | 'settings' | 'window';

type Document = { data?: unknown };

let loaded: typeof ElectronStore | null = null;

/**
 * Loads what documents are written with. They are read without: electron-store brings a schema
 * validator and more along, 20 ms that the first list would wait for and has no use for.
 */
export async function loadStores(): Promise<void> {
  loaded ??= (await import('electron-store')).default;
}

/**
 * Opens a document of the user data directory. A damaged file is found at the first use, not here,
 * and is looked at again every time: the user may have repaired it meanwhile.
 */
export function openStore(name: StoreName): JsonStore {
  const path = join(app.getPath('userData'), `${name}.json`);
  const copy = `${path}.copy`;
  let opened: ElectronStore<Document> | null = null;

  const setAside = () => {
    opened = null;
    renameSync(path, `${path}.damaged-${new Date().toISOString().replaceAll(':', '')}`);
  };

  function use<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw unreadable(name, { path, reason: reasonOf(error) });
    }
  }

  return {
    path,
    read: () =>
      use(() => {
        const text = textOf(path);
        return text === null ? undefined : parse(text).data;
      }),
    write: (data) =>
      use(() => {
        opened ??= open(name);
        opened.set('data', data);
        // The list cannot be made again from anything else.
        if (name === 'index') keepCopy(path, copy);
      }),
    setAside,
    copiedAt: () => {
      try {
        parse(readFileSync(copy, 'utf8'));
        return statSync(copy).mtime.toISOString();
      } catch {
        return null;
      }
    },
    restoreCopy: () => {
      copyFileSync(copy, `${path}.new`);
      setAside();
      renameSync(`${path}.new`, path);
    },
  };
}

/** As whole as the file itself. Without it the app goes on: it is an extra. */
function keepCopy(path: string, copy: string): void {
  try {
    copyFileSync(path, `${copy}.new`, constants.COPYFILE_FICLONE);
    renameSync(`${copy}.new`, copy);
  } catch {
    // No space, for one.
  }
}

function open(name: StoreName): ElectronStore<Document> {
  if (loaded === null) throw new TypeError(`${name} was written before loadStores`);
  const store = new loaded<Document>({
    name,
    configFileMode: 0o600,
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    deserialize: parse,
  });
  // electron-store opens a channel for pages that use it; ours do not, and no sender is checked there.
  ipcMain.removeAllListeners('electron-store-get-data');
  return store;
}

/** The text of a document; null where nothing was written yet. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Document {
  const value: unknown = JSON.parse(text);
  // Anything else was not written by us: reading it as empty would lose it at the next write.
  if (typeof value !== 'object' || value === null || !('data' in value)) {
    throw new SyntaxError('not a document of this app');
  }
  return value;
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not JSON';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unreadable';
}
