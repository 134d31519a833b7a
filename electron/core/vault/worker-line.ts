import type { ErrorCode } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';
import {
  type Fault,
  isWorkerReply,
  type WorkerReply,
  type WorkerRequest,
} from './worker-protocol.ts';

/** A keychain worker, however it was started. `kill` must end one that hangs in native code too. */
export interface WorkerHandle {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called also after `kill`, and when it could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}

export interface KeychainLimits {
  /** What one call may take, the worker's start included. */
  readonly callMs: number;
  /** What it may take from the moment a prompt shows. */
  readonly promptMs: number;
  /** How long a worker that has nothing to do is kept. */
  readonly idleMs: number;
}

export type WorkerDone = Extract<WorkerReply, { type: 'done' }>;

export interface Exchange {
  readonly signal: AbortSignal | undefined;
  /** A prompt is about to show, and may stay for this long. */
  readonly onPrompt: (limitMs: number) => void;
  /** What answers, as soon as it is known. */
  readonly onBackend: (backendName: string) => void;
}

const FAULT_CODES: Record<Fault, ErrorCode> = {
  locked: 'STORE_LOCKED',
  'no-collection': 'STORE_UNREACHABLE',
  dismissed: 'STORE_CANCELLED',
  unreachable: 'STORE_UNREACHABLE',
  'other-store': 'STORE_BACKEND_CHANGED',
  mismatch: 'STORE_READBACK_MISMATCH',
};
const NOT_RETRYABLE: readonly ErrorCode[] = ['STORE_BACKEND_CHANGED', 'STORE_READBACK_MISMATCH'];

/**
 * The line to the keychain worker: starts it when there is something to ask, gives it up when it does not answer
 * in time, and ends it when it has had nothing to do for a while. One request at a time.
 */
export class WorkerLine {
  #worker: WorkerHandle | null = null;
  #idle: NodeJS.Timeout | null = null;
  /** Set while a request runs: what its worker's messages and its end are told to. */
  #running: { reply(message: unknown): void; exit(): void } | null = null;

  constructor(
    private readonly spawn: () => WorkerHandle,
    private readonly limits: KeychainLimits,
  ) {}

  /**
   * libsecret keeps a session with the daemon it found first. When that one is gone, so is the store to a worker
   * that has been in use, and another worker finds its successor: a request may be made twice.
   * @throws CANCELLED, STORE_TIMED_OUT, STORE_CRASHED and what the faults stand for
   */
  async ask(request: WorkerRequest, exchange: Exchange): Promise<WorkerDone> {
    const used = this.#worker;
    try {
      return await this.#exchange(request, exchange);
    } catch (cause) {
      const lost = used !== null && this.#worker === null;
      if (!lost || !(cause instanceof Failure) || cause.code !== 'STORE_UNREACHABLE') throw cause;
      return this.#exchange(request, exchange);
    }
  }

  /** Ends the worker; what it was asked fails with STORE_CRASHED. */
  end(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const worker = this.#worker;
    this.#worker = null;
    // A prompt that shows stays, and unlocks the store if it is answered: see SecretService.unlock.
    worker?.kill();
    this.#running?.exit();
  }

  /** Whatever ends it other than an answer ends the worker too. */
  #exchange(request: WorkerRequest, exchange: Exchange): Promise<WorkerDone> {
    const { signal } = exchange;
    return new Promise<WorkerDone>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#running = null;
      };
      const answer = (then: () => void) => {
        settle();
        this.#rest();
        then();
      };
      const giveUp = (failure: Failure) => {
        settle();
        this.end();
        reject(failure);
      };
      const limit = (limitMs: number) =>
        setTimeout(() => giveUp(failed('STORE_TIMED_OUT', { limitMs })), limitMs);
      const abort = () => giveUp(new Failure('CANCELLED'));

      let timer = limit(this.limits.callMs);
      signal?.addEventListener('abort', abort, { once: true });
      this.#running = {
        exit: () => giveUp(failed('STORE_CRASHED')),
        reply: (reply) => {
          if (!isWorkerReply(reply) || reply.id !== request.id) return;
          if (reply.backendName !== null) exchange.onBackend(reply.backendName);
          if (reply.type === 'done') {
            answer(() => resolve(reply));
          } else if (reply.type === 'prompt') {
            clearTimeout(timer);
            timer = limit(this.limits.promptMs);
            exchange.onPrompt(this.limits.promptMs);
          } else {
            const failure = failed(FAULT_CODES[reply.fault], { reason: reply.detail });
            if (reply.fault === 'unreachable') giveUp(failure);
            else answer(() => reject(failure));
          }
        },
      };
      try {
        this.#wake().postMessage(request);
      } catch (cause) {
        giveUp(failed('STORE_CRASHED', {}, cause));
      }
    });
  }

  #wake(): WorkerHandle {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#worker !== null) return this.#worker;
    const worker = this.spawn();
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
    this.#idle = setTimeout(() => this.end(), this.limits.idleMs);
    this.#idle.unref();
  }
}

function failed(
  code: ErrorCode,
  context: { reason?: string; limitMs?: number } = {},
  cause?: unknown,
): Failure {
  return new Failure(code, context, { retryable: !NOT_RETRYABLE.includes(code), cause });
}
