import type { z } from 'zod';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';

/**
 * A document that the product can do without. One that is damaged, or a newer version's, counts as empty
 * and is never written over: what is added meanwhile lives as long as the process.
 */
export class OptionalDocument<T> {
  #data: T | null = null;
  #isKept = true;

  constructor(
    private readonly storage: Storage,
    private readonly schema: z.ZodType<T>,
    private readonly empty: T,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  read(): T {
    this.#data ??= this.#load();
    return this.#data;
  }

  write(data: T): void {
    this.read();
    this.#data = data;
    try {
      // The user may have set it aside meanwhile.
      this.#isKept ||= this.storage.read() === undefined;
      if (this.#isKept) this.storage.write(data);
    } catch (error) {
      this.log.warn('document.not-kept', { error });
    }
  }

  #load(): T {
    try {
      const data = this.storage.read();
      return data === undefined ? this.empty : this.schema.parse(data);
    } catch (error) {
      this.#isKept = false;
      this.log.warn('document.unreadable', { error });
      return this.empty;
    }
  }
}
