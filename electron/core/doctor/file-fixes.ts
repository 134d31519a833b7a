import { constants, type Stats } from 'node:fs';
import { lstat, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Directory, openDirectory, openPlace } from '../authfile/directory.ts';
import { errnoOf, fileFailure } from '../authfile/file-failure.ts';
import { temporaryName } from '../authfile/temporary.ts';
import { Failure } from '../failure.ts';
import type { ModeFix } from './diagnosis.ts';

/** Which file it has to be still. */
interface Identity {
  readonly dev: number;
  readonly ino: number;
}

/**
 * Takes the rights of others from a file or directory, by its descriptor: only if it is still the one
 * that was seen, has not been given to somebody else and is as wide as it was.
 * @throws PLAN_STALE; FILE_UNSAFE_PARENT, FILE_NOT_PERMITTED, FILE_READ_ONLY, FILE_IO
 */
export async function tightenMode({ change, subject, dev, ino }: ModeFix): Promise<void> {
  const { path, before, after } = change;
  // The directory itself may be open to others; the one that it is in must not be.
  const { directory, name } = await openPlace(path, { makeDirectories: false });
  try {
    const kind = subject === 'directory' ? constants.O_DIRECTORY : constants.O_NONBLOCK;
    const handle = await open(
      directory.entry(name),
      constants.O_RDONLY | constants.O_NOFOLLOW | kind,
    );
    try {
      const info = await handle.stat();
      const isKind = subject === 'directory' ? info.isDirectory() : info.isFile();
      if (!isKind || !isSame(info, { dev, ino }) || (info.mode & 0o7777) !== parseInt(before, 8))
        throw stale(path);
      await handle.chmod(parseInt(after, 8));
      await handle.sync().catch(() => undefined);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw errnoOf(error) === 'ELOOP' || errnoOf(error) === 'ENOENT'
      ? stale(path)
      : fileFailure(error, path);
  } finally {
    await directory.close();
  }
}

/**
 * Removes a left-over file, and no other one that has come under its name: it is first given a name that
 * nobody else uses, then looked at. A kill in between leaves a temporary file of ours, which is swept.
 * @throws PLAN_STALE; FILE_UNSAFE_PARENT, FILE_NOT_PERMITTED, FILE_READ_ONLY, FILE_IO
 */
export async function removeLeftover(path: string, identity: Identity): Promise<void> {
  const directory = await openDirectory(dirname(path));
  try {
    await removeIn(directory, basename(path), path, identity);
    await directory.sync();
  } catch (error) {
    throw errnoOf(error) === 'ENOENT' ? stale(path) : fileFailure(error, path);
  } finally {
    await directory.close();
  }
}

async function removeIn(
  directory: Directory,
  name: string,
  path: string,
  identity: Identity,
): Promise<void> {
  const here = directory.entry(name);
  if (!isLeftover(await lstat(here), identity)) throw stale(path);
  const aside = directory.entry(temporaryName());
  await rename(here, aside);
  if (!isLeftover(await lstat(aside), identity)) {
    await rename(aside, here);
    throw stale(path);
  }
  await unlink(aside);
}

function isLeftover(info: Stats, identity: Identity): boolean {
  return info.isFile() && isSame(info, identity);
}

function isSame(info: Stats, { dev, ino }: Identity): boolean {
  const euid = process.geteuid?.() ?? info.uid;
  return info.dev === dev && info.ino === ino && info.uid === euid;
}

function stale(path: string): Failure {
  return new Failure('PLAN_STALE', { path }, { retryable: true });
}
