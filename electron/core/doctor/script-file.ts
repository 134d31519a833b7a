import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileFailure } from '../authfile/file-failure.ts';

/**
 * Writes a script where the user wants it, 0700. No secret is in it; it is the user's all the same, and
 * nobody else's to change before root runs it. A link is not followed.
 * @throws FILE_*
 */
export async function writeScript(path: string, text: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o700);
    await handle.chmod(0o700);
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    throw fileFailure(error, path);
  } finally {
    await handle?.close();
  }
}
