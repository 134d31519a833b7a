import { QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CallInput } from '../shared/contract.ts';
import type { CredentialQuery } from '../shared/credential-query.ts';
import type { OverviewQuery } from '../shared/overview.ts';
import { call, subscribe } from './bridge.ts';
import { showLanguage } from './i18n.ts';
import { showTheme } from './theme.ts';

/** What main said last. Events say when it is no longer true, so nothing is ever polled. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

export const credentialsQuery = queryOptions({
  queryKey: ['credentials'],
  queryFn: () => call('credentials.list'),
});
/** Every credential, in the order in which they were saved. */
export const EVERY_CREDENTIAL: CredentialQuery = {
  text: '',
  registry: null,
  kind: null,
  verdict: null,
  tag: null,
  state: null,
  order: { by: 'added', descending: false },
};

/** A page of the credentials that match. @param from where it begins, a multiple of `PAGE_ROWS` */
export function credentialPageQuery(query: CredentialQuery, from = 0) {
  return queryOptions({
    queryKey: ['credential-pages', query, from],
    queryFn: () =>
      query === EVERY_CREDENTIAL && from === 0
        ? call('credentials.first')
        : call('credentials.find', { ...query, from }),
    // Each letter that is typed makes another query.
    gcTime: 30_000,
  });
}
/** The credentials of these ids that are still known. */
export function someCredentialsQuery(credentialIds: readonly string[]) {
  return queryOptions({
    queryKey: ['credentials', credentialIds],
    queryFn: () => call('credentials.get', { credentialIds: credentialIds.slice(0, 500) }),
  });
}
/** What was exported where. */
export const exportUsesQuery = queryOptions({
  queryKey: ['export-uses'],
  queryFn: () => call('export.uses'),
});
/** What there is to filter the credentials by. */
export const facetsQuery = queryOptions({
  queryKey: ['credential-facets'],
  queryFn: () => call('credentials.facets'),
});
/** Every registry, in the order of their names. */
export const EVERY_REGISTRY: OverviewQuery = { text: '', show: 'all' };

/** Rows of the overview. @param from where they begin, a multiple of `PAGE_ROWS` */
export function overviewQuery(query: OverviewQuery, from = 0) {
  return queryOptions({
    queryKey: ['overview', query, from],
    queryFn: () => call('overview.find', { ...query, from }),
    gcTime: 30_000,
  });
}
export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: () => call('profiles.list'),
});
/** The targets without what is in them. */
export const placesQuery = queryOptions({
  queryKey: ['places'],
  queryFn: () => call('targets.places'),
});
export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: () => call('targets.list'),
});
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => call('settings.get'),
});
/** What an administrator has set. */
export const managedQuery = queryOptions({
  queryKey: ['managed-settings'],
  queryFn: () => call('settings.managed'),
});
export const vaultQuery = queryOptions({
  queryKey: ['vault'],
  queryFn: () => call('vault.status'),
});
export const appInfoQuery = queryOptions({
  queryKey: ['app-info'],
  queryFn: () => call('app.info'),
});

/** What every tool would use for a registry or an image. Taking the query back stops the run. */
export function explanationQuery(reference: string) {
  return queryOptions({
    queryKey: ['explanation', reference],
    queryFn: ({ signal }) => {
      const runId = crypto.randomUUID();
      // A run that ended meanwhile answers RUN_UNKNOWN, which says the same.
      signal.addEventListener('abort', () => void call('run.cancel', { runId }).catch(() => {}));
      return call('lookup.explain', { runId, reference });
    },
    enabled: reference !== '',
    // The tools' own settings and helpers change without an event.
    staleTime: 0,
    gcTime: 0,
  });
}

/**
 * What is wrong in the places where tools keep credentials, found by an examination.
 * @param since what it belongs to: another number is another examination
 */
export function findingsQuery(since: number) {
  return queryOptions({
    queryKey: ['findings', since],
    queryFn: async ({ signal }) => {
      const runId = crypto.randomUUID();
      signal.addEventListener('abort', () => void call('run.cancel', { runId }).catch(() => {}));
      return (await call('doctor.examine', { runId })).findings;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** What the fix of a finding would do now. Taking the query back stops the run. */
export function fixPlanQuery(input: Omit<CallInput<'doctor.plan'>, 'runId'>) {
  return queryOptions({
    queryKey: ['fix-plan', input],
    queryFn: ({ signal }) => {
      const runId = crypto.randomUUID();
      signal.addEventListener('abort', () => void call('run.cancel', { runId }).catch(() => {}));
      return call('doctor.plan', { runId, ...input });
    },
    staleTime: 0,
    gcTime: 0,
  });
}

/** What other tools did to what was written. */
export const driftQuery = queryOptions({
  queryKey: ['drift'],
  queryFn: () => call('drift.notices'),
});

/** The recorded changes that have every word of the query in them, the newest first. */
export function historyQuery(input: CallInput<'history.list'>) {
  return queryOptions({
    queryKey: ['history', input],
    queryFn: () => call('history.list', input),
  });
}
/** How many changes could not be recorded since the window was opened. */
export const lostChangesQuery = queryOptions({
  queryKey: ['lost-changes'],
  queryFn: () => 0,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Keeps the queries true to main's events while the app is mounted. */
export function useLiveQueries(): void {
  const client = useQueryClient();
  useEffect(() => {
    const refreshLists = () => {
      void client.invalidateQueries({ queryKey: credentialsQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['credential-pages'] });
      void client.invalidateQueries({ queryKey: ['overview'] });
      void client.invalidateQueries({ queryKey: facetsQuery.queryKey });
      void client.invalidateQueries({ queryKey: profilesQuery.queryKey });
      void client.invalidateQueries({ queryKey: placesQuery.queryKey });
      void client.invalidateQueries({ queryKey: targetsQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['explanation'] });
    };
    const stops = [
      subscribe('credentials.changed', refreshLists),
      subscribe('targets.changed', refreshLists),
      subscribe('drift.changed', () => {
        void client.invalidateQueries({ queryKey: driftQuery.queryKey });
      }),
      subscribe('history.changed', ({ lost }) => {
        void client.invalidateQueries({ queryKey: ['history'] });
        client.setQueryData(lostChangesQuery.queryKey, (before = 0) => before + lost);
      }),
      subscribe('settings.changed', (settings) => {
        client.setQueryData(settingsQuery.queryKey, settings);
        showTheme(settings.theme);
        void showLanguage(settings.language);
      }),
      subscribe('vault.changed', (status) => {
        client.setQueryData(vaultQuery.queryKey, status);
        refreshLists();
        // It is encrypted with a key of the store.
        void client.invalidateQueries({ queryKey: ['history'] });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
}
