import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { CheckResult } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { PULL_SECRET_BYTES_MAX } from '../../../shared/list-limits.ts';
import type { PullSecretView } from '../../../shared/pull-secret.ts';
import { call, subscribe, wireErrorOf } from '../../bridge.ts';
import type { Handed } from '../../import-handoff.ts';
import { type Run, useRun } from '../../run.ts';

/** What a registry said while the others are still being asked. */
interface Asked {
  readonly check: CheckResult | null;
  /** Why it could not be asked. */
  readonly problem: ErrorCode | null;
}

export interface PullSecret {
  readonly run: Run;
  /** Null while none is open. */
  readonly view: PullSecretView | null;
  /** It is being read or edited. */
  readonly isBusy: boolean;
  /** The last results of the checks, by key. */
  readonly asked: ReadonlyMap<string, Asked>;
  /** The keys that are being checked. */
  readonly asking: ReadonlySet<string>;
  readonly error: Error | null;
  /** What was open is dropped by now. */
  readonly isExpired: boolean;
  /** Main reads it and keeps it; this side keeps nothing of it. */
  open(what: Handed): Promise<void>;
  openFile(): Promise<void>;
  begin(): Promise<void>;
  check(keys: readonly string[] | null): Promise<void>;
  /** Does one edit. @returns whether it was done */
  edit(work: (draftId: string) => Promise<PullSecretView>): Promise<boolean>;
  /** Drops what waits in main, and what is known of it. */
  close(): void;
  /** Shows it as a call left it. */
  show(view: PullSecretView): void;
  /** Shows what a call about it failed with. */
  fail(error: Error): void;
}

/** The open one, which stays while the user looks at another page. It has no secret. */
const OPEN = ['pull-secret'] as const;

/** Functions of their own, so that the text is in no scope that React keeps. One byte too many is main's to refuse. */
function readingOf(what: Handed): () => Promise<PullSecretView> {
  if ('text' in what) {
    const text = what.text.slice(0, PULL_SECRET_BYTES_MAX + 1);
    return () => call('pull-secret.open-text', { text });
  }
  return async () => {
    const bytes = new Uint8Array(await what.file.slice(0, PULL_SECRET_BYTES_MAX + 1).arrayBuffer());
    return call('pull-secret.open-bytes', { bytes });
  };
}

/** Whether an error says that what was open is dropped by now. */
export function isExpiry(error: unknown): boolean {
  return wireErrorOf(error).code === 'DRAFT_EXPIRED';
}

/** One pull secret and what is done with it. */
export function usePullSecret(): PullSecret {
  const client = useQueryClient();
  const run = useRun();
  const { start } = run;
  const { data: view = null } = useQuery<PullSecretView | null>({
    queryKey: OPEN,
    queryFn: () => null,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<ReadonlyMap<string, Asked>>(new Map());
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<Error | null>(null);
  const [isExpired, setExpired] = useState(false);

  const show = useCallback(
    (next: PullSecretView | null) => client.setQueryData(OPEN, next),
    [client],
  );
  const fail = useCallback(
    (cause: Error) => {
      if (!isExpiry(cause)) return setError(cause);
      show(null);
      setExpired(true);
    },
    [show],
  );

  const take = useCallback(
    async (work: () => Promise<PullSecretView | null>) => {
      setBusy(true);
      setError(null);
      setExpired(false);
      try {
        const next = await work();
        if (next !== null) {
          setAsked(new Map());
          show(next);
        }
      } catch (cause) {
        setError(cause as Error);
      }
      setBusy(false);
    },
    [show],
  );

  const draftId = view?.draftId;
  useEffect(
    () =>
      subscribe('drafts.expired', (expired) => {
        if (expired.draftId !== draftId) return;
        show(null);
        setExpired(true);
      }),
    [draftId, show],
  );
  const edit = async (work: (draftId: string) => Promise<PullSecretView>) => {
    if (draftId === undefined) return false;
    setBusy(true);
    setError(null);
    try {
      show(await work(draftId));
      // What could not be asked may be another entry now; what was said comes with the view.
      setAsked(new Map());
      return true;
    } catch (cause) {
      fail(cause as Error);
      return false;
    } finally {
      setBusy(false);
    }
  };

  const check = async (keys: readonly string[] | null) => {
    if (view === null) return;
    const wanted = view.entries.filter((each) => each.isCheckable).map(({ key }) => key);
    setAsking(new Set(keys ?? wanted));
    setError(null);
    const stop = subscribe('run', (event) => {
      if (event.type !== 'checked') return;
      const { key, check: result, problem } = event;
      setAsked((before) => new Map(before).set(key, { check: result, problem }));
      setAsking((before) => new Set([...before].filter((each) => each !== key)));
    });
    try {
      const input = { draftId: view.draftId, keys: keys === null ? null : [...keys] };
      show(await start((runId) => call('pull-secret.check', { runId, ...input })));
    } catch (cause) {
      fail(cause as Error);
    }
    stop();
    setAsking(new Set());
  };

  return {
    run,
    view,
    isBusy,
    asked,
    asking,
    error,
    isExpired,
    open: (what) => take(readingOf(what)),
    openFile: () => take(() => call('pull-secret.open-file')),
    begin: () => take(() => call('pull-secret.begin')),
    check,
    edit,
    close: () => {
      if (draftId !== undefined) call('pull-secret.discard', { draftId }).catch(() => {});
      show(null);
      setError(null);
      setExpired(false);
    },
    show: (next) => void show(next),
    fail,
  };
}
