import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunEvent, RunStep } from '../shared/run.ts';
import { call, subscribe } from './bridge.ts';

type StepEvent = Extract<RunEvent, { type: 'step' }>;
export type Question = Extract<RunEvent, { type: 'question' }>;

/** What is known of a run from its events. */
export interface RunView {
  readonly running: boolean;
  readonly steps: Readonly<Partial<Record<RunStep, StepEvent>>>;
  /** How much of many alike is done; null where that is not told. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Asked and not yet answered. */
  readonly question: Question | null;
  /** How long the store's own prompt may stay open; null while none is shown. */
  readonly storePromptLimitMs: number | null;
}

export interface Run {
  readonly view: RunView;
  /**
   * Makes a run id, listens, then starts. Only one run at a time.
   * @throws BridgeError as the call does
   */
  start<T>(work: (runId: string) => Promise<T>): Promise<T>;
  cancel(): void;
  answer(allow: boolean): void;
}

const IDLE: RunView = {
  running: false,
  steps: {},
  progress: null,
  question: null,
  storePromptLimitMs: null,
};

/** The view after one more event. */
export function reduceRun(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'step':
      return {
        ...view,
        steps: { ...view.steps, [event.step]: event },
        storePromptLimitMs: null,
      };
    case 'progress':
      return { ...view, progress: event };
    case 'question':
      return { ...view, question: event };
    case 'store-prompt':
      return { ...view, storePromptLimitMs: event.limitMs };
    // The views of a diagnosis and of a pull secret keep these by themselves.
    case 'probe':
    case 'diagnosed':
    case 'checked':
      return view;
  }
}

/**
 * The view of a run that has ended. Its answer may overtake the last events, so what still seems to run ended with it.
 * @param how how the last step came out
 */
export function endRun(view: RunView, how: 'done' | 'failed'): RunView {
  const steps = Object.fromEntries(
    Object.entries(view.steps).map(([step, event]) => [
      step,
      event.status === 'running' ? { ...event, status: how } : event,
    ]),
  );
  return { ...view, steps, running: false, question: null, storePromptLimitMs: null };
}

/** What leaves a dialog: while its run goes on that is stopped first, and what became of it is shown. */
export function leaving({ view, cancel }: Run, close: () => void): () => void {
  return view.running ? cancel : close;
}

/** A run of main and what its events say. It is cancelled when the component that shows it goes away. */
export function useRun(): Run {
  const [view, setView] = useState<RunView>(IDLE);
  const current = useRef<string | null>(null);

  const cancel = useCallback(() => {
    const runId = current.current;
    // A run that ended meanwhile answers RUN_UNKNOWN, which says the same.
    if (runId) call('run.cancel', { runId }).catch(() => {});
  }, []);

  useEffect(() => cancel, [cancel]);

  const start = useCallback(async <T>(work: (runId: string) => Promise<T>): Promise<T> => {
    const runId = crypto.randomUUID();
    current.current = runId;
    setView({ ...IDLE, running: true });
    const stop = subscribe('run', (event) => {
      if (event.runId === runId) setView((before) => reduceRun(before, event));
    });
    let how: 'done' | 'failed' = 'failed';
    try {
      const answer = await work(runId);
      how = 'done';
      return answer;
    } finally {
      stop();
      if (current.current === runId) current.current = null;
      setView((before) => endRun(before, how));
    }
  }, []);

  const answer = useCallback(
    (allow: boolean) => {
      const { question } = view;
      if (!question) return;
      setView((before) => ({ ...before, question: null }));
      const { runId, questionId } = question;
      call('run.answer', { runId, questionId, allow }).catch(() => {});
    },
    [view],
  );

  return { view, start, cancel, answer };
}
