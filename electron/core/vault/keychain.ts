import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { VaultState, VaultStatus } from '../../../shared/vault.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import type { Vault, VaultCallOptions } from './vault.ts';
import {
  type Fault,
  isWorkerReply,
  type WorkerCommand,
  type WorkerReply,
  type WorkerRequest,
} from './worker-protocol.ts';

/** A keychain worker, however it was started. `kill` must end one that hangs in native code too. */
export interface WorkerHandle {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also after `kill`, and when it could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}

/** Where the store's id is remembered: it is no secret, and it is what "not found" is measured by. */
export interface StoreIdentity {
  read(): string | null;
  write(id: string): void;
}

export interface KeychainLimits {
  /** What one call may take, the worker's start included. */
  readonly callMs: number;
  /** What it may take from the moment a prompt shows. */
  readonly promptMs: number;
  /** How long a worker that has nothing to do is kept. */
  readonly idleMs: number;
}
export const KEYCHAIN_LIMITS: KeychainLimits = {
  callMs: 5_000,
  promptMs: 120_000,
  idleMs: 10_000,
};

export interface KeychainOptions {
  readonly spawn: () => WorkerHandle;
  readonly identity: StoreIdentity;
  readonly onStatus?: ((status: VaultStatus) => void) | undefined;
  readonly limits?: Partial<KeychainLimits> | undefined;
}

export interface KeychainVault extends Vault {
  /**
   * The user says that the store that answers now is the one to use: a new keyring after a reset, another
   * desktop. Secrets of the former one are not in it, and their records stay.
   */
  adopt(options?: VaultCallOptions): Promise<VaultStatus>;
}

const FAULT_CODES: Record<Fault, ErrorCode> = {
  locked: 'STORE_LOCKED',
  'no-collection': 'STORE_UNREACHABLE',
  dismissed: 'STORE_CANCELLED',
  unreachable: 'STORE_UNREACHABLE',
  'other-store': 'STORE_BACKEND_CHANGED',
  mismatch: 'STORE_READBACK_MISMATCH',
};
const STATES: Partial<Record<ErrorCode, VaultState>> = {
  STORE_LOCKED: 'locked',
  STORE_CANCELLED: 'cancelled',
  STORE_UNREACHABLE: 'unavailable',
  STORE_TIMED_OUT: 'timed-out',
  STORE_CRASHED: 'unknown',
  STORE_BACKEND_CHANGED: 'backend-changed',
  STORE_READBACK_MISMATCH: 'unknown',
};
const RETRYABLE: readonly ErrorCode[] = [
  'STORE_LOCKED',
  'STORE_CANCELLED',
  'STORE_UNREACHABLE',
  'STORE_TIMED_OUT',
  'STORE_CRASHED',
];

/** Text of at least one character, none of them NUL (where C would end it) or half a surrogate pair. */
const FITS_A_KEYCHAIN = /^[^\0\p{Surrogate}]+$/u;

/** The OS keychain, through a worker process that may hang or die without taking the app along. */
export function createKeychainVault(options: KeychainOptions): KeychainVault {
  return new WorkerVault(options);
}

type Done = Extract<WorkerReply, { type: 'done' }>;

class WorkerVault implements KeychainVault {
  readonly backend = 'keychain';
  readonly #options: KeychainOptions;
  readonly #limits: KeychainLimits;
  #worker: WorkerHandle | null = null;
  #idle: NodeJS.Timeout | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #status: VaultStatus = { backend: 'keychain', backendName: '', state: 'unknown', detail: null };
  /** Set while a request runs: what its worker's messages and its end are told to. */
  #running: { reply(message: unknown): void; exit(): void } | null = null;

  constructor(options: KeychainOptions) {
    this.#options = options;
    this.#limits = { ...KEYCHAIN_LIMITS, ...options.limits };
  }

  status(options: VaultCallOptions = {}): Promise<VaultStatus> {
    return this.#ask({ op: 'inspect' }, { signal: options.signal });
  }

