import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

const GROUP_AND_OTHERS = 0o077;

/** A file of mode 0600 that grows by appending and is set aside when it gets too large: `name`, `name.1`, ... */
export class RotatingFile {
  readonly #path: string;
  #handle: FileHandle | null = null;
  #size = 0;

  constructor(
    private readonly options: {
      readonly directory: string;
      readonly name: string;
      readonly maxBytes: number;
      /** How many files are kept, the current one included; at least 2. */
      readonly files: number;
    },
  ) {
    this.#path = join(options.directory, options.name);
  }

  /** One call at a time. A failed one leaves the file to be opened anew by the next. */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      let handle = this.#handle ?? (await this.#open());
      if (this.#size > 0 && this.#size + bytes.length > this.options.maxBytes) {
        await this.#setAside();
        handle = await this.#open();
      }
      await handle.writeFile(bytes);
      this.#size += bytes.length;
    } catch (cause) {
      await this.close().catch(() => {});
      throw cause;
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async #open(): Promise<FileHandle> {
    await mkdir(this.options.directory, { recursive: true, mode: 0o700 });
    const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;
    const handle = await open(this.#path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    this.#handle = handle;
    const { size, mode } = await handle.stat();
    if ((mode & GROUP_AND_OTHERS) !== 0) await handle.chmod(0o600);
    this.#size = size;
    return handle;
  }

  async #setAside(): Promise<void> {
    await this.close();
    for (let older = this.options.files - 1; older > 0; older -= 1) {
      const from = older === 1 ? this.#path : `${this.#path}.${older - 1}`;
      await rename(from, `${this.#path}.${older}`).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOENT') throw cause;
      });
    }
  }
}
