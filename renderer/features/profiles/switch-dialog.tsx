import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/profile.ts';
import type { AppliedTarget } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogError } from '../../components/dialog-error.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList, PlannedTargetBody } from '../../components/plan-list.tsx';
import { leaving, useRun } from '../../run.ts';

interface Props {
  readonly profile: ProfileView;
  readonly onClose: () => void;
}

/** Switches to a profile after showing what that changes in every target. */
export function SwitchDialog({ profile, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const [applied, setApplied] = useState<readonly AppliedTarget[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const plan = useQuery({
    queryKey: ['plan-profile', profile.id],
    queryFn: () => call('profiles.plan', { profileId: profile.id }),
    // What is written is not planned again behind the result.
    enabled: applied === null && !run.view.running,
    staleTime: 0,
    gcTime: 0,
  });
  const apply = async () => {
    setError(null);
    try {
      const { id: profileId } = profile;
      const planId = plan.data?.planId;
      setApplied(await run.start((runId) => call('profiles.apply', { runId, profileId, planId })));
    } catch (cause) {
      setError(cause as Error);
    }
  };
  const leave = leaving(run, onClose);

  return (
    <Dialog
      title={t('profiles.switchTo', { name: profile.name })}
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
              isDisabled={run.view.running || !plan.data}
              onClick={() => void apply()}
            >
              {t('profiles.switch')}
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
          {plan.error && <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />}
          {plan.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
          <ul className="pk-choices">
            {plan.data?.targets.map((planned) => (
              <li key={planned.targetId}>
                <code className="pk-path">{planned.path}</code>
                <div className="pk-choice-body">
                  <PlannedTargetBody planned={planned} />
                </div>
              </li>
            ))}
          </ul>
          {run.view.storePromptLimitMs !== null && (
            <p className="pk-note">{t('run.storePromptShort')}</p>
          )}
          {error && <DialogError error={error} onUnlocked={() => void apply()} />}
        </>
      )}
    </Dialog>
  );
}
