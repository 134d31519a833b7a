import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileFailure } from './authfile/file-failure.ts';
import { Failure } from './failure.ts';

/**
 * Reads a file that the user chose, whatever it is.
 * @throws FILE_TOO_LARGE, FILE_NOT_REGULAR, FILE_*
 */
export async function readChosenFile(path: string, maxBytes: number): Promise<Buffer> {
  let handle: FileHandle | null = null;
  try {
    // A pipe that nobody writes to must not be waited for.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', { path, reason: 'kind' });
    if (stats.size > maxBytes) throw new Failure('FILE_TOO_LARGE', { path });
    const buffer = Buffer.alloc(maxBytes);
    const { bytesRead } = await handle.read(buffer, 0, maxBytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw fileFailure(error, path);
  } finally {
    await handle?.close();
  }
}

/**
 * Writes a file where the user wants it. No secret is in it; it is the user's all the same, and nobody
 * else's to read or to change. A link is not followed.
 *
 * @param mode 0o700 for a script, 0o600 for anything else
 * @throws FILE_*
 */
export async function writeChosenFile(
  path: string,
  text: string,
  mode: 0o600 | 0o700,
): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    throw fileFailure(error, path);
  } finally {
    await handle?.close();
  }
}
