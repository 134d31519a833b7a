import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { Directory } from './directory.ts';
import { errnoOf } from './file-failure.ts';
import { loadSyscalls } from './syscalls.ts';

/** Long enough for many writers of ours in a row, each of which takes a few milliseconds. */
const LIMIT_MS = 10_000;

/**
 * Keeps other processes of ours out of a directory until it is closed: the kernel holds the lock on
 * the open directory itself, so that no lock file lies beside the user's files and none is left when
 * we are killed. Other tools know nothing of it. Where the file system has no locks (some network
 * ones), the swap alone has to do.
 * @throws FILE_CONTENDED, CANCELLED
 * @see flock(2)
 */
export async function lockDirectory(directory: Directory, signal?: AbortSignal): Promise<void> {
  const syscalls = directory.fd === -1 ? null : await loadSyscalls();
  if (syscalls === null) return;
  const deadline = performance.now() + LIMIT_MS;
  try {
    // Waiting in the kernel would hold a thread that all file work shares.
    while (!syscalls.tryLock(directory.fd)) {
      if (signal?.aborted === true) throw new Failure('CANCELLED');
      if (performance.now() > deadline) {
        throw new Failure('FILE_CONTENDED', { reason: 'locked' }, { retryable: true });
      }
      await delay(1 + Math.random() * 6);
    }
  } catch (error) {
    if (errnoOf(error) === null || error instanceof Failure) throw error;
  }
}
