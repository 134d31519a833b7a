import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { VaultStatus } from '../../shared/vault.ts';
import { call } from '../bridge.ts';
import { vaultQuery } from '../queries.ts';
import { isCancelled } from './confirming.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { OpenVault } from './open-vault.tsx';
import { vaultTrouble } from './vault-trouble.ts';

interface Props {
  readonly status: VaultStatus;
  /** The user has made the store usable, or has chosen one that is. */
  readonly onReady?: () => void;
}

/** Says that the store cannot be used and offers the ways on. Nothing falls back by itself. */
export function VaultBanner({ status, onReady }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const keep = (next: VaultStatus) => {
    client.setQueryData(vaultQuery.queryKey, next);
    if (vaultTrouble(next) === null) onReady?.();
  };
  const unlock = useMutation({
    mutationFn: () => call('vault.unlock', { runId: crypto.randomUUID() }),
    onSuccess: keep,
  });
  const adopt = useMutation({
    mutationFn: () => call('vault.adopt', { runId: crypto.randomUUID() }),
    onSuccess: keep,
  });
  const choose = useMutation({
    mutationFn: () => call('vault.choose', { backend: 'memory' }),
    onSuccess: keep,
  });

  const trouble = vaultTrouble(status);
  if (!trouble) return null;
  if (status.backend === 'age-file' && status.state === 'locked') return <OpenVault />;
  const error = unlock.error ?? adopt.error ?? choose.error;
  const name = status.backendName || t('vault.backend.keychain');
  const busy = unlock.isPending || adopt.isPending || choose.isPending;
  const isOther = trouble === 'backend-changed';
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
              {trouble === 'locked' || trouble === 'cancelled'
                ? t('vault.unlock')
                : t('common.tryAgain')}
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
            <Button variant="link" isInline isDisabled={busy} onClick={() => choose.mutate()}>
              {t('vault.useMemory')}
            </Button>
            <Button variant="link" isInline onClick={() => navigate('/settings')}>
              {t('vault.useFile')}
            </Button>
          </>
        }
      >
        <p>{t(`vault.state.${trouble}.text`, { name })}</p>
        {isOther && <p>{t('vault.newMeans')}</p>}
        <p>{t('vault.memoryMeans')}</p>
        {status.detail && <p className="pk-evidence">{status.detail}</p>}
      </Alert>
      {error && !isCancelled(error) && <ErrorAlert error={error} />}
    </>
  );
}
