import { constants } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFailure } from './authfile/file-failure.ts';

/** What a kill may leave of a write. */
export const TEMPORARY = '.tmp';

/**
 * Replaces a file that is the app's alone, 0600, in a directory of mode 0700 that is made where it is
 * missing: a kill leaves the old file or the new one, whole, and at most a `.tmp` beside it.
 *
 * @param options.previous where the file that is replaced stays reachable; absolute, same directory
 * @throws FILE_*
 */
export async function replacePrivateFile(
  path: string,
  content: Uint8Array | string,
  options: { readonly previous?: string } = {},
): Promise<void> {
  const temporary = path + TEMPORARY;
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (options.previous !== undefined) await keep(path, options.previous);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileFailure(error, path);
  }
}

/** Gives the file a second name, in the place of what had it; there is always one whole file. */
async function keep(path: string, previous: string): Promise<void> {
  const fresh = previous + TEMPORARY;
  await rm(fresh, { force: true });
  try {
    await link(path, fresh);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await rename(fresh, previous);
}
