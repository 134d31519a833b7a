import { z } from 'zod';
import { EXPORT_USES_MAX, type ExportUse, exportUse } from '../../../shared/exporting.ts';
import type { Storage } from '../storage.ts';

const stored = z.strictObject({ version: z.literal(1), uses: z.array(exportUse) });

/** What was exported where, so that a new secret can name what it breaks. The oldest goes first. */
export class ExportUses {
  #uses: readonly ExportUse[] | undefined;

  constructor(private readonly storage: Storage) {}

  /** The newest first. */
  list(): readonly ExportUse[] {
    if (this.#uses === undefined) {
      const parsed = stored.safeParse(this.storage.read());
      this.#uses = parsed.success ? parsed.data.uses : [];
    }
    return this.#uses;
  }

  add(uses: readonly ExportUse[]): void {
    this.#keep([...uses, ...this.list()].slice(0, EXPORT_USES_MAX));
  }

  /** The user knows that it is there no more. */
  forget(useId: string): void {
    this.#keep(this.list().filter(({ id }) => id !== useId));
  }

  #keep(uses: readonly ExportUse[]): void {
    this.#uses = uses;
    this.storage.write({ version: 1, uses });
  }
}