  unlock(options: VaultCallOptions = {}): Promise<VaultStatus> {
    return this.#ask({ op: 'unlock' }, { onPrompt: () => {}, ...options });
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

  async delete(id: string, options: VaultCallOptions = {}): Promise<boolean> {
    const { value } = await this.#call({ op: 'delete', account: id }, options);
    return value === true;
  }

  warm(): void {
    this.status().catch(() => {});
  }

  close(): void {
    this.#endWorker();
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
  #call(command: WorkerCommand, options: VaultCallOptions): Promise<Done> {
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

  async #run(command: WorkerCommand, options: VaultCallOptions): Promise<Done> {
    const { identity } = this.#options;
    const expectedStore = identity.read();
    try {
      const done = await this.#exchangeAfresh(
        {
          ...command,
          id: ++this.#lastId,
          expectedStore,
          newStore: randomUUID(),
          mayPrompt: options.onPrompt !== undefined,
        },
        options,
      );
      const { backendName, storeId } = done;
      if (storeId !== null && storeId !== expectedStore) identity.write(storeId);
      this.#setStatus('ok', null, backendName);
      return done;
    } catch (cause) {
      if (cause instanceof Failure) {
        const state = STATES[cause.code];
        if (state !== undefined) this.#setStatus(state, cause.context.reason ?? null);
        else if (this.#status.state === 'prompting') this.#setStatus('unknown', null);
      }
      throw cause;
    }
  }

  /**
   * libsecret keeps a session with the daemon it found first. When that one is gone, so is the store to a worker
   * that has been in use, and another worker finds its successor. Every request may be made twice.
   */
  async #exchangeAfresh(request: WorkerRequest, options: VaultCallOptions): Promise<Done> {
    const used = this.#worker;
    try {
      return await this.#exchange(request, options);
    } catch (cause) {
      const lost = used !== null && this.#worker === null;
      if (!lost || !(cause instanceof Failure) || cause.code !== 'STORE_UNREACHABLE') throw cause;
      return this.#exchange(request, options);
    }
  }

  /** One request to the worker; whatever ends it other than a reply ends the worker too. */
  #exchange(request: WorkerRequest, { signal, onPrompt }: VaultCallOptions): Promise<Done> {
    let worker: WorkerHandle;
    try {
      worker = this.#wake();
    } catch (cause) {
      throw failed('STORE_CRASHED', {}, cause);
    }
    return new Promise<Done>((resolve, reject) => {
      let limitMs = this.#limits.callMs;
      let timer = setTimeout(outOfTime, limitMs);
      const settle = (then: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#running = null;
        then();
      };
      const fail = (failure: Failure) =>
        settle(() => {
          this.#endWorker();
          reject(failure);
        });
      const abort = () => fail(new Failure('CANCELLED'));
      const self = this;
      function outOfTime() {
        fail(failed('STORE_TIMED_OUT', { limitMs }));
      }

      signal?.addEventListener('abort', abort, { once: true });
      this.#running = {
        exit: () => fail(failed('STORE_CRASHED')),
        reply: (reply) => {
          if (!isWorkerReply(reply) || reply.id !== request.id) return;
          switch (reply.type) {
            case 'prompt':
              clearTimeout(timer);
              limitMs = self.#limits.promptMs;
              timer = setTimeout(outOfTime, limitMs);
              self.#setStatus('prompting', null, reply.backendName);
              onPrompt?.(limitMs);
              break;
            case 'done':
              settle(() => {
                self.#rest();
                resolve(reply);
              });
              break;
            case 'fault': {
              if (reply.backendName !== null) self.#nameBackend(reply.backendName);
              const failure = failed(FAULT_CODES[reply.fault], { reason: reply.detail });
              if (reply.fault === 'unreachable') fail(failure);
              else
                settle(() => {
                  self.#rest();
                  reject(failure);
                });
            }
          }
        },
      };
      worker.postMessage(request);
    });
  }

  #wake(): WorkerHandle {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#worker !== null) return this.#worker;
    const worker = this.#options.spawn();
    this.#worker = worker;
    worker.onMessage((message) => {
      if (this.#worker === worker) this.#running?.reply(message);
    });
    worker.onExit(() => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#running?.exit();
    });
    return worker;
  }

  #rest(): void {
    this.#idle = setTimeout(() => this.#endWorker(), this.#limits.idleMs);
    this.#idle.unref();
  }

  #endWorker(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const worker = this.#worker;
    this.#worker = null;
    // A prompt that shows stays, and unlocks the store if it is answered: see SecretService.unlock.
    worker?.kill();
    this.#running?.exit();
  }

  #nameBackend(backendName: string): void {
    this.#status = { ...this.#status, backendName };
  }

  #setStatus(state: VaultState, detail: string | null, backendName?: string): void {
    const before = this.#status;
    const status = { ...before, state, detail, backendName: backendName ?? before.backendName };
    this.#status = status;
    if (before.state !== state || before.detail !== detail) this.#options.onStatus?.(status);
  }
}

function failed(
  code: ErrorCode,
  context: { reason?: string; limitMs?: number } = {},
  cause?: unknown,
): Failure {
  return new Failure(code, context, { retryable: RETRYABLE.includes(code), cause });
}
