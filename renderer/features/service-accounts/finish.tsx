import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract.ts';
import { checkShape } from '../../../shared/credential-shape.ts';
import type { AppliedTarget, TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { CheckSummary } from '../../components/check-summary.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { TargetChoice } from '../../components/target-choice.tsx';
import { targetsQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

type Fetched = CallOutput<'service-accounts.accept'>;

interface Props {
  readonly fetched: Fetched;
  readonly onDone: () => void;
}

/** The end of getting an account: how its check ended, where it shall be written, what came of that. */
export function Finish({ fetched: { username, login }, onDone }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const [applied, setApplied] = useState<readonly AppliedTarget[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { check, draftId, plan: proposed } = login;
  const targets = useQuery(targetsQuery);
  const offered = targets.data
    ?.filter(({ format }) => format !== 'legacy-dockercfg')
    .map(({ id }) => id);
  const plan = useQuery({
    queryKey: ['login-plan', draftId, offered],
    queryFn: () => call('login.plan', { draftId: draftId ?? '', targetIds: offered ?? [] }),
    enabled: draftId !== null && offered !== undefined && applied === null,
    staleTime: 0,
    gcTime: 0,
  });
  const [chosen, setChosen] = useState<ReadonlySet<TargetId>>(
    () =>
      new Set(
        proposed?.targets
          .filter(({ problem }) => problem === null)
          .map(({ targetId }) => targetId) ?? [],
      ),
  );
  const { running } = run.view;
  // Of the token this side knows nothing; the registry has judged it.
  const shape = { kind: 'service-account', registry: '', username, secret: '' } as const;
  const warnings = checkShape(shape).filter(({ level }) => level === 'warning');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const keep = async () => {
    if (draftId === null) return;
    setError(null);
    try {
      const { targets: written } = await run.start((runId) =>
        call('login.commit', { runId, draftId, targetIds: [...chosen] }),
      );
      setApplied(written);
    } catch (cause) {
      setError(cause as Error);
    }
  };
  if (applied !== null) {
    return (
      <div role="status" className="pk-stack">
        <Alert
          isInline
          component="h2"
          variant="success"
          title={t('serviceAccounts.finish.stored', { user: username })}
        />
        <AppliedList targets={applied} />
        <p className="pk-muted">{t('login.done.rpmText')}</p>
        <div className="pk-actions">
          <Button variant="primary" onClick={onDone}>
            {t('login.done.finish')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="pk-stack">
      <h2 ref={heading} tabIndex={-1} className="pk-break">
        {t('serviceAccounts.finish.read', { user: username })}
      </h2>
      {warnings.map(({ code }) => (
        <p key={code} className="pk-note">
          {t(`shape.${code}`)}
        </p>
      ))}
      <CheckSummary check={check} />
      {draftId !== null && (
        <>
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
          {error && <ErrorAlert error={error} />}
          {running && (
            <RunSteps view={run.view} steps={['store-secret', 'index', 'write-targets']} />
          )}
          <div className="pk-actions">
            <Button
              variant="primary"
              isLoading={running}
              isDisabled={running || !plan.data}
              onClick={() => void keep()}
            >
              {chosen.size > 0 ? t('login.write.confirm') : t('login.write.confirmStoreOnly')}
            </Button>
            {running && (
              <Button variant="secondary" onClick={run.cancel}>
                {t('login.write.stop')}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
