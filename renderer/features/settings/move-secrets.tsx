import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract.ts';
import type { VaultStatus } from '../../../shared/vault.ts';
import { call } from '../../bridge.ts';
import { isCancelled, useConfirming } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useRun } from '../../run.ts';

/** Says that secrets are still in another store, and moves them: verified there before they go here. */
export function MoveSecrets({ status }: { readonly status: VaultStatus }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const confirming = useConfirming();
  const isBusy = run.view.running || confirming.isRunning;
  const [result, setResult] = useState<CallOutput<'vault.move'> | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const elsewhere = useQuery({
    queryKey: ['secrets-elsewhere', status.backend],
    queryFn: () => call('vault.elsewhere'),
    staleTime: 0,
  });
  const name = status.backendName || t(`vault.backend.${status.backend}`);

  const move = async () => {
    setError(null);
    try {
      await confirming.confirm('elsewhere');
      setResult(await run.start((runId) => call('vault.move', { runId })));
    } catch (cause) {
      if (!isCancelled(cause)) setError(cause as Error);
    }
    await client.invalidateQueries({ queryKey: ['secrets-elsewhere'] });
  };

  // In memory they would end with the app.
  const count = status.backend === 'memory' ? 0 : (elsewhere.data?.count ?? 0);
  if (count === 0 && result === null && error === null) return null;
  return (
    <div role="status" className="pk-stack">
      {count > 0 && (
        <Alert
          isInline
          variant="info"
          component="h3"
          title={t('moveSecrets.title', { count })}
          actionLinks={
            <>
              <Button
                variant="secondary"
                isLoading={isBusy}
                isDisabled={isBusy || status.state !== 'ok'}
                onClick={() => void move()}
              >
                {t('moveSecrets.move')}
              </Button>
              {isBusy && (
                <Button
                  variant="link"
                  isInline
                  onClick={confirming.isRunning ? confirming.cancel : run.cancel}
                >
                  {t('common.cancel')}
                </Button>
              )}
            </>
          }
        >
          <p>{t('moveSecrets.text', { name })}</p>
        </Alert>
      )}
      {result && (
        <Alert
          isInline
          component="h3"
          variant={result.missing.length > 0 ? 'warning' : 'success'}
          title={t('moveSecrets.moved', { count: result.moved })}
        >
          {result.missing.length > 0 && (
            <p>{t('moveSecrets.missing', { count: result.missing.length })}</p>
          )}
        </Alert>
      )}
      {error && <ErrorAlert error={error} />}
      {confirming.dialog}
    </div>
  );
}
