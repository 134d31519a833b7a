import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CheckResult } from '../../../shared/credential.ts';
import type { LoginOutcome } from '../../../shared/login.ts';
import type { RunStep } from '../../../shared/run.ts';
import { CheckSummary } from '../../components/check-summary.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import type { Run } from '../../run.ts';

interface Props {
  readonly registry: string;
  readonly run: Run;
  readonly outcome: LoginOutcome | null;
  readonly error: Error | null;
  /** Written at once when verified: show those steps too. */
  readonly commitAtOnce: boolean;
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

const CHECK_STEPS: readonly RunStep[] = ['ping', 'challenge', 'token', 'verdict'];
const WRITE_STEPS: readonly RunStep[] = ['store-secret', 'index', 'write-targets'];

/** Step 3: the check as it runs, then the verdict with its next step. */
export function CheckStep(props: Props) {
  const { registry, run, outcome, error, commitAtOnce, onNext, onBack, onCancel } = props;
  const { t } = useTranslation();
  const { running } = run.view;
  const nextButton = useRef<HTMLButtonElement>(null);
  const isVerified = outcome?.check.verdict === 'verified';
  const steps = commitAtOnce ? [...CHECK_STEPS, ...WRITE_STEPS] : CHECK_STEPS;
  // The view may be of the writing that came after.
  const isOfCheck = running || CHECK_STEPS.some((step) => run.view.steps[step] !== undefined);
  const canContinue = outcome !== null && outcome.draftId !== null && outcome.plan !== null;
  useEffect(() => {
    if (isVerified) nextButton.current?.focus();
  }, [isVerified]);

  return (
    <div className="pk-step">
      <StepLayout
        title={t('login.check.title', { registry })}
        footer={
          running ? (
            <Button variant="secondary" onClick={run.cancel}>
              {t('login.check.cancel')}
            </Button>
          ) : (
            <>
              {canContinue && (
                <Button
                  ref={nextButton}
                  variant={isVerified ? 'primary' : 'secondary'}
                  onClick={onNext}
                >
                  {isVerified ? t('common.next') : t('login.check.continueAnyway')}
                </Button>
              )}
              {!isVerified && (
                <Button variant={canContinue ? 'link' : 'primary'} onClick={onBack}>
                  {t('login.check.change')}
                </Button>
              )}
              <Button variant="link" onClick={onCancel}>
                {t('common.cancel')}
              </Button>
            </>
          )
        }
      >
        {outcome && <CheckSummary check={outcome.check} />}
        {outcome && isFault(outcome.check) && (
          <p>
            <Link
              to={{
                pathname: '/diagnosis',
                search: `?${new URLSearchParams({ reference: registry })}`,
              }}
            >
              {t('login.check.diagnose')}
            </Link>
          </p>
        )}
        {canContinue && !isVerified && <p className="pk-note">{t('login.check.unverified')}</p>}
        {error && <ErrorAlert error={error} />}
        {isOfCheck && <RunSteps view={run.view} steps={steps} />}
      </StepLayout>
    </div>
  );
}

/** Something between here and the registry, which the diagnosis looks at step by step. */
function isFault({ verdict, reason }: CheckResult): boolean {
  return verdict === 'unreachable' || (verdict === 'not-checked' && reason !== 'cancelled');
}
