import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SERVICE = 'org.freedesktop.secrets';
/** Opens every keyring that is started here. */
export const PASSWORD = 'test';
const LOGIN = '/org/freedesktop/secrets/collection/login';

/** A session bus of its own with a real gnome-keyring on it, and the ways to hurt both. */
export interface Keyring {
  /** What a client needs to reach it; nothing else of the environment is touched. */
  readonly env: Readonly<{ DBUS_SESSION_BUS_ADDRESS: string }>;
  lock(): Promise<void>;
  /** Unlocks as the session's login does: past the Secret Service, without a prompt. */
  unlock(): Promise<void>;
  isLocked(): Promise<boolean>;
  /**
   * Signals the daemon that owns the Secret Service's name now. After SIGKILL, once the bus has noticed, the
   * next call has D-Bus start another one.
   */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Ends bus, daemon and prompt, and removes their files. */
  stop(): Promise<void>;
}

export interface KeyringOptions {
  /** Default: unlocked. */
  readonly unlocked?: boolean;
  /** Without a login keyring: the service is there, the collection is not. */
  readonly empty?: boolean;
  /** A bus without any Secret Service. */
  readonly service?: boolean;
  /** `DISPLAY` for the prompt, which `answerKeyring` answers; without one a prompt cannot show and fails at once. */
  readonly display?: string;
}

/**
 * Starts a private bus and keyring.
 * @throws when the daemons of Debian's dbus and gnome-keyring packages are missing.
 */
export async function startKeyring(options: KeyringOptions = {}): Promise<Keyring> {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-keyring-'));
  const data = join(directory, 'data');
  const runtime = join(directory, 'runtime');
  await mkdir(data, { mode: 0o700 });
  await mkdir(runtime, { mode: 0o700 });
  const { PATH = '/usr/bin:/bin', HOME = directory } = process.env;
  const base: Record<string, string> = {
    PATH,
    HOME,
    LANG: 'C.UTF-8',
    XDG_DATA_HOME: data,
    XDG_RUNTIME_DIR: runtime,
    ...(options.display === undefined ? {} : { DISPLAY: options.display }),
  };

  const bus = await startBus(directory, base, options.service !== false);
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const daemonEnv = { ...base, ...env };
  let daemon: ChildProcess | null = null;

  const keyring: Keyring = {
    env,
    lock: async () => {
      await send(env, SERVICE, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', [
        `array:objpath:${LOGIN}`,
      ]);
    },
    unlock: async () => {
      await unlockOverControlSocket(join(runtime, 'keyring', 'control'));
    },
    isLocked: async () =>
      (
        await send(env, SERVICE, LOGIN, 'org.freedesktop.DBus.Properties.Get', [
          'string:org.freedesktop.Secret.Collection',
          'string:Locked',
        ])
      ).includes('boolean true'),
    signal: async (signal) => {
      const pid = await ownerPid(env);
      process.kill(pid, signal);
      if (signal !== 'SIGKILL') return;
      await until(async () => (await ownerPid(env).catch(() => null)) !== pid);
    },
    stop: async () => {
      // A stopped process does not hear the bus end.
      daemon?.kill('SIGKILL');
      const owner = await ownerPid(env).catch(() => null);
      if (owner !== null) killIfAlive(owner);
      await end(bus.process);
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };

  try {
    if (options.service !== false && options.empty !== true) {
      daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
        env: daemonEnv,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      daemon.stdin?.end(PASSWORD);
      await until(() => hasOwner(env));
      if (options.unlocked === false) await keyring.lock();
    }
    return keyring;
  } catch (cause) {
    await keyring.stop();
    throw cause;
  }
}

/** The command line that runs a command under a bus and keyring that end with it. */
export function withKeyring(
  command: string,
  args: readonly string[],
  state: 'unlocked' | 'locked' | 'empty' = 'unlocked',
): { command: string; args: string[] } {
  const script = fileURLToPath(new URL('keyring/with-keyring.sh', import.meta.url));
  return {
    command: script,
    args: [...(state === 'unlocked' ? [] : [`--${state}`]), command, ...args],
  };
}

async function startBus(directory: string, env: Record<string, string>, services: boolean) {
  const address = `unix:path=${join(directory, 'bus')}`;
  const config = fileURLToPath(new URL('keyring/bare-bus.conf', import.meta.url));
  const child = spawn(
    'dbus-daemon',
    [
      ...(services ? ['--session'] : [`--config-file=${config}`]),
      '--nofork',
      '--nopidfile',
      '--print-address=1',
      `--address=${address}`,
    ],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'error').then(([cause]) => Promise.reject(cause)),
    once(child, 'exit').then(() => Promise.reject(new Error('dbus-daemon ended'))),
  ])) as [string];
  return { process: child, address: line };
}

async function send(
  env: Record<string, string>,
  destination: string,
  path: string,
  method: string,
  args: readonly string[],
): Promise<string> {
  const { stdout } = await run(
    'dbus-send',
    ['--session', '--print-reply', `--dest=${destination}`, path, method, ...args],
    { env: { ...env, PATH: process.env.PATH ?? '/usr/bin:/bin' } },
  );
  return stdout;
}

const askBus = (env: Record<string, string>, method: string, name: string) =>
  send(env, 'org.freedesktop.DBus', '/org/freedesktop/DBus', `org.freedesktop.DBus.${method}`, [
    `string:${name}`,
  ]);

async function hasOwner(env: Record<string, string>): Promise<boolean> {
  return (await askBus(env, 'NameHasOwner', SERVICE)).includes('boolean true');
}

async function ownerPid(env: Record<string, string>): Promise<number> {
  const reply = await askBus(env, 'GetConnectionUnixProcessID', SERVICE);
  const pid = /uint32 (\d+)/.exec(reply)?.[1];
  if (pid === undefined) throw new Error(`no process owns ${SERVICE}`);
  return Number(pid);
}

/**
 * What gnome-keyring's PAM module says to the daemon at login: a byte that carries the credentials,
 * then length, operation 1 (unlock) and the password, big endian; the answer is length and result.
 */
async function unlockOverControlSocket(path: string): Promise<void> {
  const password = Buffer.from(PASSWORD);
  const packet = Buffer.alloc(1 + 12);
  packet.writeUInt32BE(12 + password.length, 1);
  packet.writeUInt32BE(1, 5);
  packet.writeUInt32BE(password.length, 9);
  const socket = connect(path);
  socket.end(Buffer.concat([packet, password]));
  const answer = Buffer.concat(await socket.toArray());
  if (answer.length !== 8 || answer.readUInt32BE(4) !== 0) throw new Error('unlocking failed');
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** Asks until the answer is yes, for what has no event to wait for. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`it did not come true in ${limitMs / 1000} s`);
    await delay(10);
  }
}
