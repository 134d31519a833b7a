import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type Backend, useStoreChoice } from '../../components/store-choice.tsx';
import { vaultQuery } from '../../queries.ts';
import { MoveSecrets } from './move-secrets.tsx';
import { useChoice } from './use-choice.ts';
import { VaultFileActions } from './vault-file-actions.tsx';

const BACKENDS: readonly Backend[] = ['keychain', 'age-file', 'memory'];

/** Which store keeps the secrets, how it is, and the other choices. Each says what it means. */
export function StoreSettings({ managed }: { readonly managed: string | undefined }) {
  const { t } = useTranslation();
  const vault = useQuery(vaultQuery);
  const store = useStoreChoice();
  const { shown, choose } = useChoice(vault.data?.backend, async (backend) => {
    if (backend !== undefined) await store.choose(backend);
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
                    disabled={store.isPending || managed !== undefined}
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
      {store.error && <ErrorAlert error={store.error} />}
      <p>
        <Button variant="link" isInline onClick={() => void vault.refetch()}>
          {t('vault.refresh')}
        </Button>
      </p>
      {store.dialog}
    </section>
  );
}
