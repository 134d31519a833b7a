import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { forgetLockFailure, useLockFailure } from '../lock.ts';
import { vaultQuery } from '../queries.ts';
import { vaultTrouble } from './vault-trouble.ts';

// An ordinary first screen has no trouble to tell of.
const VaultBanner = lazy(() =>
  import('./vault-banner.tsx').then(({ VaultBanner: it }) => ({ default: it })),
);
const LockNotice = lazy(() => import('./lock-notice.tsx'));

/** Says on every page when the store cannot be used, and offers the ways on. What needs no secret goes on. */
export function StoreNotice() {
  const status = useQuery(vaultQuery).data;
  const lockFailure = useLockFailure();
  // It is about a key that was pressed on this page.
  useEffect(() => forgetLockFailure, []);
  const isInTrouble = status !== undefined && vaultTrouble(status) !== null;
  return (
    <>
      <div role="status">
        {lockFailure && (
          <div className="pk-store-notice">
            <Suspense fallback={null}>
              <LockNotice failure={lockFailure} />
            </Suspense>
          </div>
        )}
      </div>
      {isInTrouble && (
        <div className="pk-store-notice">
          <Suspense fallback={null}>
            <VaultBanner status={status} />
          </Suspense>
        </div>
      )}
    </>
  );
}
