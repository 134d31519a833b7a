import { useRef, useState } from 'react';
import type { WireError } from '../../../shared/errors.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call, wireErrorOf } from '../../bridge.ts';
import { type RunView, useRun } from '../../run.ts';

/** A login of another tool. */
export interface Login {
  readonly targetId: TargetId;
  readonly path: string;
  readonly key: string;
  readonly username: string | null;
}

/** What became of a login that was to be taken over; no problem: it is stored. */
export interface Taken {
  readonly login: Login;
  readonly problem: WireError | null;
}

export function idOf({ targetId, key }: Login): string {
  return `${targetId} ${key}`;
}

interface TakeOver {
  readonly taken: readonly Taken[];
  readonly run: RunView;
  readonly isRunning: boolean;
  /** Takes one after another, each with its own result. */
  readonly takeOver: (logins: readonly Login[]) => Promise<void>;
  /** Ends the one that is on its way, and begins no other. */
  readonly stop: () => void;
}

export function useTakeOver(): TakeOver {
  const run = useRun();
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [isRunning, setRunning] = useState(false);
  const isStopped = useRef(false);
  const takeOver = async (logins: readonly Login[]) => {
    isStopped.current = false;
    setRunning(true);
    setTaken([]);
    for (const login of logins) {
      if (isStopped.current) break;
      const { targetId, key } = login;
      const problem = await run
        .start((runId) => call('credentials.adopt', { runId, targetId, key }))
        .then(() => null, wireErrorOf);
      setTaken((before) => [...before, { login, problem }]);
    }
    setRunning(false);
  };
  const stop = () => {
    isStopped.current = true;
    run.cancel();
  };
  return { taken, run: run.view, isRunning, takeOver, stop };
}
