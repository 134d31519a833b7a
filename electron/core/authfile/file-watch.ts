import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface FileWatch {
  /** Acts as if the file had changed. */
  look(): void;
  close(): void;
}

/**
 * Tells of changes of one file, or of the name that it has, for a while. Costs nothing until it changes,
 * and keeps no process alive.
 * @param options.changed never called before it has ended; must not reject
 * @param options.ended the time is up, or the directory cannot be watched any more; not after `close`
 * @returns null where the directory cannot be watched
 */
export function watchFile(
  path: string,
  options: {
    readonly forMs: number;
    readonly changed: () => Promise<void>;
    readonly ended: () => void;
  },
): FileWatch | null {
  let isClosed = false;
  let looking: Promise<void> | null = null;
  let again = false;

  const look = () => {
    if (isClosed) return;
    again = looking !== null;
    looking ??= options.changed().then(() => {
      looking = null;
      if (again) look();
    });
  };
  let watcher: ReturnType<typeof watch>;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) look();
    });
  } catch {
    // The system has no watch left: it is an extra that is gone.
    return null;
  }
  const close = () => {
    isClosed = true;
    clearTimeout(timer);
    watcher.close();
  };
  const end = () => {
    if (isClosed) return;
    close();
    options.ended();
  };
  watcher.on('error', end);
  const timer = setTimeout(end, options.forMs);
  timer.unref();
  return { look, close };
}
