import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, FixResult } from '../../../shared/doctor.ts';
import { call } from '../../bridge.ts';
import { fixPlanQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';
import { ErrorAlert } from '../error-alert.tsx';
import { AppliedList } from '../plan-list.tsx';
import { ModeItems, PlannedFix } from './planned-fix.tsx';

interface Props {
  readonly finding: Finding;
  readonly onClose: (isChanged: boolean) => void;
}

/** Fixes a finding after showing what that changes, or saves the script that root has to run. */
export function FixDialog({ finding, onClose }: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  const { start, cancel } = useRun();
  const [fetch, setFetch] = useState(false);
  const findingId = finding.id;
  const plan = useQuery(fixPlanQuery({ findingId, fetch }));
  const fix = useMutation({
    mutationFn: () => start((runId) => call('doctor.fix', { runId, findingId, fetch })),
  });
  const save = useMutation({ mutationFn: () => call('doctor.save-script', { findingId }) });
  const needsRoot = finding.fix === 'script';
  const chosen = needsRoot ? save : fix;
  const isDone = fix.data !== undefined || Boolean(save.data?.path);
  const close = () => onClose(fix.data !== undefined);
  const fetchable = plan.data?.fetchable ?? [];
  const lookAgain = () => {
    chosen.reset();
    void plan.refetch();
  };

  return (
    <Modal isOpen variant="medium" onClose={close} aria-labelledby={labelId}>
      <ModalHeader
        title={t(`doctor.finding.${finding.code}.title`)}
        labelId={labelId}
        description={<code className="pk-path">{finding.path}</code>}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {fix.data ? (
          <FixedBody result={fix.data} />
        ) : (
          <>
            {plan.isPending && <Skeleton height="4rem" screenreaderText={t('common.loading')} />}
            {plan.error && <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />}
            {plan.data && !plan.error && <PlannedFix plan={plan.data} />}
            {(fetch || fetchable.length > 0) && (
              <Checkbox
                id={`${labelId}-fetch`}
                isChecked={fetch}
                isDisabled={fix.isPending}
                onChange={(_event, wanted) => setFetch(wanted)}
                label={t('doctor.fetch', {
                  logins: fetchable.map(({ key, username }) => `${username} @ ${key}`).join(', '),
                })}
              />
            )}
            {chosen.error && <ErrorAlert error={chosen.error} onRetry={lookAgain} />}
            {save.data?.path && (
              <Alert
                variant="success"
                isInline
                isLiveRegion
                component="h2"
                title={t('doctor.saved', { path: save.data.path })}
              />
            )}
          </>
        )}
      </ModalBody>
      <ModalFooter>
        {isDone ? (
          <Button variant="primary" onClick={close}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              isLoading={chosen.isPending}
              isDisabled={chosen.isPending || plan.isFetching || !plan.data || plan.error !== null}
              onClick={() => chosen.mutate()}
            >
              {needsRoot ? t('doctor.saveScript') : t('doctor.confirm')}
            </Button>
            <Button variant="link" onClick={fix.isPending ? cancel : close}>
              {t('common.cancel')}
            </Button>
          </>
        )}
      </ModalFooter>
    </Modal>
  );
}

function FixedBody({ result }: { readonly result: FixResult }) {
  const { t } = useTranslation();
  const { targets, modes, removed } = result;
  const isWhole = targets.every(({ problem }) => problem === null);
  return (
    <div role="status" className="pk-stack">
      <Alert
        variant={isWhole ? 'success' : 'warning'}
        isInline
        component="h2"
        title={isWhole ? t('doctor.done') : t('doctor.failed')}
      />
      {targets.length > 0 && <AppliedList targets={targets} />}
      <ul className="pk-bullets">
        <ModeItems modes={modes} />
        {removed !== null && <li>{t('doctor.removes', { path: removed })}</li>}
      </ul>
    </div>
  );
}
