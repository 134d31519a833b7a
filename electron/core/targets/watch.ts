import { type FSWatcher, watch as fsWatch, type Stats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, sep } from 'node:path';

/** As many links in a path as Linux follows before it says ELOOP. */
const MAX_LINKS = 40;
/** How often the watches are laid again when directories change while they are being laid. */
const MAX_ROUNDS = 5;
/** Waits for the end of a burst: a write with its temporary file, its swap and its removal is one change. */
const SETTLE_MS = 40;

export interface Watch {
  /** Resolves once every path is watched: a change after that is told. */
  readonly ready: Promise<void>;
  close(): void;
}

/** A directory and the names in it that matter. */
type Points = Map<string, Set<string>>;

/**
 * Tells, without polling, when a file at one of `paths` may have changed: written in place, replaced,
 * removed, created in a directory that does not exist yet, or reached through another symbolic link.
 * Only names on the way to a path wake it, so a busy home directory does not.
 */
export function watchPaths(
  paths: readonly string[],
  onChange: () => void,
  onError: (error: unknown) => void = () => {},
): Watch {
  const watchers = new Map<string, { watcher: FSWatcher; names: Set<string> }>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let laying = Promise.resolve();

  const wake = () => {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      laying = laying
        .then(lay)
        .catch(onError)
        .then(() => {
          if (!closed) onChange();
        });
    }, SETTLE_MS);
    timer.unref();
  };

  const open = (directory: string, names: Set<string>) => {
    const own = basename(directory);
    const watcher = fsWatch(directory, { persistent: false }, (_event, name) => {
      // The directory's own name is what inotify says when it is itself removed or renamed.
      if (name === null || name === own || watchers.get(directory)?.names.has(name)) wake();
    });
    watcher.on('error', (error) => {
      watcher.close();
      watchers.delete(directory);
      onError(error);
      wake();
    });
    watchers.set(directory, { watcher, names });
  };

  /**
   * A directory may be made, or a link turned, between the walk and the watch. So it walks again after
   * the watches are laid, until a walk sees what the one before it saw.
   */
  const lay = async () => {
    let before = '';
    for (let round = 0; round < MAX_ROUNDS && !closed; round++) {
      const points = await walk(paths);
      if (closed) return;
      const now = fingerprintOf(points);
      if (now === before) return;
      before = now;
      for (const [directory, { watcher }] of watchers) {
        // A directory that was removed and made again is another inode under the same name.
        if (!points.has(directory) || round === 0) {
          watcher.close();
          watchers.delete(directory);
        }
      }
      for (const [directory, names] of points) {
        const known = watchers.get(directory);
        if (known !== undefined) known.names = names;
        else {
          try {
            open(directory, names);
          } catch (error) {
            if (!isGone(error)) onError(error);
          }
        }
      }
    }
  };

  laying = lay().catch(onError);
  return {
    ready: laying,
    close() {
      closed = true;
      clearTimeout(timer);
      for (const { watcher } of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

function fingerprintOf(points: Points): string {
  return JSON.stringify(
    [...points].map(([directory, names]) => [directory, [...names].sort()]).sort(),
  );
}

async function walk(paths: readonly string[]): Promise<Points> {
  const points: Points = new Map();
  for (const path of paths) await walkOne(path, points);
  return points;
}

/**
 * What has to be watched for one path: the name of every symbolic link on the way, and the last name
 * that is looked up, which is the file or the first component that is missing.
 */
async function walkOne(path: string, points: Points): Promise<void> {
  const { root } = parse(path);
  let directory = root;
  let rest = split(path.slice(root.length));
  let links = 0;
  while (true) {
    const [name, ...below] = rest;
    if (name === undefined) return;
    if (name === '..') {
      directory = dirname(directory);
      rest = below;
      continue;
    }
    const here = join(directory, name);
    const stats = await lstat(here).catch(() => null);
    if (stats === null || !stats.isDirectory()) add(points, directory, name);
    if (stats?.isSymbolicLink() && ++links <= MAX_LINKS) {
      const target = await readlink(here).catch(() => null);
      if (target === null) return;
      if (isAbsolute(target)) directory = parse(target).root;
      rest = [...split(target), ...below];
      continue;
    }
    if (!continues(stats, below)) return;
    directory = here;
    rest = below;
  }
}

function continues(stats: Stats | null, below: readonly string[]): boolean {
  return stats?.isDirectory() === true && below.length > 0;
}

function split(path: string): string[] {
  return path.split(sep).filter((name) => name !== '' && name !== '.');
}

function add(points: Points, directory: string, name: string): void {
  const names = points.get(directory);
  if (names === undefined) points.set(directory, new Set([name]));
  else names.add(name);
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
