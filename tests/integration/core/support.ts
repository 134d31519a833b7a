import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Core, createCore } from '../../../electron/core/core.ts';
import type { DesktopSide } from '../../../electron/core/desktop-side.ts';
import type { Host } from '../../../electron/core/host.ts';
import { createLog } from '../../../electron/core/log.ts';
import { Secret } from '../../../electron/core/secret.ts';
import type { CoreOptions } from '../../../electron/core/services.ts';
import type { StoreName } from '../../../electron/core/storage.ts';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import type { EventName } from '../../../shared/channels.ts';
import type { CallInput } from '../../../shared/contract.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { EventPayload } from '../../../shared/events.ts';
import type { LoginDraft } from '../../../shared/login.ts';
import type { RunEvent } from '../../../shared/run.ts';
import type { ToolEnv } from '../../support/tools.ts';

/** A document store that a second core can be started on, as after a restart. */
export function createStorage(data?: unknown) {
  let text = data === undefined ? undefined : JSON.stringify(data);
  let copy: string | undefined;
  const aside: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    read: (): unknown => (text === undefined ? undefined : JSON.parse(text)),
    write: (next: unknown) => {
      text = JSON.stringify(next);
      copy = text;
      for (const resolve of waiting.splice(0)) resolve();
    },
    text: () => text ?? '',
    setAside: () => {
      if (text !== undefined) aside.push(text);
      text = undefined;
    },
    copiedAt: () => (copy === undefined ? null : '2026-01-02T03:04:05.000Z'),
    restoreCopy: () => {
      if (text !== undefined) aside.push(text);
      text = copy;
    },
    /** As if something else had written it. */
    damage: (left: unknown) => {
      text = JSON.stringify(left);
    },
    aside,
    /** Resolves at the next write. */
    written: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
}

