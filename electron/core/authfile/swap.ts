import { link, lstat, readFile, rename } from 'node:fs/promises';
import type { Directory } from './directory.ts';
import { errnoOf } from './file-failure.ts';
import type { Change } from './merge.ts';
import { readDisplaced, type Snapshot } from './snapshot.ts';
import { loadSyscalls, type Syscalls } from './syscalls.ts';
import { removeTemporary } from './temporary.ts';

/**
 * - `done`: the new file is in place, and what it displaced is what had been read
 * - `again`: the file was not what had been read, and is in place as its writer left it; `displaced` is
 *   what peers changed that was out of its place for a moment, so that another may have missed it
 */
export type SwapResult =
  | { readonly outcome: 'done'; readonly bestEffort: boolean }
  | { readonly outcome: 'again'; readonly displaced: readonly Change[] };

export interface Swap {
  readonly directory: Directory;
  readonly name: string;
  readonly temporary: string;
  /** What the temporary file holds. */
  readonly next: Buffer;
  readonly base: Snapshot | null;
  readonly bytesMax: number;
}

const AGAIN: SwapResult = { outcome: 'again', displaced: [] };
/** The file system, or the kernel, does not swap. */
const UNSUPPORTED: ReadonlySet<string | null> = new Set([
  'EINVAL',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
]);

/**
 * Puts a temporary file in the place of what had been read, and only of that. The temporary name is
 * free afterwards, whatever happens.
 */
export async function swapIn(swap: Swap): Promise<SwapResult> {
  const { directory, temporary } = swap;
  try {
    const syscalls = directory.fd === -1 ? null : await loadSyscalls();
    return swap.base === null
      ? await placeNew(swap, syscalls)
      : await placeOver(swap, swap.base, syscalls);
  } finally {
    await removeTemporary(directory, temporary);
  }
}

async function placeNew(swap: Swap, syscalls: Syscalls | null): Promise<SwapResult> {
  const { directory, name, temporary } = swap;
  try {
    if (syscalls !== null) {
      try {
        syscalls.renameNoReplace(directory.fd, temporary, name);
        return { outcome: 'done', bestEffort: false };
      } catch (error) {
        if (!UNSUPPORTED.has(errnoOf(error))) throw error;
      }
    }
    // A second name for a file is never made over another file either.
    await link(directory.entry(temporary), directory.entry(name));
    return { outcome: 'done', bestEffort: false };
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return AGAIN;
    throw error;
  }
}

async function placeOver(
  swap: Swap,
  base: Snapshot,
  syscalls: Syscalls | null,
): Promise<SwapResult> {
  if (syscalls === null) return compareAndRename(swap, base);
  const { directory, name, temporary } = swap;
  try {
    syscalls.exchange(directory.fd, temporary, name);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT') return AGAIN;
    if (UNSUPPORTED.has(errno)) return compareAndRename(swap, base);
    throw error;
  }
  return verify(swap, base, syscalls);
}

/**
 * Looks at what the swap has displaced. What a peer wrote in the meantime goes back at once; a peer
 * that writes even between these two calls is the newest, so that its file stays, and the one before
 * is carried over.
 */
function verify(swap: Swap, base: Snapshot, syscalls: Syscalls): SwapResult {
  const { directory, name, temporary, bytesMax } = swap;
  const exchange = (): void => syscalls.exchange(directory.fd, temporary, name);
  const displaced: Change[] = [];
  let inPlace = swap.next;
  let held: Buffer;
  try {
    held = readDisplaced(directory, temporary, bytesMax);
  } catch (error) {
    exchange();
    throw error;
  }
  if (held.equals(base.bytes)) return { outcome: 'done', bestEffort: false };
  for (;;) {
    displaced.push({ from: base.bytes, to: held });
    try {
      exchange();
    } catch (error) {
      // The peer has removed the file since.
      if (errnoOf(error) === 'ENOENT') return { outcome: 'again', displaced };
      throw error;
    }
    const out = readDisplaced(directory, temporary, bytesMax);
    if (out.equals(inPlace)) return { outcome: 'again', displaced };
    inPlace = held;
    held = out;
  }
}

/** For file systems that do not swap: a peer that writes between the look and the rename is lost. */
async function compareAndRename(swap: Swap, base: Snapshot): Promise<SwapResult> {
  const { directory, name, temporary } = swap;
  try {
    const path = directory.entry(name);
    const info = await lstat(path);
    if (info.ino !== base.info.ino || info.dev !== base.info.dev) return AGAIN;
    if (!(await readFile(path)).equals(base.bytes)) return AGAIN;
    await rename(directory.entry(temporary), path);
    return { outcome: 'done', bestEffort: true };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return AGAIN;
    throw error;
  }
}
