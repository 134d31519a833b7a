import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { WriterAnswer, WriterOrder } from './authfile-orders.ts';
import { bundle } from './bundle.ts';

/** A process of its own that writes credential files. */
export interface Writer {
  readonly pid: number;
  /** Gives an order and takes the answer to it; null where the process ended without one. */
  order(order: WriterOrder): Promise<WriterAnswer | null>;
  /** The next answer; null when the process has ended. */
  answer(): Promise<WriterAnswer | null>;
  kill(): Promise<void>;
}

let bundled: Promise<string> | null = null;

/**
 * Starts a writer.
 * @param startedBy what its command line is appended to (`unshare`, `strace`, `runuser`)
 */
export async function startWriter(startedBy: readonly string[] = []): Promise<Writer> {
  bundled ??= bundle('tests/support/authfile-writer.ts');
  const command = [...startedBy, process.execPath, await bundled];
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  return new WriterProcess(child);
}

class WriterProcess implements Writer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #exited: Promise<unknown>;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#exited = once(child, 'exit');
    child.stdin.on('error', () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  order(order: WriterOrder): Promise<WriterAnswer | null> {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    return this.answer();
  }

  async answer(): Promise<WriterAnswer | null> {
    const { done, value } = await this.#lines.next();
    return done === true ? null : (JSON.parse(value) as WriterAnswer);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
