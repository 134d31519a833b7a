import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { VaultStatus } from '../../shared/vault.ts';
import { call } from '../bridge.ts';
import { vaultQuery } from '../queries.ts';
import { isCancelled } from './confirming.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { OpenVault } from './open-vault.tsx';
import { useStoreChoice } from './store-choice.tsx';
import { vaultTrouble } from './vault-trouble.ts';

/** Says that the store cannot be used and offers the ways on. Nothing falls back by itself. */
export function VaultBanner({ status }: { readonly status: VaultStatus }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const store = useStoreChoice();
  const keep = (next: VaultStatus) => client.setQueryData(vaultQuery.queryKey, next);
  const unlock = useMutation({
    mutationFn: () => call('vault.unlock', { runId: crypto.randomUUID() }),
    onSuccess: keep,
  });
  const adopt = useMutation({
    mutationFn: () => call('vault.adopt', { runId: crypto.randomUUID() }),
    onSuccess: keep,
  });

  const trouble = vaultTrouble(status);
  if (!trouble) return null;
  if (status.backend === 'age-file' && status.state === 'locked') return <OpenVault />;
  const error = unlock.error ?? adopt.error ?? store.error;
  const name = status.backendName || t('vault.backend.keychain');
  const busy = unlock.isPending || adopt.isPending || store.isPending;
  const isOther = trouble === 'backend-changed';
  const isLocked = trouble === 'locked' || trouble === 'cancelled' || trouble === 'prompting';
  return (
    <>
      <Alert
        variant="warning"
        isInline
        component="h2"
        title={t(`vault.state.${trouble}.title`, { name })}
        actionLinks={
          <>
            <Button
              variant="secondary"
              isLoading={unlock.isPending}
              isDisabled={busy}
              onClick={() => unlock.mutate()}
            >
              {isLocked ? t('vault.unlock') : t('common.tryAgain')}
            </Button>
            {isOther && (
              <Button
                variant="secondary"
                isLoading={adopt.isPending}
                isDisabled={busy}
                onClick={() => adopt.mutate()}
              >
                {t('vault.useNew')}
              </Button>
            )}
            {isLocked && <ToSettings>{t('vault.otherWays')}</ToSettings>}
          </>
        }
      >
        <p>{t(`vault.state.${trouble}.text`, { name })}</p>
        {isLocked && <p>{t('vault.lockedMeans')}</p>}
        {isOther && <p>{t('vault.newMeans')}</p>}
        {status.detail && <p className="pk-evidence">{status.detail}</p>}
        {!isLocked && (
          <>
            <p className="pk-store-ways-title">{t('vault.ways')}</p>
            <ul className="pk-store-ways">
              {(['age-file', 'memory'] as const)
                .filter((backend) => backend !== status.backend)
                .map((backend) => (
                  <li key={backend}>
                    <Button
                      variant="secondary"
                      size="sm"
                      isDisabled={busy}
                      onClick={() => void store.choose(backend).catch(() => {})}
                    >
                      {t(`vault.use.${backend}`)}
                    </Button>
                    <span>{t(`vault.means.${backend}`)}</span>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Alert>
      {error && !isCancelled(error) && <ErrorAlert error={error} />}
      {store.dialog}
    </>
  );
}

/** Where the choice is, unless it is what is looked at. */
function ToSettings({ children }: { readonly children: ReactNode }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  if (pathname === '/settings') return null;
  return (
    <Button variant="link" isInline onClick={() => navigate('/settings')}>
      {children}
    </Button>
  );
}
