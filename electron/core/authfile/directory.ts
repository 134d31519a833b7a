import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { errnoOf, fileFailure } from './file-failure.ts';

/** A directory that is open: what is done by its descriptor cannot be led elsewhere by a rename. */
export interface Directory {
  /** Its path without links, at the time it was opened. */
  readonly path: string;
  /** The descriptor, for calls that take one; -1 on Windows. */
  readonly fd: number;
  /** A path for one of its entries that goes through the descriptor where the platform can. */
  entry(name: string): string;
  /** Makes its entries durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Where a file really is, behind links. */
export interface Place {
  readonly directory: Directory;
  readonly name: string;
  /** The file itself, without links. */
  readonly path: string;
}

export interface PlaceOptions {
  /** The directory that has to be there and be ours; what is missing below it is made, 0700. */
  readonly base?: string | null;
  /** Whether a link that leads to no file may be followed, and the file made there. */
  readonly followDangling?: boolean;
  /** Whether missing directories are made; else they are FILE_NO_DIRECTORY. */
  readonly makeDirectories?: boolean;
}

/** Linux' `O_PATH`, which Node does not name: a descriptor for walking, without reading. */
const O_PATH = 0o10000000;
const LINKS_MAX = 40;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

const euid = process.geteuid?.() ?? -1;

/** Why somebody but root and us can exchange what is in a directory; null where nobody can. */
function distrust({ uid, mode }: Stats): string | null {
  if (uid !== 0 && uid !== euid) return 'foreign-owner';
  return (mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0 ? null : 'world-writable';
}

function assertTrusted(info: Stats, path: string): void {
  const reason = distrust(info);
  if (reason !== null) throw new Failure('FILE_UNSAFE_PARENT', { path, reason });
}

function assertOwn(info: Stats, path: string): void {
  if (euid === -1) return;
  assertTrusted(info, path);
  if (info.uid !== euid) {
    throw new Failure('FILE_UNSAFE_PARENT', { path, reason: 'foreign-owner' });
  }
}

/**
 * Finds the file behind a path and opens its directory, following links that root or we own, never
 * through a directory that others may exchange. Each step is taken from the descriptor of the step
 * before, so that nothing can be put in the way between the check and the write.
 * @throws FILE_NO_DIRECTORY, FILE_UNSAFE_PARENT, FILE_LINK_LOOP, FILE_LINK_DANGLING, FILE_FOREIGN_OWNER
 */
export async function openPlace(path: string, options: PlaceOptions = {}): Promise<Place> {
  if (!isAbsolute(path)) throw new Failure('FILE_NO_DIRECTORY', { path, reason: 'relative' });
  if (options.base != null) await assertBase(options.base, path);
  return process.platform === 'linux' ? new Walk(path, options).run() : openPortably(path, options);
}

/** Opens a directory that is there, by the same rules. @throws FILE_NO_DIRECTORY, FILE_UNSAFE_PARENT */
export async function openDirectory(path: string): Promise<Directory> {
  const place = await openPlace(join(path, '.entry'), { makeDirectories: false });
  return place.directory;
}

/** The runtime directory belongs to a login session: without one, or in another user's, say so. */
async function assertBase(base: string, path: string): Promise<void> {
  let info: Stats;
  try {
    info = await stat(base);
  } catch (error) {
    const reason = errnoOf(error) === 'EACCES' ? 'not-permitted' : 'missing';
    throw new Failure('FILE_NO_DIRECTORY', { path, reason }, { cause: error });
  }
  if (!info.isDirectory()) throw new Failure('FILE_NO_DIRECTORY', { path, reason: 'missing' });
  if (euid !== -1 && info.uid !== euid) {
    throw new Failure('FILE_NO_DIRECTORY', { path, reason: 'foreign-owner' });
  }
}

class Walk {
  readonly #asked: string;
  readonly #options: PlaceOptions;
  #pending: string[];
  #handle: FileHandle | null = null;
  #path = '/';
  #links = 0;
  /** Set once the file itself was found to be a link. */
  #behindLink = false;

  constructor(path: string, options: PlaceOptions) {
    this.#asked = path;
    this.#options = options;
    this.#pending = parts(path);
  }

  async run(): Promise<Place> {
    try {
      await this.#moveTo('/', '/');
      for (;;) {
        const name = this.#pending.shift();
        if (name === undefined) throw new Failure('FILE_NOT_REGULAR', { path: this.#asked });
        const last = this.#pending.length === 0;
        if (name === '..') await this.#moveTo(this.#at('..'), dirname(this.#path));
        else if (await this.#step(name, last)) return await this.#arrive(name);
      }
    } catch (error) {
      throw fileFailure(error, this.#asked);
    } finally {
      await this.#handle?.close();
    }
  }

  /** One component further; true where it is the file itself, there or not. */
  async #step(name: string, last: boolean): Promise<boolean> {
    const info = await this.#look(name);
    if (info?.isSymbolicLink() === true) {
      await this.#follow(name, info, last);
      return false;
    }
    if (last) {
      if (info === null && this.#behindLink && this.#options.followDangling !== true) {
        throw new Failure('FILE_LINK_DANGLING', { path: this.#asked });
      }
      return true;
    }
    const path = join(this.#path, name);
    if (info === null) await this.#make(name, path);
    await this.#moveTo(this.#at(name), path);
    return false;
  }

  async #look(name: string): Promise<Stats | null> {
    try {
      return await lstat(this.#at(name));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async #follow(name: string, info: Stats, last: boolean): Promise<void> {
    if (info.uid !== 0 && info.uid !== euid) {
      throw new Failure('FILE_FOREIGN_OWNER', { path: join(this.#path, name), reason: 'link' });
    }
    this.#links += 1;
    if (this.#links > LINKS_MAX) throw new Failure('FILE_LINK_LOOP', { path: this.#asked });
    const target = await readlink(this.#at(name));
    if (last) this.#behindLink = true;
    this.#pending.unshift(...parts(target));
    if (isAbsolute(target)) await this.#moveTo('/', '/');
  }

  /** Makes a missing directory, below the base only and never behind a link that leads nowhere. */
  async #make(name: string, path: string): Promise<void> {
    if (this.#behindLink) throw new Failure('FILE_LINK_DANGLING', { path: this.#asked });
    if (this.#options.makeDirectories === false) {
      throw new Failure('FILE_NO_DIRECTORY', { path });
    }
    await mkdir(this.#at(name), { mode: 0o700 }).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw fileFailure(error, path);
    });
  }

  async #moveTo(from: string, path: string): Promise<void> {
    const flags = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const next = await open(from, flags);
    await this.#handle?.close();
    this.#handle = next;
    this.#path = path;
    assertTrusted(await next.stat(), path);
  }

  #at(name: string): string {
    return `/proc/self/fd/${this.#handle?.fd ?? -1}/${name}`;
  }

  async #arrive(name: string): Promise<Place> {
    const handle = await open(this.#at('.'), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      assertOwn(await handle.stat(), this.#path);
    } catch (error) {
      await handle.close();
      throw error;
    }
    const directory: Directory = {
      path: this.#path,
      fd: handle.fd,
      entry: (entryName) => `/proc/self/fd/${handle.fd}/${entryName}`,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
    return { directory, name, path: join(this.#path, name) };
  }
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** Without descriptors to walk by: links are resolved first, then checked. */
async function openPortably(path: string, options: PlaceOptions): Promise<Place> {
  try {
    if (options.makeDirectories !== false) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    }
    const file = await resolveLinks(path, options.followDangling === true);
    const parent = await realpath(dirname(file));
    assertOwn(await stat(parent), parent);
    const handle = process.platform === 'win32' ? null : await open(parent, constants.O_RDONLY);
    const directory: Directory = {
      path: parent,
      fd: handle?.fd ?? -1,
      entry: (name) => join(parent, name),
      sync: async () => handle?.sync(),
      close: async () => handle?.close(),
    };
    return { directory, name: basename(file), path: join(parent, basename(file)) };
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function resolveLinks(path: string, followDangling: boolean): Promise<string> {
  let file = path;
  for (let links = 0; links <= LINKS_MAX; links += 1) {
    const info = await lstat(file).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (info === null) {
      if (links > 0 && !followDangling) throw new Failure('FILE_LINK_DANGLING', { path });
      return file;
    }
    if (!info.isSymbolicLink()) return file;
    file = resolve(dirname(file), await readlink(file));
  }
  throw new Failure('FILE_LINK_LOOP', { path });
}

/** Whether a path still leads to the directory that is open; where it cannot be said, it does. */
export async function isStillThere(directory: Directory): Promise<boolean> {
  if (directory.fd === -1) return true;
  try {
    const here = await stat(directory.entry('.'), { bigint: true });
    const there = await stat(directory.path, { bigint: true });
    return there.dev === here.dev && there.ino === here.ino;
  } catch (error) {
    return errnoOf(error) !== 'ENOENT';
  }
}
