import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFailure } from '../authfile/file-failure.ts';
import { Failure } from '../failure.ts';

/**
 * A place that the user chose in a dialog, which has asked about a file that was there. What comes there
 * later was not agreed to.
 */
export interface ChosenPlace {
  readonly path: string;
  /** A file that the user agreed to replace. */
  readonly replaces: { readonly dev: number; readonly ino: number } | null;
}

/**
 * Looks at what the user agreed to replace, right after the dialog.
 * @throws FILE_NOT_REGULAR for a link or anything else that is no file; FILE_*
 */
export async function chosenPlace(path: string): Promise<ChosenPlace> {
  return { path, replaces: await existing(path) };
}

/**
 * Writes an export where the user chose, 0600: whole or not at all, and in the place of nothing but the
 * file that the user agreed to replace.
 * @throws FILE_NOT_REGULAR, FILE_CONTENDED where something else is there by now; FILE_*
 */
export async function saveExport({ path, replaces }: ChosenPlace, text: string): Promise<void> {
  const temporary = join(dirname(path), `.pullkeeper-${randomBytes(8).toString('hex')}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  try {
    const handle = await open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600);
    try {
      // The umask takes bits away; it adds none.
      await handle.chmod(0o600);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await put(temporary, path, replaces);
  } catch (error) {
    throw error instanceof Failure ? error : fileFailure(error, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function put(temporary: string, path: string, replaces: ChosenPlace['replaces']) {
  if (replaces === null) {
    await reserve(path);
  } else {
    const found = await existing(path);
    if (found?.ino !== replaces.ino || found.dev !== replaces.dev) {
      throw new Failure('FILE_CONTENDED', { path });
    }
  }
  await rename(temporary, path);
}

/** Takes the name where nobody has it. A link would do without the empty file, but not on every file system. */
async function reserve(path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Failure('FILE_CONTENDED', { path });
  }
}

async function existing(path: string): Promise<ChosenPlace['replaces']> {
  try {
    const found = await lstat(path);
    if (!found.isFile())
      throw new Failure('FILE_NOT_REGULAR', {
        path,
        reason: found.isSymbolicLink() ? 'link' : 'kind',
      });
    return { dev: found.dev, ino: found.ino };
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileFailure(error, path);
  }
}
