import { Failure } from '../failure.ts';
import { AUTH_FILE_BYTES_MAX } from './codec.ts';
import { isStillThere, openPlace, type Place, type PlaceOptions } from './directory.ts';
import { fileFailure } from './file-failure.ts';
import { lockDirectory } from './lock.ts';
import { takeSnapshot } from './snapshot.ts';
import { type Displaced, swapIn } from './swap.ts';
import { writeTemporary } from './temporary.ts';

/** What a file is to become, from what it is; null where it is to stay. Called again when a peer was faster. */
export type Patch = (current: Buffer | null) => string | Buffer | null;

/** Brings what a peer changed from `base` to `theirs` into `current`; null where that changes nothing. */
export type CarryOver = (
  base: Buffer | null,
  theirs: Buffer,
  current: Buffer,
) => string | Buffer | null;

export interface UpdateOptions extends PlaceOptions {
  /** Gives up before anything is written; once the new file is on its way the update is done. */
  readonly signal?: AbortSignal;
  /** Without it, of two peers that write within the same microseconds the earlier one is lost. */
  readonly carryOver?: CarryOver;
}

/** What an update did. */
export interface UpdateResult {
  readonly outcome: 'written' | 'unchanged';
  /** The file itself, behind links. */
  readonly path: string;
  /** What it replaced; null where there was no file. */
  readonly before: Buffer | null;
  /** What is in the file now. */
  readonly after: Buffer | null;
  /** The file system does not swap: a tool that wrote in the same instant may have lost its change. */
  readonly bestEffort: boolean;
}

/** So many peers that were faster, one after the other, are not chance. */
const ATTEMPTS_MAX = 100;

const queues = new Map<string, Promise<unknown>>();

/**
 * Replaces a file by a patched one so that at every moment it is the old or the new one, whole, and no
 * change of another writer is lost: links are resolved and kept, the new content is durable in a file
 * beside it before it is swapped in, and what the swap displaced is looked at. The mode is 0600, or
 * the narrower one that was there.
 *
 * @param path absolute
 * @throws what `patch` throws; CANCELLED; FILE_NO_DIRECTORY, FILE_UNSAFE_PARENT, FILE_LINK_LOOP,
 *   FILE_LINK_DANGLING, FILE_NOT_REGULAR, FILE_HARD_LINKED, FILE_FOREIGN_OWNER, FILE_TOO_LARGE,
 *   FILE_NOT_PERMITTED, FILE_READ_ONLY, FILE_NO_SPACE, FILE_IO, FILE_CONTENDED. The file is then as it was.
 * @see renameat2(2) RENAME_EXCHANGE
 */
export async function updateFile(
  path: string,
  patch: Patch,
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  return queued(path, () => update(path, patch, options));
}

/** One at a time for each path in this process; what waits costs nothing. */
async function queued<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const result = before.then(work, work);
  const tail = result.catch(() => undefined);
  queues.set(path, tail);
  try {
    return await result;
  } finally {
    if (queues.get(path) === tail) queues.delete(path);
  }
}

type Attempt =
  | { readonly done: UpdateResult }
  | { readonly done: null; readonly displaced: readonly Displaced[] };

async function update(path: string, patch: Patch, options: UpdateOptions): Promise<UpdateResult> {
  const carried: Displaced[] = [];
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const place = await openPlace(path, options);
      try {
        await lockDirectory(place.directory, options.signal);
        const result = await attemptIn(place, patch, carried, options);
        if (result.done !== null) return result.done;
        carried.push(...result.displaced);
      } finally {
        await place.directory.close();
      }
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
  throw new Failure('FILE_CONTENDED', { path, reason: 'changing' }, { retryable: true });
}

async function attemptIn(
  place: Place,
  patch: Patch,
  carried: readonly Displaced[],
  options: UpdateOptions,
): Promise<Attempt> {
  const { directory, name, path } = place;
  const base = await takeSnapshot(directory, name, AUTH_FILE_BYTES_MAX);
  try {
    const before = base?.bytes ?? null;
    const next = nextContent(before, patch, carried, options.carryOver);
    if (next === null || (before !== null && next.equals(before))) {
      return { done: { outcome: 'unchanged', path, before, after: before, bestEffort: false } };
    }
    if (options.signal?.aborted === true) throw new Failure('CANCELLED');
    const temporary = await writeTemporary(directory, next, base?.info ?? null);
    const swap = { directory, name, temporary, next, base, bytesMax: AUTH_FILE_BYTES_MAX };
    const result = await swapIn(swap);
    if (result.outcome === 'again') return { done: null, displaced: result.displaced };
    await directory.sync();
    // The directory itself may have been moved away: then the file belongs where the path leads now.
    if (!(await isStillThere(directory))) return { done: null, displaced: [] };
    const { bestEffort } = result;
    return { done: { outcome: 'written', path, before, after: next, bestEffort } };
  } finally {
    await base?.handle.close();
  }
}

function nextContent(
  before: Buffer | null,
  patch: Patch,
  carried: readonly Displaced[],
  carryOver: CarryOver | undefined,
): Buffer | null {
  let current = before;
  let changed = false;
  if (carryOver !== undefined) {
    for (const { base, theirs } of carried) {
      const merged = current === null ? theirs : carryOver(base, theirs, current);
      if (merged === null) continue;
      current = toBuffer(merged);
      changed = true;
    }
  }
  const patched = patch(current);
  if (patched !== null) return toBuffer(patched);
  return changed ? current : null;
}

function toBuffer(content: string | Buffer): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}
