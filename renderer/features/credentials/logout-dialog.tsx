import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { targetsQuery } from '../../queries.ts';
import { PlannedLogout } from './planned-logout.tsx';

interface Props {
  readonly credential: CredentialView;
  /** The one target to log out of; null offers all. */
  readonly only: TargetId | null;
  readonly onClose: () => void;
}

/** Removes a credential's entries from targets, twins too, after showing which. The secret stays in the store. */
export function LogoutDialog({ credential, only, onClose }: Props) {
  const { t } = useTranslation();
  const { id: credentialId, username: user } = credential;
  const targets = useQuery(targetsQuery);
  const offered = targets.data?.filter(({ id }) => !only || id === only).map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['plan-logout', credentialId, offered],
    queryFn: () => call('credentials.plan-logout', { credentialId, targetIds: offered ?? [] }),
    enabled: offered !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <PlannedLogout
      description={t('dialog.about', { user, registry: scopeOf(credential) })}
      planned={plan.data?.targets.filter(
        ({ changes, problem }) =>
          problem !== null || changes.some(({ action }) => action === 'remove'),
      )}
      error={plan.error}
      onRetry={() => void plan.refetch()}
      places={targets.data}
      words={{
        nothing: t('logoutDialog.nothing'),
        keeps: t('logoutDialog.keeps'),
        kept: t('logoutDialog.kept'),
      }}
      logOut={(targetIds) =>
        call('credentials.logout', { credentialId, targetIds, planId: plan.data?.planId })
      }
      onClose={onClose}
    />
  );
}
