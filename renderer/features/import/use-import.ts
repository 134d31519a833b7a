import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckResult } from '../../../shared/credential.ts';
import {
  IMPORT_BYTES_MAX,
  type ImportChoice,
  type ImportDraft,
  type ImportOutcome,
} from '../../../shared/importing.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call, subscribe } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import type { Handed } from '../../import-handoff.ts';
import { type Run, useRun } from '../../run.ts';
import { DRAFT_EXPIRED } from '../../unfinished.ts';
import { discardImport, type LeftImport } from './left-import.ts';

export interface Import {
  readonly run: Run;
  readonly reading: boolean;
  readonly draft: ImportDraft | null;
  /** How the checks ended, by candidate. */
  readonly checks: ReadonlyMap<string, CheckResult>;
  /** The candidate that is being checked. */
  readonly checking: string | null;
  readonly outcome: ImportOutcome | null;
  readonly error: Error | null;
  /** Main reads it and keeps it; this side keeps nothing of it. */
  read(what: Handed): Promise<void>;
  choose(): Promise<void>;
  place(candidateId: string, registry: string): Promise<void>;
  check(candidateIds: readonly string[]): Promise<void>;
  commit(choices: ImportChoice[], targetIds: TargetId[]): Promise<void>;
  /** Goes on with one that was left. */
  resume(left: LeftImport): void;
  /** Drops what waits in main, and what is known of it. */
  discard(): void;
  /** Drops what waits in main alone: the page is about to be left for good. */
  abandon(): void;
}

interface State {
  readonly reading: boolean;
  readonly draft: ImportDraft | null;
  readonly checks: ReadonlyMap<string, CheckResult>;
  readonly checking: string | null;
  readonly outcome: ImportOutcome | null;
  readonly error: Error | null;
}

const NOTHING: State = {
  reading: false,
  draft: null,
  checks: new Map(),
  checking: null,
  outcome: null,
  error: null,
};

/** Functions of their own, so that the text is in no scope that React keeps. One byte too many is main's to refuse. */
function readingOf(what: Handed): () => Promise<ImportDraft> {
  if ('text' in what) {
    const text = what.text.slice(0, IMPORT_BYTES_MAX + 1);
    return () => call('import.read-text', { text });
  }
  return async () => {
    const bytes = new Uint8Array(await what.file.slice(0, IMPORT_BYTES_MAX + 1).arrayBuffer());
    return call('import.read-bytes', { bytes });
  };
}

/** What is known of an import when its page is left. */
export type Leaving = Pick<LeftImport, 'draft' | 'checks'>;

/**
 * One import as main runs it.
 * @param onLeave takes one that waits when the page is left
 */
export function useImport(onLeave: (left: Leaving) => void): Import {
  const run = useRun();
  const [state, setState] = useState<State>(NOTHING);
  const draftId = useRef<string | null>(null);
  const isLeft = useRef(false);
  const { start } = run;

  const drop = useCallback(() => {
    const id = draftId.current;
    draftId.current = null;
    if (id) discardImport(id);
  }, []);
  const latest = useRef({ onLeave, state });
  useEffect(() => {
    latest.current = { onLeave, state };
  });
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      const { draft, checks, outcome } = latest.current.state;
      if (draft && draftId.current && outcome === null) latest.current.onLeave({ draft, checks });
      else drop();
    };
  }, [drop]);
  useEffect(
    () =>
      subscribe('drafts.expired', (expired) => {
        if (expired.draftId !== draftId.current) return;
        // What was kept is shown as it became.
        setState((before) =>
          before.outcome === null ? { ...NOTHING, error: DRAFT_EXPIRED } : before,
        );
      }),
    [],
  );

  const take = useCallback(
    async (work: () => Promise<ImportDraft | null>) => {
      drop();
      setState({ ...NOTHING, reading: true });
      try {
        const draft = await work();
        if (isLeft.current) {
          // It came when nobody looked any more.
          if (draft) discardImport(draft.draftId);
          return;
        }
        draftId.current = draft?.draftId ?? null;
        setState({ ...NOTHING, draft });
      } catch (cause) {
        setState({ ...NOTHING, error: cause as Error });
      }
    },
    [drop],
  );
  const read = useCallback((what: Handed) => take(readingOf(what)), [take]);
  const choose = useCallback(() => take(() => call('import.choose')), [take]);

  const place = useCallback(async (candidateId: string, registry: string) => {
    const id = draftId.current;
    if (!id) return;
    try {
      const placed = await call('import.place', { draftId: id, candidateId, registry });
      setState((before) => ({
        ...before,
        error: null,
        draft: before.draft && {
          ...before.draft,
          candidates: before.draft.candidates.map((each) =>
            each.id === candidateId ? placed : each,
          ),
        },
      }));
    } catch (cause) {
      const error = isCancelled(cause) ? null : (cause as Error);
      setState((before) => ({ ...before, error }));
    }
  }, []);

  const check = useCallback(
    async (candidateIds: readonly string[]) => {
      const id = draftId.current;
      if (!id) return;
      for (const candidateId of candidateIds) {
        setState((before) => ({ ...before, error: null, checking: candidateId }));
        try {
          const result = await start((runId) =>
            call('import.check', { runId, draftId: id, candidateId }),
          );
          setState((before) => ({
            ...before,
            checks: new Map(before.checks).set(candidateId, result),
          }));
        } catch (cause) {
          setState((before) => ({ ...before, checking: null, error: cause as Error }));
          return;
        }
      }
      setState((before) => ({ ...before, checking: null }));
    },
    [start],
  );

  const commit = useCallback(
    async (choices: ImportChoice[], targetIds: TargetId[]) => {
      const id = draftId.current;
      if (!id) return;
      // What is being kept is not left for later.
      draftId.current = null;
      setState((before) => ({ ...before, error: null }));
      try {
        const outcome = await start((runId) =>
          call('import.commit', { runId, draftId: id, choices, targetIds }),
        );
        setState((before) => ({ ...before, outcome }));
      } catch (cause) {
        setState((before) => ({ ...before, error: cause as Error }));
      }
      if (isLeft.current) discardImport(id);
      else draftId.current = id;
    },
    [start],
  );

  const resume = useCallback(
    ({ draft, checks }: LeftImport) => {
      drop();
      draftId.current = draft.draftId;
      setState({ ...NOTHING, draft, checks });
    },
    [drop],
  );

  const discard = useCallback(() => {
    drop();
    setState(NOTHING);
  }, [drop]);

  return { run, ...state, read, choose, place, check, commit, resume, discard, abandon: drop };
}
