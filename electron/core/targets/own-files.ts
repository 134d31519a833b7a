import { randomUUID } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type TargetId, targetFormat, targetId } from '../../../shared/target.ts';
import { AUTH_FILE_BYTES_MAX } from '../authfile/codec.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import type { Location } from '../authfile/locations.ts';
import { recogniseFormat } from '../authfile/recognise.ts';
import { Failure } from '../failure.ts';
import { type Storage, unreadable } from '../storage.ts';

/** As many as fit into a list of targets beside the tools' own places. */
const FILES_MAX = 40;

const OWN = 'file:';

/** Whether the user added this target to the tools' own places. */
export function isOwnFile(id: TargetId): boolean {
  return id.startsWith(OWN);
}

const ownFile = z.strictObject({
  id: targetId,
  path: z.string().min(1).max(4096),
  format: targetFormat,
});
export const ownFilesDocument = z.strictObject({
  version: z.literal(1),
  files: z.array(ownFile).max(FILES_MAX),
});
type OwnFile = z.infer<typeof ownFile>;

/** The credential files that the user added to the tools' own places. */
export class OwnFiles {
  #files: readonly OwnFile[] | null = null;

  constructor(private readonly storage: Storage) {}

  /** @throws DOCUMENT_UNREADABLE */
  locations(): Location[] {
    return this.#load().map(locationOf);
  }

  /**
   * Adds a file; one that is a target already stays the one it is.
   * @param known the targets that there are
   * @throws FILE_MALFORMED with the place, FILE_TOO_LARGE, FILE_NOT_REGULAR, FILE_NOT_PERMITTED, FILE_IO
   *   and its like, DOCUMENT_UNREADABLE
   */
  async add(path: string, known: readonly Location[]): Promise<TargetId> {
    try {
      const real = await realpath(path);
      for (const { id, path: other } of known) {
        if (other === path || (await realpath(other).catch(() => null)) === real) return id;
      }
      const stats = await stat(path);
      if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
      if (stats.size > AUTH_FILE_BYTES_MAX) throw new Failure('FILE_TOO_LARGE', { path });
      const files = this.#load();
      if (files.length >= FILES_MAX) {
        throw new Failure('FILE_NOT_PERMITTED', { path, reason: 'too-many-files' });
      }
      const format = recogniseFormat(await readFile(path), path);
      const id = `${OWN}${randomUUID()}`;
      this.#save([...files, { id, path, format }]);
      return id;
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  /** @throws TARGET_UNKNOWN for what the user has not added; DOCUMENT_UNREADABLE */
  forget(id: TargetId): void {
    const files = this.#load();
    const left = files.filter((file) => file.id !== id);
    if (left.length === files.length) throw new Failure('TARGET_UNKNOWN', { targetId: id });
    this.#save(left);
  }

  #load(): readonly OwnFile[] {
    if (this.#files !== null) return this.#files;
    const data = this.storage.read();
    if (data === undefined) {
      this.#files = [];
      return this.#files;
    }
    const parsed = ownFilesDocument.safeParse(data);
    if (!parsed.success) throw unreadable('own-files', { reason: 'not a list of files' });
    this.#files = parsed.data.files;
    return this.#files;
  }

  #save(files: readonly OwnFile[]): void {
    this.storage.write({ version: 1, files });
    this.#files = files;
  }
}

function locationOf({ id, path, format }: OwnFile): Location {
  return {
    id,
    format,
    path,
    // No tool looks there by itself.
    readBy: [],
    volatile: false,
    preferred: false,
    readOnly: format === 'legacy-dockercfg',
    needsRoot: false,
    base: null,
  };
}
