import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Written to standard input, which is then closed. */
  readonly input?: string | Buffer;
}

export interface RunResult {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A non-zero exit is a result, not an error. */
export async function run(
  command: string,
  args: readonly string[],
  { env, cwd, input }: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A program that does not read its input may close it first.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
}

/**
 * Runs a program that has to succeed.
 * @throws Error with what it printed, when it exits with anything but 0
 */
export async function runOk(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    throw new Error(`${command} exited with ${result.code}: ${result.stderr}${result.stdout}`);
  }
  return result.stdout;
}

export interface Daemon {
  readonly pid: number;
  readonly process: ChildProcess;
  /** What the ready pattern matched. */
  readonly ready: RegExpMatchArray;
  /** Everything it printed so far, both streams. */
  output(): string;
  /** SIGTERM, then SIGKILL if it is not gone within `graceMs`. Resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a program that keeps running and waits until its output matches `readyWhen`.
 * @throws Error with its output when it exits first
 */
export async function startDaemon(
  command: string,
  args: readonly string[],
  readyWhen: RegExp,
  { env, cwd, input }: RunOptions = {},
): Promise<Daemon> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  let printed = '';
  const exited = once(child, 'exit');
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ready = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const match = printed.match(readyWhen);
      if (match) {
        resolve(match);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${command} exited with ${code ?? signal} before it was ready: ${printed}`)),
    );
  });
  const pid = child.pid;
  if (pid === undefined) {
    throw new Error(`${command} has no process id`);
  }
  return {
    pid,
    process: child,
    ready,
    output: () => printed,
    async stop(graceMs = 5_000) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exited;
        clearTimeout(kill);
      }
    },
  };
}
