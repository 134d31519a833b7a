import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../shared/credential.ts';
import type { AppliedTarget, TargetId } from '../../shared/target.ts';
import { call } from '../bridge.ts';
import { targetsQuery } from '../queries.ts';
import { leaving, useRun } from '../run.ts';
import { CredentialDialog } from './credential-dialog.tsx';
import { DialogError } from './dialog-error.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { AppliedList } from './plan-list.tsx';
import { TargetChoice } from './target-choice.tsx';

interface Props {
  readonly credential: CredentialView;
  /** The one target to write to; null offers all. */
  readonly only: TargetId | null;
  readonly onClose: () => void;
}

/** Writes a stored credential to targets (again), after showing what that changes. */
export function WriteDialog({ credential, only, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const targets = useQuery(targetsQuery);
  const offered = targets.data
    ?.filter(({ id, writable }) => (only ? id === only : writable))
    .map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['plan-write', credential.id, offered],
    queryFn: () =>
      call('credentials.plan-write', { credentialId: credential.id, targetIds: offered ?? [] }),
    enabled: offered !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const [choice, setChoice] = useState<ReadonlySet<TargetId> | null>(null);
  const chosen = choice ?? new Set(only ? [only] : credential.targets);
  const [applied, setApplied] = useState<readonly AppliedTarget[] | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const write = async () => {
    setError(null);
    try {
      const targetIds = [...chosen];
      setApplied(
        await run.start((runId) =>
          call('credentials.write', {
            runId,
            credentialId: credential.id,
            targetIds,
            planId: plan.data?.planId,
          }),
        ),
      );
    } catch (cause) {
      setError(cause as Error);
    }
  };

  const leave = leaving(run, onClose);

  return (
    <CredentialDialog
      title={t('writeDialog.title')}
      credential={credential}
      onClose={leave}
      footer={
        applied ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              isLoading={run.view.running}
              isDisabled={run.view.running || chosen.size === 0 || !plan.data}
              onClick={() => void write()}
            >
              {t('writeDialog.confirm')}
            </Button>
            <Button variant="link" onClick={leave}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {applied ? (
        <div role="status">
          <AppliedList targets={applied} />
        </div>
      ) : (
        <>
          {plan.error ? (
            <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />
          ) : (
            <TargetChoice
              legend={t('writeDialog.legend')}
              plan={plan.data}
              targets={targets.data}
              chosen={chosen}
              onChange={setChoice}
              isDisabled={run.view.running}
            />
          )}
          {run.view.storePromptLimitMs !== null && (
            <p className="pk-note">{t('run.storePromptShort')}</p>
          )}
          {error && <DialogError error={error} onUnlocked={() => void write()} />}
        </>
      )}
    </CredentialDialog>
  );
}
