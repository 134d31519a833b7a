import { randomUUID } from 'node:crypto';
import type { RegistryDiagnosis } from '../../shared/diagnosis.ts';
import type { RunEvent, RunStep } from '../../shared/run.ts';
import { Failure } from './failure.ts';

/** How long a question to the user stays open before it counts as "no". */
export const QUESTION_LIMIT_MS = 120_000;
/** No run takes longer than this, whatever its steps do: it is cancelled then. */
export const RUN_LIMIT_MS = 600_000;
/** How long work may take to stop once it was told to. After that the run ends without it. */
export const STOP_LIMIT_MS = 5_000;
/** How many cancels of runs that are not known are remembered. */
const UNKNOWN_LIMIT = 64;

export type StepStatus = Extract<RunEvent, { type: 'step' }>['status'];

type Body<T> = T extends RunEvent ? Omit<T, 'runId' | 'seq'> : never;
type Question = { readonly answer: (allow: boolean) => void };

/** One piece of long work that the user sees the steps of, can cancel and may be asked about. */
export class Run {
  readonly #abort = new AbortController();
  readonly #questions = new Map<string, Question>();
  #seq = 0;
  #ended = false;

  constructor(
    readonly id: string,
    private readonly emit: (event: RunEvent) => void,
    private readonly limits: RunLimits,
  ) {}

  /** Aborts with a `Failure` as its reason: CANCELLED, with `limitMs` where a limit ran out. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(reason: Failure = new Failure('CANCELLED')): void {
    if (!this.#abort.signal.aborted) this.#abort.abort(reason);
  }

  /** Tells the user where the run is. */
  step(
    step: RunStep,
    status: StepStatus,
    about: { host?: string | null; limitMs?: number } = {},
  ): void {
    this.#send({
      type: 'step',
      step,
      status,
      host: about.host ?? null,
      limitMs: about.limitMs ?? 0,
    });
  }

  /** Tells the user how much of many alike is done. */
  progress(done: number, total: number): void {
    this.#send({ type: 'progress', done, total });
  }

  /** Tells the user that a probe of a diagnosis began, or what it came to. */
  probe(about: Omit<Extract<Body<RunEvent>, { type: 'probe' }>, 'type'>): void {
    this.#send({ type: 'probe', ...about });
  }

  /** Tells the user what came of asking about one entry of a pull secret. */
  checked(about: Omit<Extract<Body<RunEvent>, { type: 'checked' }>, 'type'>): void {
    this.#send({ type: 'checked', ...about });
  }

  /** Tells the user that one of the registries of a diagnosis is done. */
  diagnosed(registry: RegistryDiagnosis): void {
    this.#send({ type: 'diagnosed', registry });
  }

  /** Tells the user that the store shows a prompt of its own, which the run waits for. */
  storePrompt(limitMs: number): void {
    this.#send({ type: 'store-prompt', limitMs });
  }

  /**
   * Asks whether the credential may go to a token server that is not known to belong to the registry.
   * No answer within the limit, and a cancelled run, are "no".
   */
  async askRealm(registry: string, realmHost: string): Promise<boolean> {
    if (this.signal.aborted || this.#ended) return false;
    const questionId = randomUUID();
    let close = () => {};
    const answered = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), this.limits.questionMs);
      const declined = () => resolve(false);
      this.signal.addEventListener('abort', declined, { once: true });
      this.#questions.set(questionId, { answer: resolve });
      close = () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', declined);
        this.#questions.delete(questionId);
      };
    });
    this.#send({ type: 'question', questionId, question: 'realm', registry, realmHost });
    return answered.finally(close);
  }

  /** @throws RUN_UNKNOWN when this run does not wait for an answer to that question (any more). */
  answer(questionId: string, allow: boolean): void {
    const question = this.#questions.get(questionId);
    if (question === undefined) throw new Failure('RUN_UNKNOWN');
    question.answer(allow);
  }

  /**
   * From here on the run says nothing more: an event after the result would reopen its dialog. The
   * signal is left alone: what the work left to do behind its result (looking at a file again) goes on.
   */
  end(): void {
    this.#ended = true;
    for (const question of this.#questions.values()) question.answer(false);
  }

  #send(body: Body<RunEvent>): void {
    if (this.#ended) return;
    this.emit({ ...body, runId: this.id, seq: this.#seq++ });
  }
}

export interface RunLimits {
  readonly questionMs: number;
  readonly runMs: number;
  readonly stopMs: number;
}

/** The runs that are under way, by the id that the renderer made. */
export class Runs {
  readonly #runs = new Map<string, Run>();
  readonly #underWay = new Set<Promise<unknown>>();
  /** What was cancelled and was no run, the oldest first. */
  readonly #unknown = new Set<string>();
  readonly #limits: RunLimits;

  constructor(
    private readonly emit: (event: RunEvent) => void,
    limits: Partial<RunLimits> = {},
  ) {
    this.#limits = {
      questionMs: QUESTION_LIMIT_MS,
      runMs: RUN_LIMIT_MS,
      stopMs: STOP_LIMIT_MS,
      ...limits,
    };
  }

  get size(): number {
    return this.#runs.size;
  }

  /**
   * Does `work` as the run `runId` and ends the run with it, in every case: work that ignores its
   * signal is left behind `stopMs` after it was told to stop.
   *
   * @throws what `work` throws; CANCELLED when it did not stop in time; IPC_INVALID_INPUT when a run
   * of this id is under way.
   */
  async during<T>(runId: string, work: (run: Run) => Promise<T>): Promise<T> {
    if (this.#unknown.delete(runId)) throw new Failure('CANCELLED');
    if (this.#runs.has(runId)) {
      throw new Failure('IPC_INVALID_INPUT', { field: 'runId', reason: 'already running' });
    }
    const run = new Run(runId, this.emit, this.#limits);
    this.#runs.set(runId, run);

    const { runMs, stopMs } = this.#limits;
    const limit = setTimeout(
      () => run.cancel(new Failure('CANCELLED', { limitMs: runMs }, { retryable: true })),
      runMs,
    );
    let stop: NodeJS.Timeout | undefined;
    const abandoned = new Promise<never>((_, reject) => {
      run.signal.addEventListener(
        'abort',
        () => {
          stop = setTimeout(() => reject(run.signal.reason), stopMs);
        },
        { once: true },
      );
    });
    const ended = Promise.race([work(run), abandoned]);
    this.#underWay.add(ended);
    try {
      return await ended;
    } finally {
      this.#underWay.delete(ended);
      this.#runs.delete(runId);
      run.end();
      clearTimeout(limit);
      clearTimeout(stop);
    }
  }

  /**
   * A run that is not known may be about to begin, while what answers its call is still being loaded:
   * it will end as it begins.
   * @throws RUN_UNKNOWN
   */
  cancel(runId: string): void {
    if (!this.#runs.has(runId)) {
      this.#unknown.add(runId);
      const [oldest] = this.#unknown;
      if (oldest !== undefined && this.#unknown.size > UNKNOWN_LIMIT) this.#unknown.delete(oldest);
    }
    this.#get(runId).cancel();
  }

  /** @throws RUN_UNKNOWN also when the question was answered or ran out. */
  answer(runId: string, questionId: string, allow: boolean): void {
    this.#get(runId).answer(questionId, allow);
  }

  cancelAll(): void {
    for (const run of this.#runs.values()) run.cancel();
  }

  /** Resolves when every run that is under way now has ended. */
  async ended(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
  }

  #get(runId: string): Run {
    const run = this.#runs.get(runId);
    if (run === undefined) throw new Failure('RUN_UNKNOWN');
    return run;
  }
}
