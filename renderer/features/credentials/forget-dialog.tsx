import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallOutput } from '../../../shared/contract.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import { call } from '../../bridge.ts';
import { CredentialDialog } from '../../components/credential-dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList, PlannedTargetBody } from '../../components/plan-list.tsx';
import { targetsQuery, vaultQuery } from '../../queries.ts';
import { leaving, useRun } from '../../run.ts';

interface Props {
  readonly credential: CredentialView;
  readonly onClose: () => void;
}

/** Logs out everywhere and removes the secret, after saying what happens in each place. */
export function ForgetDialog({ credential, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const [done, setDone] = useState<CallOutput<'credentials.forget'> | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const forget = async () => {
    setError(null);
    try {
      setDone(
        await run.start((runId) =>
          call('credentials.forget', { runId, credentialId: credential.id }),
        ),
      );
    } catch (cause) {
      setError(cause as Error);
    }
  };

  const leave = leaving(run, onClose);

  return (
    <CredentialDialog
      title={t('forgetDialog.title')}
      credential={credential}
      onClose={leave}
      isDangerous
      footer={
        done ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="danger"
              isLoading={run.view.running}
              isDisabled={run.view.running}
              onClick={() => void forget()}
            >
              {t('forgetDialog.confirm')}
            </Button>
            <Button variant="link" onClick={leave}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <div role="status" className="pk-stack">
          <Alert
            isInline
            component="h3"
            variant={done.removed ? 'success' : 'warning'}
            title={done.removed ? t('forgetDialog.removed') : t('forgetDialog.notRemoved')}
          />
          <AppliedList targets={done.targets} />
        </div>
      ) : (
        <>
          <WhatHappens credential={credential} />
          {error && <ErrorAlert error={error} />}
        </>
      )}
    </CredentialDialog>
  );
}

function WhatHappens({ credential }: { readonly credential: CredentialView }) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery);
  const vault = useQuery(vaultQuery);
  const targetIds = targets.data?.map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['plan-logout', credential.id, targetIds],
    queryFn: () =>
      call('credentials.plan-logout', { credentialId: credential.id, targetIds: targetIds ?? [] }),
    enabled: targetIds !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  if (plan.error) return <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Skeleton height="6rem" screenreaderText={t('common.loading')} />;
  const touched = plan.data.targets.filter(
    ({ changes, problem }) => problem !== null || changes.some(({ action }) => action === 'remove'),
  );
  return (
    <div className="pk-stack">
      <p>{t('forgetDialog.text')}</p>
      <ul className="pk-applied">
        {touched.map((planned) => (
          <li key={planned.targetId}>
            <code className="pk-path">{planned.path}</code>
            <PlannedTargetBody planned={planned} />
          </li>
        ))}
        <li>
          <strong>{vault.data?.backendName || t('vault.backend.keychain')}</strong>
          <p>{t('forgetDialog.store')}</p>
        </li>
        <li>
          <strong>{scopeOf(credential)}</strong>
          <p>{t('forgetDialog.registry')}</p>
        </li>
      </ul>
    </div>
  );
}
