import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import { AUTH_FILE_BYTES_MAX } from './codec.ts';
import { isStillThere, openPlace, type Place, type PlaceOptions } from './directory.ts';
import { fileFailure } from './file-failure.ts';
import { lockDirectory } from './lock.ts';
import { type Change, carryOver } from './merge.ts';
import {
  meantKeys,
  pendingRepair,
  release,
  type Settlement,
  settle,
  type Written,
} from './settle.ts';
import { takeSnapshot } from './snapshot.ts';
import { swapIn } from './swap.ts';
import { writeTemporary } from './temporary.ts';

/** What a file is to become, from what it is; null where it is to stay. Called again when a peer was faster. */
export type Patch = (current: Buffer | null) => string | Buffer | null;

export interface UpdateOptions extends PlaceOptions {
  /** By which entries are told apart where another tool writes at the same time. */
  readonly format: TargetFormat;
  /** Gives up before anything is written; once the new file is on its way the update is done. */
  readonly signal?: AbortSignal | undefined;
  /** Takes what a slow login made necessary after `settled`. */
  readonly later?: (what: Settlement) => void;
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
  /** Ends when the file has been looked after for a second; never rejects. */
  readonly settled: Promise<Settlement>;
  /** Waits for no slow login at this file any more. */
  readonly release: () => void;
}

/** So many peers that were faster, one after the other, are not chance. */
const ATTEMPTS_MAX = 100;

const queues = new Map<string, Promise<unknown>>();

/**
 * Replaces a credential file by a patched one so that at every moment it is the old or the new one,
 * whole, and no change of another writer is lost: links are resolved and kept, the new content is
 * durable in a file beside it before it is swapped in, and what the swap displaced is looked at. The
 * mode is 0600, or the narrower one that was there. For a second afterwards, in the background, a tool
 * that had read the file before and writes it after is noticed and our change made again. docker holds
 * what it read for as long as a login takes: its file is watched for a minute, until `release`.
 *
 * @param path absolute
 * @throws what `patch` throws; CANCELLED; FILE_NO_DIRECTORY, FILE_UNSAFE_PARENT, FILE_LINK_LOOP,
 *   FILE_LINK_DANGLING, FILE_NOT_REGULAR, FILE_HARD_LINKED, FILE_FOREIGN_OWNER, FILE_TOO_LARGE,
 *   FILE_NOT_PERMITTED, FILE_READ_ONLY, FILE_NO_SPACE, FILE_IO, FILE_CONTENDED. The file is then the
 *   old or the new one, whole.
 * @see renameat2(2) RENAME_EXCHANGE
 */
export async function updateFile(
  path: string,
  patch: Patch,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { result, written } = await queued(path, () => update(path, patch, options));
  const repair = async (): Promise<Written | null> => {
    const again = { ...options, signal: undefined, makeDirectories: false };
    // What is to be repaired is put back before any patch is applied: there is nothing to add to it.
    return (await queued(path, () => update(path, () => null, again))).written;
  };
  const settled =
    written === null
      ? Promise.resolve({ repairs: 0, problem: null })
      : settle(result.path, options.format, written, repair, options.later ?? (() => {}));
  return { ...result, settled, release: () => release(result.path) };
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

interface Updated {
  readonly result: Omit<UpdateResult, 'settled' | 'release'>;
  readonly written: Written | null;
}

async function update(path: string, patch: Patch, options: UpdateOptions): Promise<Updated> {
  const displaced: Change[] = [];
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const place = await openPlace(path, options);
      try {
        await lockDirectory(place.directory, options.signal);
        const updated = await attemptIn(place, patch, displaced, options);
        if (updated !== null) return updated;
      } finally {
        await place.directory.close();
      }
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
  throw new Failure('FILE_CONTENDED', { path, reason: 'changing' }, { retryable: true });
}

/** @returns null where a peer was faster; what the swap displaced is added to `displaced` */
async function attemptIn(
  { directory, name, path }: Place,
  patch: Patch,
  displaced: Change[],
  { format, signal }: UpdateOptions,
): Promise<Updated | null> {
  const base = await takeSnapshot(directory, name, AUTH_FILE_BYTES_MAX);
  try {
    const before = base?.bytes ?? null;
    const repaired = pendingRepair(path, before, base?.info ?? null);
    const theirs = displaced.map((change) => ({ change, keys: meantKeys(path, change, format) }));
    const after = nextContent(before, patch, repaired, theirs, format);
    if (after === null || before?.equals(after) === true) {
      const result = {
        outcome: 'unchanged',
        path,
        before,
        after: before,
        bestEffort: false,
      } as const;
      return { result, written: null };
    }
    if (signal?.aborted === true) throw new Failure('CANCELLED');
    const temporary = await writeTemporary(directory, after, base);
    const swappedMs = Date.now();
    const swapped = await swapIn({
      directory,
      name,
      temporary: temporary.name,
      next: after,
      base,
      bytesMax: AUTH_FILE_BYTES_MAX,
    });
    if (swapped.outcome === 'again') {
      displaced.push(...swapped.displaced);
      return null;
    }
    await directory.sync();
    // The directory itself may have been moved away: then the file belongs where the path leads now.
    if (!(await isStillThere(directory))) return null;
    const { bestEffort } = swapped;
    const change = { from: before, to: after };
    return {
      result: { outcome: 'written', path, before, after, bestEffort },
      written: { change, displaced, content: after, info: temporary.info, swappedMs },
    };
  } finally {
    await base?.handle.close();
  }
}

/** What is there, repaired, with what peers wrote a moment ago, patched; null where that is what is there. */
function nextContent(
  before: Buffer | null,
  patch: Patch,
  repaired: string | null,
  displaced: readonly { change: Change; keys: ReadonlySet<string> }[],
  format: TargetFormat,
): Buffer | null {
  let current = before;
  let changed = false;
  const apply = (next: string | Buffer | null): void => {
    if (next === null) return;
    current = typeof next === 'string' ? Buffer.from(next, 'utf8') : next;
    changed = true;
  };
  apply(repaired);
  for (const { change, keys } of displaced) apply(carryOver(change, current, format, keys));
  apply(patch(current));
  return changed ? current : null;
}
