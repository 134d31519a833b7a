import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call, subscribe } from '../../bridge.ts';

export const redHatQuery = queryOptions({
  queryKey: ['red-hat'],
  queryFn: () => call('red-hat.status'),
});
export const localAccountsQuery = queryOptions({
  queryKey: ['service-accounts'],
  queryFn: () => call('service-accounts.list'),
  // What was exported meanwhile is told by no event.
  staleTime: 0,
});
/** The organization's accounts, as pages. Taking the query back stops the run. */
export const REMOTE_ACCOUNTS = ['remote-accounts'] as const;

export async function remotePage(offset: number, signal: AbortSignal) {
  const runId = crypto.randomUUID();
  signal.addEventListener('abort', () => void call('run.cancel', { runId }).catch(() => {}));
  return call('service-accounts.remote-list', { runId, offset });
}

/** Keeps the accounts true to main's events while the page is there. */
export function useLiveAccounts(): void {
  const client = useQueryClient();
  useEffect(() => {
    const refresh = () => void client.invalidateQueries({ queryKey: localAccountsQuery.queryKey });
    const stops = [
      subscribe('credentials.changed', refresh),
      subscribe('targets.changed', refresh),
      subscribe('vault.changed', () => {
        refresh();
        void client.invalidateQueries({ queryKey: redHatQuery.queryKey });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
}
