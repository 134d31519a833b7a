import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditEntry, auditEntry } from '../../../shared/audit.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import type { Log } from '../log.ts';
import { RotatingFile } from '../rotating-file.ts';

const NAME = 'audit.jsonl';
const FILES = 4;

/**
 * What was done, by whom, to what and how it ended: one JSON object a line, 0600, appended and set aside
 * when it is large. Nothing is ever changed in it, and no secret gets near it.
 */
export class AuditLog {
  readonly #file: RotatingFile;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: {
      /** Absolute; made with mode 0700. */
      readonly directory: string;
      readonly log: Pick<Log, 'error'>;
    },
  ) {
    const { directory } = options;
    this.#file = new RotatingFile({ directory, name: NAME, maxBytes: 1_000_000, files: FILES });
  }

  /** Goes on in the background: what was done is done, whether it can be written down or not. */
  add(entry: AuditEntry): void {
    this.#last = this.#last
      .then(() => this.#file.append(`${JSON.stringify(entry)}\n`))
      .catch((error: unknown) => this.options.log.error('audit.not-written', { error }));
  }

  /** The newest first. A line that is none of ours is left out. @throws FILE_* */
  async list(query: string, limit: number): Promise<AuditEntry[]> {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const found: AuditEntry[] = [];
    for (const line of (await this.#lines()).reverse()) {
      if (!words.every((word) => line.toLowerCase().includes(word))) continue;
      const entry = entryOf(line);
      if (entry !== null) found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  /** All that is there, the oldest first. @throws FILE_* */
  async text(): Promise<string> {
    return (await this.#lines()).map((line) => `${line}\n`).join('');
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
  }

  async #lines(): Promise<string[]> {
    await this.#last;
    const path = join(this.options.directory, NAME);
    const paths = Array.from({ length: FILES }, (_, at) => (at === 0 ? path : `${path}.${at}`));
    const texts = await Promise.all(paths.reverse().map(textOf));
    return texts.join('').split('\n').filter(Boolean);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw fileFailure(error, path);
  }
}

function entryOf(line: string): AuditEntry | null {
  try {
    return auditEntry.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
