import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AUTH_FILE_BYTES_MAX } from '../authfile/codec.ts';
import type { Host } from '../host.ts';
import { type Diagnosis, diagnose } from './diagnosis.ts';
import type { Look } from './look.ts';

/** A tool holds its temporary file for milliseconds; one that is older than this was left behind. */
const LEFT_BEHIND_MS = 60_000;
const LEFTOVERS_MAX = 100;

/**
 * The temporary files that a killed tool left beside a credential file, with what the file held:
 * `config.json<digits>` of docker, `.tmp-auth.json<digits>` of podman, skopeo and buildah.
 * @see docker/cli cli/config/configfile/file.go `Save`, containers/storage pkg/ioutils/fswriters.go
 */
export async function diagnoseLeftovers(
  { location, directory, file }: Look,
  host: Host,
): Promise<Diagnosis[]> {
  if (directory === null) return [];
  const base = basename(file?.path ?? location.path);
  const names = await readdir(directory.path).catch(() => []);
  const left = names.filter((name) => isLeftoverOf(name, base)).slice(0, LEFTOVERS_MAX);
  const found = await Promise.all(
    left.map(async (name) => {
      const path = join(directory.path, name);
      const info = await lstat(path).catch(() => null);
      if (info?.isFile() !== true || Date.now() - info.mtimeMs < LEFT_BEHIND_MS) return null;
      const holds = await contentOf(path, info);
      return diagnose(location, {
        code: 'leftover-temporary',
        severity: holds === 'nothing' ? 'notice' : 'warning',
        path,
        evidence: { reason: holds },
        modifiedMs: Math.floor(info.mtimeMs),
        fix: info.uid === host.uid ? { kind: 'remove-file', dev: info.dev, ino: info.ino } : null,
      });
    }),
  );
  return found.filter((diagnosis) => diagnosis !== null);
}

function isLeftoverOf(name: string, base: string): boolean {
  const rest = [`.tmp-${base}`, base].find((prefix) => name.startsWith(prefix));
  return rest !== undefined && /^\d+$/.test(name.slice(rest.length));
}

/** Whether there are credentials in a file that need not be whole. */
async function contentOf(
  path: string,
  { size }: Stats,
): Promise<'credentials' | 'nothing' | 'unreadable'> {
  if (size === 0) return 'nothing';
  if (size > AUTH_FILE_BYTES_MAX) return 'unreadable';
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const text = await handle.readFile('utf8');
      return /"(?:auth|password|identitytoken)"\s*:\s*"[^"]/i.test(text)
        ? 'credentials'
        : 'nothing';
    } finally {
      await handle.close();
    }
  } catch {
    return 'unreadable';
  }
}
