import { useCallback, useEffect, useRef, useState } from 'react';
import type { LoginDraft, LoginOutcome } from '../../../shared/login.ts';
import type { AppliedTarget, TargetId } from '../../../shared/target.ts';
import { call, subscribe, wireErrorOf } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import { type Run, useRun } from '../../run.ts';
import { DRAFT_EXPIRED } from '../../unfinished.ts';
import { discardLogin } from './left-login.ts';

export interface Login {
  readonly run: Run;
  readonly outcome: LoginOutcome | null;
  /** What became of the targets, once written. */
  readonly applied: readonly AppliedTarget[] | null;
  readonly error: Error | null;
  /** Whether it was started so as to write at once. */
  readonly commitAtOnce: boolean;
  /** Checks a draft. Main keeps it afterwards; this side keeps nothing of its secret. */
  check(draft: LoginDraft, commitTo: TargetId[] | null): Promise<void>;
  /** Checks what waits in main once more. */
  checkAgain(): Promise<void>;
  /** @param everySession whether it comes back with every session; null leaves that as it is */
  commit(targetIds: TargetId[], everySession: boolean | null): Promise<void>;
  /** Goes on with one that was left. */
  resume(outcome: LoginOutcome): void;
  /** What went wrong is put right. */
  dismissError(): void;
  /** Drops the draft that waits in main, and what is known of it. */
  discard(): void;
  /** Drops the draft alone: the page is about to be left for good. */
  abandon(): void;
}

interface State {
  readonly outcome: LoginOutcome | null;
  readonly applied: readonly AppliedTarget[] | null;
  readonly error: Error | null;
  readonly commitAtOnce: boolean;
}

const NOTHING: State = { outcome: null, applied: null, error: null, commitAtOnce: false };

/**
 * A function of its own, so that the draft is in no scope that outlives the call: React keeps the state updates of
 * `check`, and with them all that their scope holds.
 */
function startingLogin(
  draft: LoginDraft,
  commitTo: TargetId[] | null,
): (runId: string) => Promise<LoginOutcome> {
  const commit = commitTo && { targetIds: commitTo };
  return (runId) => call('login.start', { runId, draft, commit });
}

/**
 * One login as main runs it.
 * @param onLeave takes a draft that waits when the page is left; null: none does
 */
export function useLogin(onLeave: (outcome: LoginOutcome | null) => void): Login {
  const run = useRun();
  const [state, setState] = useState<State>(NOTHING);
  /** The draft that waits in main. */
  const waiting = useRef<LoginOutcome | null>(null);
  const isBusy = useRef(false);
  const isLeft = useRef(false);
  const { start } = run;

  const wait = useCallback((outcome: LoginOutcome | null) => {
    waiting.current = outcome?.draftId ? outcome : null;
    // It came when nobody looked any more.
    if (isLeft.current && outcome?.draftId) discardLogin(outcome.draftId);
  }, []);
  const drop = useCallback(() => {
    const id = waiting.current?.draftId;
    waiting.current = null;
    if (id) discardLogin(id);
  }, []);

  const latestOnLeave = useRef(onLeave);
  useEffect(() => {
    latestOnLeave.current = onLeave;
  });
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      latestOnLeave.current(waiting.current);
    };
  }, []);

  const fail = useCallback((cause: unknown) => {
    const isGone = wireErrorOf(cause).code === 'DRAFT_EXPIRED';
    if (isGone) waiting.current = null;
    // What was found out about a draft that is gone leads nowhere any more.
    setState((before) => ({
      ...before,
      ...(isGone && { outcome: null }),
      error: cause as Error,
    }));
  }, []);
  useEffect(
    () =>
      subscribe('drafts.expired', ({ draftId }) => {
        // What is under way says by itself how it ends.
        if (draftId === waiting.current?.draftId && !isBusy.current) fail(DRAFT_EXPIRED);
      }),
    [fail],
  );

  const busily = useCallback(
    async <T>(work: (runId: string) => Promise<T>): Promise<T> => {
      isBusy.current = true;
      try {
        return await start(work);
      } finally {
        isBusy.current = false;
      }
    },
    [start],
  );

  const check = useCallback(
    async (draft: LoginDraft, commitTo: TargetId[] | null) => {
      drop();
      setState({ ...NOTHING, commitAtOnce: commitTo !== null });
      try {
        const outcome = await busily(startingLogin(draft, commitTo));
        wait(outcome);
        const applied = outcome.committed?.targets ?? null;
        setState((before) => ({ ...before, outcome, applied }));
      } catch (cause) {
        fail(cause);
      }
    },
    [drop, busily, wait, fail],
  );

  const checkAgain = useCallback(async () => {
    const draftId = waiting.current?.draftId;
    if (!draftId) return;
    setState((before) => ({ ...before, error: null, commitAtOnce: false }));
    try {
      const outcome = await busily((runId) => call('login.check-again', { runId, draftId }));
      wait(outcome);
      setState((before) => ({ ...before, outcome }));
    } catch (cause) {
      // One that was stopped leaves what was known.
      if (!isCancelled(cause)) fail(cause);
    }
  }, [busily, wait, fail]);

  const commit = useCallback(
    async (targetIds: TargetId[], everySession: boolean | null) => {
      const outcome = waiting.current;
      if (!outcome?.draftId) return;
      const { draftId } = outcome;
      // What is being written is not left for later.
      waiting.current = null;
      setState((before) => ({ ...before, error: null }));
      try {
        const { targets } = await busily((runId) =>
          call('login.commit', { runId, draftId, targetIds, everySession }),
        );
        setState((before) => ({ ...before, applied: targets }));
      } catch (cause) {
        wait(outcome);
        fail(cause);
      }
    },
    [busily, wait, fail],
  );

  const resume = useCallback(
    (outcome: LoginOutcome) => {
      drop();
      wait(outcome);
      setState({ ...NOTHING, outcome });
    },
    [drop, wait],
  );

  const dismissError = useCallback(() => setState((before) => ({ ...before, error: null })), []);

  const discard = useCallback(() => {
    drop();
    setState(NOTHING);
  }, [drop]);

  return { run, ...state, check, checkAgain, commit, resume, dismissError, discard, abandon: drop };
}
