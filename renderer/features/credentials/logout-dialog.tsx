import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { CredentialDialog } from '../../components/credential-dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';
import { targetsQuery } from '../../queries.ts';

interface Props {
  readonly credential: CredentialView;
  /** The one target to log out of; null offers all. */
  readonly only: TargetId | null;
  readonly onClose: () => void;
}

/** Removes a credential's entries from targets, twins too, after showing which. The secret stays in the store. */
export function LogoutDialog({ credential, only, onClose }: Props) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery);
  const offered = targets.data?.filter(({ id }) => !only || id === only).map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['plan-logout', credential.id, offered],
    queryFn: () =>
      call('credentials.plan-logout', { credentialId: credential.id, targetIds: offered ?? [] }),
    enabled: offered !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  // Only the places where there is something to remove, or something wrong.
  const relevant = plan.data?.targets.filter(
    ({ changes, problem }) => problem !== null || changes.some(({ action }) => action === 'remove'),
  );
  const [choice, setChoice] = useState<ReadonlySet<TargetId> | null>(null);
  const chosen =
    choice ??
    new Set(relevant?.filter(({ problem }) => problem === null).map(({ targetId }) => targetId));
  const logout = useMutation({
    mutationFn: () =>
      call('credentials.logout', {
        credentialId: credential.id,
        targetIds: [...chosen],
        planId: plan.data?.planId,
      }),
  });

  return (
    <CredentialDialog
      title={t('logoutDialog.title')}
      credential={credential}
      onClose={onClose}
      footer={
        logout.data || relevant?.length === 0 ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              isLoading={logout.isPending}
              isDisabled={logout.isPending || chosen.size === 0 || !plan.data}
              onClick={() => logout.mutate()}
            >
              {t('logoutDialog.confirm')}
            </Button>
            <Button variant="link" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {logout.data ? (
        <div role="status">
          <AppliedList targets={logout.data} />
          <p className="pk-muted">{t('logoutDialog.kept')}</p>
        </div>
      ) : (
        <>
          {plan.error && <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />}
          {relevant?.length === 0 && <p>{t('logoutDialog.nothing')}</p>}
          {!plan.error && relevant?.length !== 0 && (
            <>
              <TargetChoice
                legend={t('logoutDialog.legend')}
                plan={relevant && { targets: relevant }}
                targets={targets.data}
                chosen={chosen}
                onChange={setChoice}
                isDisabled={logout.isPending}
              />
              <p className="pk-muted">{t('logoutDialog.keeps')}</p>
            </>
          )}
          {logout.error && <ErrorAlert error={logout.error} />}
        </>
      )}
    </CredentialDialog>
  );
}
