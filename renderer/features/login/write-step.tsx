import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HeldUntil } from '../../components/held-until.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { SessionChoice } from '../../components/session-choice.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';
import { vaultTrouble } from '../../components/vault-trouble.ts';
import { targetsQuery, vaultQuery } from '../../queries.ts';
import type { Run } from '../../run.ts';

interface Props {
  readonly run: Run;
  readonly draftId: string;
  /** Until when main holds it. */
  readonly expiresAt: string | null;
  /** What main proposes; its targets are ticked at first. */
  readonly proposed: Plan;
  readonly error: Error | null;
  /** The store can be used by now: what it said before is over. */
  readonly onStoreReady: () => void;
  readonly onCommit: (targetIds: TargetId[], everySession: boolean | null) => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

/** Step 4: what will be written where, before it is. */
export function WriteStep(props: Props) {
  const { run, draftId, expiresAt, proposed, error, onStoreReady, onCommit, onBack, onCancel } =
    props;
  const { t } = useTranslation();
  const vault = useQuery(vaultQuery);
  const targets = useQuery(targetsQuery);
  const offered = targets.data
    ?.filter(({ format }) => format !== 'legacy-dockercfg')
    .map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['login-plan', draftId, offered],
    queryFn: () => call('login.plan', { draftId, targetIds: offered ?? [] }),
    enabled: offered !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const [chosen, setChosen] = useState<ReadonlySet<TargetId>>(
    () =>
      new Set(
        proposed.targets.filter(({ problem }) => problem === null).map(({ targetId }) => targetId),
      ),
  );
  // Until the user says something a login that is known already stays what it is.
  const [everySession, setEverySession] = useState<boolean | null>(null);
  const written = targets.data?.filter(({ id }) => chosen.has(id)) ?? [];
  const hasVolatile = written.some(({ volatile }) => volatile);
  const { running } = run.view;
  const isUsable = vault.data !== undefined && vaultTrouble(vault.data) === null;
  useEffect(() => {
    if (isUsable) onStoreReady();
  }, [isUsable, onStoreReady]);
  const name = vault.data?.backendName || t('vault.backend.keychain');

  return (
    <div className="pk-step">
      <StepLayout
        title={t('login.write.title')}
        footer={
          <>
            <Button
              variant="primary"
              isLoading={running}
              isDisabled={running || !plan.data}
              onClick={() => onCommit([...chosen], hasVolatile ? everySession : null)}
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
        <p>
          {vault.data?.backend === 'memory'
            ? t('login.write.toMemory')
            : t('login.write.toStore', { name })}
        </p>
        {plan.error ? (
          <ErrorAlert error={plan.error} onRetry={() => void plan.refetch()} />
        ) : (
          <TargetChoice
            legend={t('login.write.legend')}
            plan={plan.data}
            targets={targets.data}
            chosen={chosen}
            onChange={setChosen}
            isDisabled={running}
          />
        )}
        {hasVolatile && (
          <SessionChoice
            value={everySession ?? false}
            onChange={setEverySession}
            lasting={written.filter(({ volatile }) => !volatile).map(({ path }) => path)}
            isDisabled={running}
          />
        )}
        <div className="pk-stack-tight">
          <p className="pk-muted pk-small">{t('login.write.plainText')}</p>
          {expiresAt && <HeldUntil at={expiresAt} />}
        </div>
        {running && <RunSteps view={run.view} steps={['store-secret', 'index', 'write-targets']} />}
        {error && <ErrorAlert error={error} />}
      </StepLayout>
    </div>
  );
}
