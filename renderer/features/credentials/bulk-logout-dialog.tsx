import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../bridge.ts';
import { placesQuery } from '../../queries.ts';
import { PlannedLogout } from './planned-logout.tsx';

interface Props {
  readonly credentialIds: readonly string[];
  readonly onClose: () => void;
}

/** Logs out of several registries at once, after showing what goes from which target. */
export function BulkLogoutDialog({ credentialIds, onClose }: Props) {
  const { t } = useTranslation();
  const places = useQuery(placesQuery);
  const plan = useQuery({
    queryKey: ['plan-logout-all', credentialIds],
    queryFn: () => call('credentials.plan-logout-all', { credentialIds: [...credentialIds] }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <PlannedLogout
      description={t('bulk.count', { count: credentialIds.length })}
      planned={plan.data?.targets}
      error={plan.error}
      onRetry={() => void plan.refetch()}
      places={places.data}
      words={{ nothing: t('bulk.nothing'), keeps: t('bulk.keeps'), kept: t('bulk.kept') }}
      logOut={(targetIds) =>
        call('credentials.logout-all', {
          credentialIds: [...credentialIds],
          targetIds,
          planId: plan.data?.planId,
        })
      }
      onClose={onClose}
    />
  );
}
