import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/settings.ts';
import { call, wireErrorOf } from '../bridge.ts';
import { vaultQuery } from '../queries.ts';
import { isCancelled } from './confirming.tsx';

const PassphraseDialog = lazy(() =>
  import('./passphrase/passphrase-dialog.tsx').then(({ PassphraseDialog: it }) => ({
    default: it,
  })),
);

export type Backend = Settings['vaultBackend'];

/** The choice of the store, wherever it is offered. */
export interface StoreChoice {
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Rejects where it was not chosen. A vault file that is not there yet is made first, by `dialog`. */
  choose(backend: Backend): Promise<unknown>;
  /** To be put anywhere in what the component shows. */
  readonly dialog: ReactNode;
}

export function useStoreChoice(): StoreChoice {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const change = useMutation({
    mutationFn: (backend: Backend) => call('vault.choose', { backend }),
    onSuccess: (status) => client.setQueryData(vaultQuery.queryKey, status),
    onError: (error) => {
      if (wireErrorOf(error).code === 'STORE_NOT_SET_UP') setMaking(true);
    },
  });
  const isToldElsewhere = isMaking || isCancelled(change.error);
  return {
    isPending: change.isPending,
    error: isToldElsewhere ? null : change.error,
    choose: change.mutateAsync,
    dialog: isMaking && (
      <Suspense fallback={null}>
        <PassphraseDialog
          title={t('passphrase.setUpTitle')}
          confirm={t('passphrase.setUp')}
          isChange={false}
          onSubmit={(runId, passphrase) => call('vault.set-up', { runId, passphrase })}
          onDone={() => {
            setMaking(false);
            change.mutate('age-file');
          }}
          onClose={() => {
            setMaking(false);
            change.reset();
          }}
        />
      </Suspense>
    ),
  };
}
