import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/settings.ts';
import { call, wireErrorOf } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { VaultBanner } from '../../components/vault-banner.tsx';
import { vaultQuery } from '../../queries.ts';
import { MoveSecrets } from './move-secrets.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { useChoice } from './use-choice.ts';
import { VaultFileActions } from './vault-file-actions.tsx';

type Backend = Settings['vaultBackend'];
const BACKENDS: readonly Backend[] = ['keychain', 'age-file', 'memory'];

/** Which store keeps the secrets, how it is, and the other choices. Each says what it means. */
export function StoreSettings({ managed }: { readonly managed: string | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const vault = useQuery(vaultQuery);
  const [isSettingUp, setSettingUp] = useState(false);
  const change = useMutation({
    mutationFn: (backend: Backend) => call('vault.choose', { backend }),
    onSuccess: (status) => client.setQueryData(vaultQuery.queryKey, status),
    onError: (error) => {
      if (wireErrorOf(error).code === 'STORE_NOT_SET_UP') setSettingUp(true);
    },
  });
  const { shown, choose } = useChoice(vault.data?.backend, async (backend) => {
    if (backend !== undefined) await change.mutateAsync(backend);
  });
  return (
    <section aria-labelledby="store">
      <h2 id="store">{t('vault.title')}</h2>
      {vault.error && <ErrorAlert error={vault.error} onRetry={() => void vault.refetch()} />}
      {vault.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
      {vault.data && (
        <>
          <p>
            {t('vault.protectedBy', {
              name: vault.data.backendName || t(`vault.backend.${vault.data.backend}`),
              state: t(`vault.word.${vault.data.state}`),
            })}
          </p>
          <VaultBanner status={vault.data} />
          <fieldset className="pk-fieldset">
            <legend>{t('vault.choose')}</legend>
            <div className="pk-cards">
              {BACKENDS.map((backend) => (
                <label key={backend} className="pk-card">
                  <input
                    type="radio"
                    name="vault"
                    value={backend}
                    checked={shown === backend}
                    disabled={change.isPending || managed !== undefined}
                    onChange={() => choose(backend)}
                  />
                  <span className="pk-card-body">
                    <strong>{t(`vault.backend.${backend}`)}</strong>
                    <span className="pk-muted pk-small">{t(`vault.means.${backend}`)}</span>
                  </span>
                </label>
              ))}
            </div>
            {managed && <p className="pk-field-help pk-muted">{managed}</p>}
          </fieldset>
          <MoveSecrets status={vault.data} />
          {vault.data.backend === 'age-file' && <VaultFileActions status={vault.data} />}
        </>
      )}
      {change.error && !isSettingUp && !isCancelled(change.error) && (
        <ErrorAlert error={change.error} />
      )}
      <p>
        <Button variant="link" isInline onClick={() => void vault.refetch()}>
          {t('vault.refresh')}
        </Button>
      </p>
      {isSettingUp && (
        <PassphraseDialog
          title={t('passphrase.setUpTitle')}
          confirm={t('passphrase.setUp')}
          isChange={false}
          onSubmit={(runId, passphrase) => call('vault.set-up', { runId, passphrase })}
          onDone={() => {
            setSettingUp(false);
            change.mutate('age-file');
          }}
          onClose={() => {
            setSettingUp(false);
            change.reset();
          }}
        />
      )}
    </section>
  );
}
