import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';

/** What a helper wrote to its standard output, and how it ended. */
export interface HelperOutput {
  readonly ok: boolean;
  readonly stdout: string;
}

export interface HelperRun {
  readonly suffix: string;
  readonly verb: 'get' | 'store' | 'erase' | 'list';
  readonly input: string;
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}

/** A listing of thousands of servers is smaller; what is larger is not an answer. */
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;
/** For what is still in the pipe when the helper has ended but a process that it started has not. */
const DRAIN_MS = 500;

/**
 * What helpers need to find their store, and nothing else of ours: the session, GnuPG and pass, the
 * cloud registries' own settings, proxies.
 */
const ENV_NAMES: ReadonlySet<string> = new Set(
  [
    'HOME PATH USER LOGNAME LANG LANGUAGE TZ TMPDIR',
    'XDG_RUNTIME_DIR XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_CURRENT_DESKTOP XDG_SESSION_TYPE',
    'DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY XAUTHORITY',
    'GNUPGHOME GPG_AGENT_INFO GPG_TTY PASSWORD_STORE_DIR PASSWORD_STORE_GPG_OPTS PASSWORD_STORE_KEY',
    'AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE',
    'CLOUDSDK_CONFIG GOOGLE_APPLICATION_CREDENTIALS AZURE_CONFIG_DIR',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy',
    'SystemRoot SystemDrive USERPROFILE USERNAME APPDATA LOCALAPPDATA ProgramData TEMP TMP PATHEXT Path',
  ].flatMap((names) => names.split(' ')),
);

function helperEnv(host: Host): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(host.env)) {
    if (value !== undefined && (ENV_NAMES.has(name) || name.startsWith('LC_'))) env[name] = value;
  }
  return env;
}

/**
 * The program of a helper: the first on PATH, as the tools look for it, but only from directories
 * named absolutely that root or we own and others cannot write to.
 * @returns its absolute path, or null
 */
export async function findHelper(suffix: string, host: Host): Promise<string | null> {
  // It becomes part of a file name.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(suffix)) return null;
  const windows = host.platform === 'win32';
  const file = `docker-credential-${suffix}${windows ? '.exe' : ''}`;
  for (const dir of (host.env.PATH ?? host.env.Path ?? '').split(delimiter)) {
    if (isAbsolute(dir) && (await isTrusted(dir, host))) {
      const path = join(dir, file);
      if (await isProgram(path, windows)) return path;
    }
  }
  return null;
}

async function isTrusted(dir: string, host: Host): Promise<boolean> {
  if (host.platform === 'win32') return true;
  const info = await stat(dir).catch(() => null);
  if (info === null) return false;
  return (info.uid === 0 || info.uid === host.uid) && (info.mode & 0o002) === 0;
}

async function isProgram(path: string, windows: boolean): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, windows ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a helper once. The secret goes in by standard input alone; standard error, which may hold
 * anything, is not read.
 * @throws HELPER_MISSING, HELPER_FAILED (it does not start), HELPER_TIMED_OUT, HELPER_BAD_REPLY, CANCELLED
 */
export async function runHelper(run: HelperRun, host: Host): Promise<HelperOutput> {
  const helper = run.suffix.slice(0, 255);
  const program = await findHelper(run.suffix, host);
  if (program === null) throw new Failure('HELPER_MISSING', { helper });
  if (run.signal?.aborted === true) throw new Failure('CANCELLED');
  const child = spawn(program, [run.verb], {
    env: helperEnv(host),
    cwd: host.home,
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own, so that what the helper starts (gpg) ends with it.
    detached: host.platform !== 'win32',
    windowsHide: true,
  });
  try {
    return await output(child, run, helper);
  } finally {
    kill(child);
  }
}

function output(child: ChildProcess, run: HelperRun, helper: string): Promise<HelperOutput> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timers: NodeJS.Timeout[] = [];
    const finish = (settle: () => void): void => {
      for (const timer of timers) clearTimeout(timer);
      run.signal?.removeEventListener('abort', cancel);
      settle();
    };
    const fail = (failure: Failure): void => finish(() => reject(failure));
    const done = (): void => {
      const stdout = Buffer.concat(chunks).toString('utf8');
      finish(() => resolve({ ok: child.exitCode === 0, stdout }));
    };
    const cancel = (): void => fail(new Failure('CANCELLED'));
    run.signal?.addEventListener('abort', cancel, { once: true });
    const { limitMs } = run;
    timers.push(
      setTimeout(
        () => fail(new Failure('HELPER_TIMED_OUT', { helper, limitMs }, { retryable: true })),
        limitMs,
      ),
    );
    child.once('error', (cause) => fail(new Failure('HELPER_FAILED', { helper }, { cause })));
    child.once('exit', () => timers.push(setTimeout(done, DRAIN_MS)));
    child.once('close', done);
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > OUTPUT_BYTES_MAX) {
        fail(new Failure('HELPER_BAD_REPLY', { helper, reason: 'too-large' }));
      } else chunks.push(chunk);
    });
    // A helper that ends without reading its input has said why by then.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(run.input);
  });
}

function kill(child: ChildProcess): void {
  child.stdout?.destroy();
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended by itself.
  }
}
