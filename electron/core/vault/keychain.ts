import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { VaultState, VaultStatus } from '../../../shared/vault.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import type { Vault, VaultCallOptions } from './vault.ts';
import {
  type KeychainLimits,
  type WorkerDone,
  type WorkerHandle,
  WorkerLine,
} from './worker-line.ts';
import type { WorkerCommand } from './worker-protocol.ts';

/** Where the store's id is remembered: it is no secret, and it is what "not found" is measured by. */
export interface StoreIdentity {
  read(): string | null;
  write(id: string): void;
}

export const KEYCHAIN_LIMITS: KeychainLimits = {
  callMs: 5_000,
  promptMs: 120_000,
  // It is a quarter of what the app takes in memory, and back in a tenth of a second.
  idleMs: 1_000,
};

export interface KeychainOptions {
  readonly spawn: () => WorkerHandle;
  readonly identity: StoreIdentity;
  readonly onStatus?: ((status: VaultStatus) => void) | undefined;
  readonly limits?: Partial<KeychainLimits> | undefined;
}

const STATES: Partial<Record<ErrorCode, VaultState>> = {
  STORE_LOCKED: 'locked',
  STORE_CANCELLED: 'cancelled',
  STORE_UNREACHABLE: 'unavailable',
  STORE_TIMED_OUT: 'timed-out',
  STORE_CRASHED: 'unknown',
  STORE_BACKEND_CHANGED: 'backend-changed',
  STORE_READBACK_MISMATCH: 'unknown',
};
/** Text of at least one character, none of them NUL (where C would end it) or half a surrogate pair. */
const FITS_A_KEYCHAIN = /^[^\0\p{Surrogate}]+$/u;

/** The OS keychain, through a worker process that may hang or die without taking the app along. */
export function createKeychainVault(options: KeychainOptions): Vault {
  return new WorkerVault(options);
}

class WorkerVault implements Vault {
  readonly backend = 'keychain';
  readonly #options: KeychainOptions;
  readonly #line: WorkerLine;
  #queue: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #status: VaultStatus = { backend: 'keychain', backendName: '', state: 'unknown', detail: null };

  constructor(options: KeychainOptions) {
    this.#options = options;
    this.#line = new WorkerLine(options.spawn, { ...KEYCHAIN_LIMITS, ...options.limits });
  }

  async status(options: VaultCallOptions = {}): Promise<VaultStatus> {
    // Who asks now would wait for the prompt to be answered.
    if (this.#status.state === 'prompting') return this.#status;
    return this.#ask({ op: 'inspect' }, { signal: options.signal });
  }

  unlock(options: VaultCallOptions = {}): Promise<VaultStatus> {
    return this.#ask({ op: 'unlock' }, { onPrompt: () => {}, ...options });
  }

  lock(options: VaultCallOptions = {}): Promise<VaultStatus> {
    return this.#ask({ op: 'lock' }, options);
  }

  adopt(options: VaultCallOptions = {}): Promise<VaultStatus> {
    return this.#ask({ op: 'adopt' }, { onPrompt: () => {}, ...options });
  }

  async get(id: string, options: VaultCallOptions = {}): Promise<Secret | null> {
    const { value } = await this.#call({ op: 'get', account: id }, options);
    if (value === null) return null;
    return new Secret(String(value));
  }

  async set(id: string, secret: Secret, options: VaultCallOptions = {}): Promise<void> {
    const text = secret.reveal();
    if (!FITS_A_KEYCHAIN.test(text)) throw new Failure('SECRET_INVALID');
    await this.#call({ op: 'set', account: id, secret: text }, options);
  }

  async setAll(
    secrets: ReadonlyMap<string, Secret>,
    options: VaultCallOptions = {},
  ): Promise<void> {
    for (const [id, secret] of secrets) await this.set(id, secret, options);
  }

  async delete(id: string, options: VaultCallOptions = {}): Promise<boolean> {
    const { value } = await this.#call({ op: 'delete', account: id }, options);
    return value === true;
  }

  warm(): void {
    this.status().catch(() => {});
  }

  close(): void {
    this.#line.end();
  }

  async #ask(command: WorkerCommand, options: VaultCallOptions): Promise<VaultStatus> {
    try {
      await this.#call(command, options);
    } catch (cause) {
      if (!(cause instanceof Failure) || STATES[cause.code] === undefined) throw cause;
    }
    return this.#status;
  }

  /** Waits for its turn, then runs one request. */
  #call(command: WorkerCommand, options: VaultCallOptions): Promise<WorkerDone> {
    const { signal } = options;
    const turn = this.#queue.then(() => {
      if (signal?.aborted) throw new Failure('CANCELLED');
      return this.#run(command, options);
    });
    this.#queue = turn.catch(() => {});
    if (signal === undefined) return turn;
    // A call that still waits for its turn ends at once too.
    return new Promise((resolve, reject) => {
      const abort = () => reject(new Failure('CANCELLED'));
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
      turn.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  async #run(command: WorkerCommand, options: VaultCallOptions): Promise<WorkerDone> {
    const { identity } = this.#options;
    const { signal, onPrompt } = options;
    const looking = command.op === 'inspect';
    const expectedStore = looking ? this.#storeIfKnown() : identity.read();
    const request = {
      ...command,
      id: ++this.#lastId,
      expectedStore,
      newStore: randomUUID(),
      mayPrompt: onPrompt !== undefined,
    };
    try {
      const done = await this.#line.ask(request, {
        signal,
        onPrompt: (limitMs) => {
          this.#setState('prompting');
          onPrompt?.(limitMs);
        },
        onBackend: (backendName) => {
          this.#status = { ...this.#status, backendName };
        },
      });
      if (!looking && done.storeId !== null && done.storeId !== expectedStore) {
        identity.write(done.storeId);
      }
      this.#setState('ok');
      return done;
    } catch (cause) {
      const state = cause instanceof Failure ? STATES[cause.code] : undefined;
      if (cause instanceof Failure && state !== undefined) {
        this.#setState(state, cause.context.reason);
      } else if (this.#status.state === 'prompting') {
        this.#setState('unknown');
      }
      throw cause;
    }
  }

  /** Looking at the store is possible while the index is not readable. */
  #storeIfKnown(): string | null {
    try {
      return this.#options.identity.read();
    } catch {
      return null;
    }
  }

  #setState(state: VaultState, detail: string | null = null): void {
    const before = this.#status;
    this.#status = { ...before, state, detail };
    if (before.state !== state || before.detail !== detail) {
      this.#options.onStatus?.(this.#status);
    }
  }
}
