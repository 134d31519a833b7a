import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportChoice } from '../../../shared/importing.ts';
import type { TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HeldUntil } from '../../components/held-until.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';
import { VaultBanner } from '../../components/vault-banner.tsx';
import { targetsQuery, vaultQuery } from '../../queries.ts';
import type { Import } from './use-import.ts';

interface Props {
  readonly job: Import;
  readonly draftId: string;
  /** Until when main holds it. */
  readonly expiresAt: string;
  readonly choices: readonly ImportChoice[];
  /** Several users were chosen for one registry: files take the first. */
  readonly hasSeveralUsers: boolean;
  readonly onCommit: (targetIds: TargetId[]) => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

/** Step 3: the store, and the files that the tools read, before anything is written. */
export function WriteStep(props: Props) {
  const { job, draftId, expiresAt, choices, hasSeveralUsers, onCommit, onBack, onCancel } = props;
  const { t } = useTranslation();
  const vault = useQuery(vaultQuery);
  const targets = useQuery(targetsQuery);
  const offered = targets.data
    ?.filter(({ format }) => format !== 'legacy-dockercfg')
    .map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['import-plan', draftId, choices, offered],
    queryFn: () =>
      call('import.plan', { draftId, choices: [...choices], targetIds: offered ?? [] }),
    enabled: offered !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const [touched, setTouched] = useState<ReadonlySet<TargetId> | null>(null);
  const proposed = new Set(
    plan.data?.targets
      .filter(
        ({ targetId, problem }) =>
          problem === null && targets.data?.find(({ id }) => id === targetId)?.preferred === true,
      )
      .map(({ targetId }) => targetId),
  );
  const chosen = touched ?? proposed;
  const { run, error } = job;
  const { running } = run.view;
  const name = vault.data?.backendName || t('vault.backend.keychain');
  return (
    <div className="pk-step">
      <StepLayout
        title={t('import.write.title', { count: choices.length })}
        footer={
          <>
            <Button
              variant="primary"
              isLoading={running}
              isDisabled={running || !plan.data}
              onClick={() => onCommit([...chosen])}
            >
              {chosen.size > 0 ? t('login.write.confirm') : t('login.write.confirmStoreOnly')}
            </Button>
            {running ? (
              <Button variant="secondary" onClick={run.cancel}>
                {t('login.write.stop')}
              </Button>
            ) : (
              <>
                <Button variant="link" onClick={onBack}>
                  {t('common.back')}
                </Button>
                <Button variant="link" onClick={onCancel}>
                  {t('common.cancel')}
                </Button>
              </>
            )}
          </>
        }
      >
        {vault.data && <VaultBanner status={vault.data} />}
        <p>
          {vault.data?.backend === 'memory'
            ? t('import.write.toMemory')
            : t('import.write.toStore', { name })}
        </p>
        {hasSeveralUsers && <p className="pk-note">{t('import.write.severalUsers')}</p>}
        {plan.error ? (
          <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />
        ) : (
          <TargetChoice
            legend={t('import.write.legend')}
            plan={plan.data}
            targets={targets.data}
            chosen={chosen}
            onChange={setTouched}
            isDisabled={running}
          />
        )}
        <div className="pk-stack-tight">
          <p className="pk-muted pk-small">{t('login.write.plainText')}</p>
          <HeldUntil at={expiresAt} />
        </div>
        {running && <RunSteps view={run.view} steps={['store-secret', 'index', 'write-targets']} />}
        {error && <ErrorAlert error={error} />}
      </StepLayout>
    </div>
  );
}
