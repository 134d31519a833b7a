import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';
import { placesQuery } from '../../queries.ts';

interface Props {
  readonly credentialIds: readonly string[];
  readonly onClose: () => void;
}

/** Logs out of several registries at once, after showing what goes from which target. */
export function BulkLogoutDialog({ credentialIds, onClose }: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  const places = useQuery(placesQuery);
  const plan = useQuery({
    queryKey: ['plan-logout-all', credentialIds],
    queryFn: () => call('credentials.plan-logout-all', { credentialIds: [...credentialIds] }),
    staleTime: 0,
    gcTime: 0,
  });
  const [choice, setChoice] = useState<ReadonlySet<TargetId> | null>(null);
  const possible = plan.data?.targets.filter(({ problem }) => problem === null);
  const chosen = choice ?? new Set(possible?.map(({ targetId }) => targetId));
  const logout = useMutation({
    mutationFn: () =>
      call('credentials.logout-all', {
        credentialIds: [...credentialIds],
        targetIds: [...chosen],
        planId: plan.data?.planId,
      }),
  });
  const hasNothing = plan.data?.targets.length === 0;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={labelId}>
      <ModalHeader
        title={t('logoutDialog.title')}
        labelId={labelId}
        description={t('bulk.count', { count: credentialIds.length })}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {logout.data ? (
          <div role="status">
            <AppliedList targets={logout.data} />
            <p className="pk-muted">{t('bulk.kept')}</p>
          </div>
        ) : (
          <>
            {plan.error && <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />}
            {hasNothing && <p>{t('bulk.nothing')}</p>}
            {!plan.error && !hasNothing && (
              <>
                <TargetChoice
                  legend={t('logoutDialog.legend')}
                  plan={plan.data}
                  targets={places.data}
                  chosen={chosen}
                  onChange={setChoice}
                  isDisabled={logout.isPending}
                />
                <p className="pk-muted">{t('bulk.keeps')}</p>
              </>
            )}
            {logout.error && <ErrorAlert error={logout.error} />}
          </>
        )}
      </ModalBody>
      <ModalFooter>
        {logout.data || hasNothing ? (
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
        )}
      </ModalFooter>
    </Modal>
  );
}
