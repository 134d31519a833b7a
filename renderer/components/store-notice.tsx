import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { vaultQuery } from '../queries.ts';
import { vaultTrouble } from './vault-trouble.ts';

// An ordinary first screen has no trouble to tell of.
const VaultBanner = lazy(() =>
  import('./vault-banner.tsx').then(({ VaultBanner: it }) => ({ default: it })),
);

/** Says on every page when the store cannot be used, and offers the ways on. What needs no secret goes on. */
export function StoreNotice() {
  const status = useQuery(vaultQuery).data;
  if (status === undefined || vaultTrouble(status) === null) return null;
  return (
    <div className="pk-store-notice">
      <Suspense fallback={null}>
        <VaultBanner status={status} />
      </Suspense>
    </div>
  );
}
