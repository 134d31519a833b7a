import type { RunStep } from '../../../shared/run.ts';

/** The steps of a check, in order. */
export const CHECK_STEPS = ['ping', 'challenge', 'token', 'verdict'] as const satisfies RunStep[];
export type CheckStep = (typeof CHECK_STEPS)[number];

export interface CheckStepEvent {
  readonly step: CheckStep;
  readonly status: 'running' | 'done' | 'failed' | 'skipped';
  /** The host this step talks to; null where it talks to none. */
  readonly host: string | null;
  /** What this step will not take longer than. */
  readonly limitMs: number;
}

/** Reports each step exactly once as running, then once as ended; a step that is passed over is skipped. */
export class StepReporter {
  #at = -1;
  #host: string | null = null;

  constructor(
    private readonly remainingMs: () => number,
    private readonly emit: (event: CheckStepEvent) => void,
  ) {}

  enter(step: CheckStep, host: string | null): void {
    this.#end('done');
    const next = CHECK_STEPS.indexOf(step);
    this.#skip(next);
    this.#at = next;
    this.#host = host;
    this.#report(next, 'running', host);
  }

  /** The step that is running ends like this, the rest is skipped. */
  finish(status: 'done' | 'failed'): void {
    this.#end(status);
    this.#skip(CHECK_STEPS.length);
  }

  #end(status: 'done' | 'failed'): void {
    if (this.#at >= 0) this.#report(this.#at, status, this.#host);
  }

  #skip(until: number): void {
    for (let at = this.#at + 1; at < until; at += 1) this.#report(at, 'skipped', null);
  }

  #report(at: number, status: CheckStepEvent['status'], host: string | null): void {
    const step = CHECK_STEPS[at];
    if (step !== undefined) this.emit({ step, status, host, limitMs: this.remainingMs() });
  }
}