/** A user's home and runtime directory that nothing else uses. */
export interface Machine {
  readonly home: string;
  readonly runtime: string;
  readonly env: ToolEnv;
  readonly host: Host;
  /** The files that are written to by default. */
  readonly authJson: string;
  readonly configJson: string;
  put(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function createMachine(env: Record<string, string> = {}): Promise<Machine> {
  const root = await mkdtemp(join(tmpdir(), 'pullkeeper-core-'));
  const home = join(root, 'home');
  const runtime = join(root, 'run');
  await mkdir(home, { mode: 0o700 });
  await mkdir(runtime, { mode: 0o700 });
  const full = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    LANG: 'C.UTF-8',
    ...env,
  };
  return {
    home,
    runtime,
    env: full,
    host: { env: full, home, uid: process.getuid?.() ?? -1, platform: 'linux' },
    authJson: join(runtime, 'containers', 'auth.json'),
    configJson: join(home, '.docker', 'config.json'),
    put: async (path, text) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
    },
    // What a core left to do behind its end may still come to lie there.
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** A desktop on which nobody chooses anything, and the user agrees to what is asked. */
const NO_DESKTOP: DesktopSide = {
  chooseFile: async () => null,
  saveScript: async () => null,
  resolveProxy: async () => 'DIRECT',
  saveText: async () => null,
  copyText: async () => {},
  saveAs: async () => null,
  copySecret: async () => {},
  agree: async () => true,
  protectWindow: () => {},
  clearCopied: async () => {},
  openSignIn: async () => {},
};

export interface TestCore extends Core {
  readonly events: { readonly name: EventName; readonly payload: unknown }[];
  readonly runEvents: () => RunEvent[];
  readonly index: ReturnType<typeof createStorage>;
  readonly consents: ReturnType<typeof createStorage>;
  readonly placements: ReturnType<typeof createStorage>;
  readonly ownFiles: ReturnType<typeof createStorage>;
  /** For a core that stands for a process that was killed: nothing more of it is waited for. */
  readonly abandon: () => Promise<void>;
  /** Everything that was logged. */
  readonly logged: () => Promise<string>;
  /** Resolves when an event of that name is sent after this call. */
  readonly next: <N extends EventName>(
    name: N,
    fits?: (payload: EventPayload<N>) => boolean,
  ) => Promise<EventPayload<N>>;
  /** Waits until something that the events tell about is so. */
  readonly until: <T>(look: () => Promise<T | undefined>) => Promise<T>;
}

export function startCore(
  machine: Machine,
  options: Partial<Omit<CoreOptions, 'desktop'>> & {
    /** What the user chooses; nothing where it is not said. */
    desktop?: Partial<DesktopSide>;
    index?: ReturnType<typeof createStorage>;
    consents?: ReturnType<typeof createStorage>;
    placements?: ReturnType<typeof createStorage>;
    ownFiles?: ReturnType<typeof createStorage>;
    sessions?: ReturnType<typeof createStorage>;
    vault?: Vault;
  } = {},
): TestCore {
  const {
    index = createStorage(),
    consents = createStorage(),
    placements = createStorage(),
    ownFiles = createStorage(),
    sessions = createStorage(),
    vault,
    desktop,
    ...rest
  } = options;
  const named: Partial<Record<StoreName, ReturnType<typeof createStorage>>> = {
    index,
    'realm-consents': consents,
    placements,
    'own-files': ownFiles,
    sessions,
  };
  const storage = (name: StoreName) => named[name] ?? createStorage();
  const events: TestCore['events'] = [];
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const log = createLog({ directory: join(machine.home, 'logs') });
  const core = createCore({
    host: machine.host,
    openVault: () => vault ?? createMemoryVault(),
    vaultBackend: vault?.backend === 'keychain' ? 'keychain' : 'memory',
    storage,
    dataDirectory: machine.home,
    passphraseWorker: join(machine.home, 'no-worker'),
    importWorker: join(machine.home, 'no-worker'),
    desktop: { ...NO_DESKTOP, ...desktop },
    log,
    emit: (name, payload) => {
      events.push({ name, payload });
      for (const listener of [...listeners]) listener(name, payload);
    },
    ...rest,
  });
  const next: TestCore['next'] = (name, fits = () => true) =>
    new Promise((resolve) => {
      const listener = (told: EventName, payload: unknown) => {
        const typed = payload as EventPayload<typeof name>;
        if (told !== name || !fits(typed)) return;
        listeners.delete(listener);
        resolve(typed);
      };
      listeners.add(listener);
    });
  return {
    ...core,
    close: async () => {
      await core.close();
      await log.close();
    },
    abandon: () => log.close(),
    events,
    index,
    consents,
    placements,
    ownFiles,
    runEvents: () =>
      events.filter(({ name }) => name === 'run').map(({ payload }) => payload as RunEvent),
    logged: async () => {
      await log.flush();
      return readFile(join(machine.home, 'logs', 'pullkeeper.log'), 'utf8').catch(() => '');
    },
    next,
    until: async (look) => {
      while (true) {
        const changed = next('credentials.changed');
        const seen = await look();
        if (seen !== undefined) return seen;
        await changed;
      }
    },
  };
}

export const BOTH = ['runtime', 'docker'];

/** What a user types to log in to the demo registry. */
export function draftFor(registry: string, change: Partial<LoginDraft> = {}): LoginDraft {
  return {
    registry,
    plainHttp: true,
    kind: 'service-account',
    username: DEMO_ACCOUNT.username,
    secret: DEMO_ACCOUNT.password,
    label: '',
    ...change,
  };
}

/** Logs in and writes, without a look at the plan. */
export async function login(
  core: Core,
  registry: string,
  change: Partial<LoginDraft> = {},
  targetIds: string[] = BOTH,
) {
  const input: CallInput<'login.start'> = {
    runId: randomUUID(),
    draft: draftFor(registry, change),
    commit: { targetIds },
  };
  const outcome = await core.calls['login.start'](input);
  if (outcome.committed === null) throw new Error(`not committed: ${outcome.check.reason}`);
  return outcome.committed;
}

export function auth(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

/** A store that outlives the core, as a keychain does: its secrets are still there at the next start. */
export function createLastingVault(): Vault {
  return { ...createMemoryVault(), backend: 'keychain', close: () => {} };
}

/** Puts a credential into store and index, as an earlier login would have. */
export async function keep(
  vault: Vault,
  index: ReturnType<typeof createStorage>,
  registry: string,
  targets: string[] = [],
): Promise<string> {
  const id = randomUUID();
  const now = new Date().toISOString();
  await vault.set(id, new Secret(DEMO_ACCOUNT.password));
  new CredentialIndex(index).commitSave(
    {
      id,
      registry,
      plainHttp: true,
      username: DEMO_ACCOUNT.username,
      kind: 'service-account',
      label: '',
      createdAt: now,
      updatedAt: now,
      lastCheck: null,
      targets,
    },
    vault.backend,
  );
  return id;
}
