import { readFile, stat } from 'node:fs/promises';
import type { Location } from '../authfile/locations.ts';

/**
 * Names the session that a volatile target lives in: the boot, and the directory that the session was
 * given. Null where that directory is not there.
 */
export async function sessionOf({ base }: Pick<Location, 'base'>): Promise<string | null> {
  if (base === null) return null;
  try {
    const { dev, ino, birthtimeMs } = await stat(base);
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return [boot.trim(), dev, ino, Math.trunc(birthtimeMs)].join(':');
  } catch {
    return null;
  }
}
