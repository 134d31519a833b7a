import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import type { Directory } from './directory.ts';
import { errnoOf } from './file-failure.ts';

/** What a file was when it was read. The open handle keeps its inode from being used again. */
export interface Snapshot {
  readonly bytes: Buffer;
  readonly info: Stats;
  readonly handle: FileHandle;
}

/** Without following a link, and without waiting for the other end of a FIFO. */
const FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function assertUsable(info: Stats, bytesMax: number): void {
  if (!info.isFile()) throw new Failure('FILE_NOT_REGULAR');
  if (info.nlink > 1) throw new Failure('FILE_HARD_LINKED');
  const euid = process.geteuid?.();
  if (euid !== undefined && info.uid !== euid) {
    throw new Failure('FILE_FOREIGN_OWNER', { reason: 'file' });
  }
  if (info.size > bytesMax) throw new Failure('FILE_TOO_LARGE');
}

/**
 * Reads a file that may be replaced; null where there is none.
 * @throws FILE_NOT_REGULAR, FILE_HARD_LINKED, FILE_FOREIGN_OWNER, FILE_TOO_LARGE
 */
export async function takeSnapshot(
  directory: Directory,
  name: string,
  bytesMax: number,
): Promise<Snapshot | null> {
  const path = directory.entry(name);
  let handle: FileHandle;
  try {
    // Opening a device may do something: look before.
    assertUsable(await lstat(path), bytesMax);
    handle = await open(path, FLAGS);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    // Since the place was found, the file has given way to a link.
    if (errnoOf(error) === 'ELOOP') throw new Failure('FILE_CONTENDED', {}, { retryable: true });
    throw error;
  }
  try {
    const info = await handle.stat();
    // A rename in between takes the last link of what was opened: then it is only out of date.
    assertUsable(info, bytesMax);
    return { bytes: await readAll(handle, info.size, bytesMax), info, handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** All of a file, which may have grown since its size was asked for. */
async function readAll(handle: FileHandle, size: number, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(size - length, 0) + 1);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, length);
    if (bytesRead === 0) return Buffer.concat(chunks, length);
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
    if (length > bytesMax) throw new Failure('FILE_TOO_LARGE');
    // Short of what was asked for is the end of a regular file.
    if (bytesRead < chunk.length) return Buffer.concat(chunks, length);
  }
}

/**
 * Reads what a swap has displaced. At once and in one go: until it is known to be what was expected,
 * another tool may be reading a file that lacks what it holds.
 */
export function readDisplaced(directory: Directory, name: string, bytesMax: number): Buffer {
  const path = directory.entry(name);
  if (!lstatSync(path).isFile()) throw new Failure('FILE_NOT_REGULAR');
  const fd = openSync(path, FLAGS);
  try {
    const { size } = fstatSync(fd);
    if (size > bytesMax) throw new Failure('FILE_TOO_LARGE');
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const read = readSync(fd, bytes, length, size - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
