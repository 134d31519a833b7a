import { z } from 'zod';
import { EXPORT_USES_MAX, type ExportUse, exportUse } from '../../../shared/exporting.ts';
import type { Log } from '../log.ts';
import { OptionalDocument } from '../optional-document.ts';
import type { Storage } from '../storage.ts';

export const exportUses = z.strictObject({ version: z.literal(1), uses: z.array(exportUse) });

/** What was exported where, so that a new secret can name what it breaks. The oldest goes first. */
export class ExportUses {
  readonly #document: OptionalDocument<z.infer<typeof exportUses>>;

  constructor(storage: Storage, log: Pick<Log, 'warn'>) {
    this.#document = new OptionalDocument(storage, exportUses, { version: 1, uses: [] }, log);
  }

  /** The newest first. */
  list(): readonly ExportUse[] {
    return this.#document.read().uses;
  }

  add(uses: readonly ExportUse[]): void {
    this.#keep([...uses, ...this.list()].slice(0, EXPORT_USES_MAX));
  }

  /** The user knows that it is there no more. */
  forget(useId: string): void {
    this.#keep(this.list().filter(({ id }) => id !== useId));
  }

  #keep(uses: ExportUse[]): void {
    this.#document.write({ version: 1, uses });
  }
}
