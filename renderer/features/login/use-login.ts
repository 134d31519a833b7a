import { useCallback, useEffect, useRef, useState } from 'react';
import type { LoginDraft, LoginOutcome } from '../../../shared/login.ts';
import type { AppliedTarget, TargetId } from '../../../shared/target.ts';
import { call, wireErrorOf } from '../../bridge.ts';
import { type Run, useRun } from '../../run.ts';

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
  /** @param everySession whether it comes back with every session; null leaves that as it is */
  commit(targetIds: TargetId[], everySession: boolean | null): Promise<void>;
  /** What went wrong is put right. */
  dismissError(): void;
  /** Drops the draft that waits in main, and what is known of it. */
  discard(): void;
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

/** One login as main runs it. A draft that was not committed is discarded with the page. */
export function useLogin(): Login {
  const run = useRun();
  const [state, setState] = useState<State>(NOTHING);
  const draftId = useRef<string | null>(null);
  const { start } = run;

  const drop = useCallback(() => {
    const id = draftId.current;
    draftId.current = null;
    // A draft that ran out meanwhile is as gone as a discarded one.
    if (id) call('login.discard', { draftId: id }).catch(() => {});
  }, []);
  useEffect(() => drop, [drop]);

  const check = useCallback(
    async (draft: LoginDraft, commitTo: TargetId[] | null) => {
      drop();
      setState({ ...NOTHING, commitAtOnce: commitTo !== null });
      try {
        const outcome = await start(startingLogin(draft, commitTo));
        draftId.current = outcome.draftId;
        const applied = outcome.committed?.targets ?? null;
        setState((before) => ({ ...before, outcome, applied }));
      } catch (cause) {
        setState((before) => ({ ...before, error: cause as Error }));
      }
    },
    [drop, start],
  );

  const commit = useCallback(
    async (targetIds: TargetId[], everySession: boolean | null) => {
      const id = draftId.current;
      if (!id) return;
      setState((before) => ({ ...before, error: null }));
      try {
        const { targets } = await start((runId) =>
          call('login.commit', { runId, draftId: id, targetIds, everySession }),
        );
        draftId.current = null;
        setState((before) => ({ ...before, applied: targets }));
      } catch (cause) {
        const isGone = wireErrorOf(cause).code === 'DRAFT_EXPIRED';
        if (isGone) draftId.current = null;
        // What was found out about a draft that is gone leads nowhere any more.
        setState((before) => ({
          ...before,
          ...(isGone && { outcome: null }),
          error: cause as Error,
        }));
      }
    },
    [start],
  );

  const dismissError = useCallback(() => setState((before) => ({ ...before, error: null })), []);

  const discard = useCallback(() => {
    drop();
    setState(NOTHING);
  }, [drop]);

  return { run, ...state, check, commit, dismissError, discard };
}
