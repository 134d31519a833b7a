import { constants, type Stats } from 'node:fs';
import { lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AUTH_FILE_BYTES_MAX, type AuthDocument, parseAuthFile } from '../authfile/codec.ts';
import { errnoOf, fileFailure } from '../authfile/file-failure.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';

/** One place as it was found. Holds the file's secrets: it lives as long as an examination. */
export interface Look {
  readonly location: Location;
  /** What the path itself says where it is a symbolic link. */
  readonly link: string | null;
  /** The file behind links; null where there is none. */
  readonly file: { readonly path: string; readonly info: Stats } | null;
  /** The directory that holds the file, or would; null where there is none. */
  readonly directory: { readonly path: string; readonly info: Stats } | null;
  readonly document: AuthDocument | null;
  /** Why there is a file and no document. */
  readonly problem: Failure | null;
}

/** Never rejects for what is wrong with the place. */
export async function look(location: Location): Promise<Look> {
  const { path } = location;
  const link = await readlink(path).catch(() => null);
  const real = await realpath(path).catch(() => null);
  const directoryPath = await realpath(dirname(real ?? path)).catch(() => null);
  const directory = await seen(directoryPath);
  if (real === null) {
    const problem = await whyNotThere(path);
    return { location, link, file: null, directory, document: null, problem };
  }
  const file = await seen(real);
  const { document, problem } = await read(location, real);
  return { location, link, file, directory, document, problem };
}

async function seen(path: string | null) {
  if (path === null) return null;
  const info = await stat(path).catch(() => null);
  return info === null ? null : { path, info };
}

async function whyNotThere(path: string): Promise<Failure | null> {
  try {
    await lstat(path);
    await stat(path);
    return null;
  } catch (error) {
    const errno = errnoOf(error);
    return errno === 'ENOENT' || errno === 'ENOTDIR' ? null : asFailure(error, path);
  }
}

async function read(
  { path, format }: Location,
  real: string,
): Promise<Pick<Look, 'document' | 'problem'>> {
  try {
    // Opening a device may do something, and a FIFO waits for its other end.
    if (!(await stat(real)).isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
      if (info.size > AUTH_FILE_BYTES_MAX) throw new Failure('FILE_TOO_LARGE', { path });
      return { document: parseAuthFile(await handle.readFile(), format, path), problem: null };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { document: null, problem: asFailure(error, path) };
  }
}

function asFailure(error: unknown, path: string): Failure {
  const failure = fileFailure(error, path);
  return failure instanceof Failure ? failure : new Failure('FILE_IO', { path }, { cause: error });
}
