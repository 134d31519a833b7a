import { queryOptions } from '@tanstack/react-query';
import { call } from '../../bridge.ts';

/** The stored credentials of one registry, the first page of them. @param registry `host[:port]`; null: none */
export function credentialsOfQuery(registry: string | null) {
  return queryOptions({
    // The lists of the credentials are asked for anew when they change.
    queryKey: ['credential-pages', 'of', registry],
    queryFn: async () => {
      const { credentials } = await call('credentials.find', {
        text: '',
        registry,
        kind: null,
        verdict: null,
        tag: null,
        state: null,
        order: { by: 'user', descending: false },
        from: 0,
      });
      return credentials;
    },
    enabled: registry !== null,
    gcTime: 30_000,
  });
}
