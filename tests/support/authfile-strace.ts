import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writer } from './authfile-process.ts';

/**
 * Every call by which a write touches the file system. `read` and `write` are not among them: Node's own
 * loop wakes itself by those, and files are read and written at offsets (`pread64`, `pwrite64`).
 */
export const CALLS = [
  'openat',
  'statx',
  'newfstatat',
  'fstat',
  'readlink',
  'mkdir',
  'flock',
  'pread64',
  'pwrite64',
  'fchmod',
  'fchown',
  'fsync',
  'fdatasync',
  'renameat2',
  'rename',
  'link',
  'unlink',
] as const;

export interface SystemCall {
  readonly name: string;
  readonly line: string;
}

/** What happens at one system call in place of it. */
export interface Injection {
  readonly name: string;
  /** The how many-th call of that name, from 1. */
  readonly when: number;
  readonly fault: string;
}

/** Far longer than a write takes under strace. */
const HANG_MS = 60_000;
/** The same where the writer is killed: strace may miss the end of it, and this is waited for. */
const MISSED_MS = 10_000;

/**
 * Traces a running process, all of its threads, while it does something.
 * @throws where strace is missing or may not attach
 */
export async function traced(
  writer: Writer,
  work: () => Promise<unknown>,
  injection: Injection | null = null,
): Promise<SystemCall[]> {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-strace-'));
  const output = join(directory, 'calls');
  const fault =
    injection === null
      ? []
      : ['-e', `inject=${injection.name}:${faultOption(injection.fault)}:when=${injection.when}`];
  const strace = spawn(
    'strace',
    ['-f', '-y', '-o', output, '-e', `trace=${CALLS.join(',')}`, ...fault, '-p', `${writer.pid}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // It ends by itself when the process that it traces does, or should: of a killed one it may miss the end,
  // and keep it from ending.
  const limitMs = injection?.fault === 'KILL' ? MISSED_MS : HANG_MS;
  const ended = once(strace, 'exit');
  const watchdog = setTimeout(() => strace.kill('SIGKILL'), limitMs);
  try {
    await attached(strace);
    await work();
    strace.kill('SIGINT');
    await ended;
    if (strace.signalCode === 'SIGKILL') return [];
    return parse(await readFile(output, 'utf8'));
  } finally {
    clearTimeout(watchdog);
    strace.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
}

function faultOption(fault: string): string {
  return fault === 'KILL' ? 'signal=KILL' : `error=${fault}`;
}

async function attached(strace: ChildProcess): Promise<void> {
  if (strace.stderr === null) throw new Error('strace has no standard error');
  for await (const line of createInterface({ input: strace.stderr })) {
    if (line.includes('attached')) {
      // The rest is drained, so that strace is never kept waiting.
      strace.stderr.resume();
      return;
    }
    throw new Error(`strace: ${line}`);
  }
  throw new Error('strace ended without attaching');
}

/** `<pid> openat(AT_FDCWD</x>, "...") = 17</path>`; a call in two parts counts where it begins. */
function parse(text: string): SystemCall[] {
  const calls: SystemCall[] = [];
  for (const line of text.split('\n')) {
    const match = /^[0-9]+ +([a-z0-9]+)\(/.exec(line);
    if (match?.[1] !== undefined) calls.push({ name: match[1], line });
  }
  return calls;
}
