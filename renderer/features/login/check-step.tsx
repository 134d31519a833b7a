import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CheckResult } from '../../../shared/credential.ts';
import type { LoginOutcome } from '../../../shared/login.ts';
import type { RunStep } from '../../../shared/run.ts';
import { CheckSummary } from '../../components/check-summary.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HeldUntil } from '../../components/held-until.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import type { Run } from '../../run.ts';
import { TrustOffer } from './trust-offer.tsx';

interface Props {
  readonly registry: string;
  /** What the login is for: the registry, or a namespace of it. */
  readonly scope: string;
  readonly run: Run;
  readonly outcome: LoginOutcome | null;
  readonly error: Error | null;
  /** Written at once when verified: show those steps too. */
  readonly commitAtOnce: boolean;
  readonly onNext: () => void;
  readonly onCheckAgain: () => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

const CHECK_STEPS: readonly RunStep[] = ['ping', 'challenge', 'token', 'verdict'];
const WRITE_STEPS: readonly RunStep[] = ['store-secret', 'index', 'write-targets'];

/** Step 3: the check as it runs, then the verdict with its next step. */
export function CheckStep(props: Props) {
  const { registry, scope, run, error, commitAtOnce, onNext, onBack, onCancel } = props;
  const { t } = useTranslation();
  const { running } = run.view;
  // While it is checked again what was found before counts no more.
  const outcome = running ? null : props.outcome;
  const nextButton = useRef<HTMLButtonElement>(null);
  /** The buttons change as a check begins: the heading, which says what is going on, takes the focus. */
  const [tries, setTries] = useState(0);
  const isVerified = outcome?.check.verdict === 'verified';
  const steps = commitAtOnce ? [...CHECK_STEPS, ...WRITE_STEPS] : CHECK_STEPS;
  // The view may be of the writing that came after.
  const isOfCheck = running || CHECK_STEPS.some((step) => run.view.steps[step] !== undefined);
  const canContinue = outcome !== null && outcome.draftId !== null && outcome.plan !== null;
  useEffect(() => {
    if (isVerified) nextButton.current?.focus();
  }, [isVerified]);
  const checkAgain = () => {
    setTries(tries + 1);
    props.onCheckAgain();
  };
  const mayBeMended = canContinue && !isVerified;

  return (
    <div className="pk-step">
      <StepLayout
        key={tries}
        title={t('login.check.title', { registry: scope })}
        footer={
          running ? (
            <Button variant="secondary" onClick={run.cancel}>
              {t('login.check.cancel')}
            </Button>
          ) : (
            <>
              {mayBeMended && (
                <Button variant="primary" onClick={checkAgain}>
                  {t('credentials.checkAgain')}
                </Button>
              )}
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
          <div className="pk-actions">
            {mayBeMended && isUntrusted(outcome.check, registry) && (
              <TrustOffer registry={registry} onChanged={checkAgain} />
            )}
            <Link
              to={{
                pathname: '/diagnosis',
                search: `?${new URLSearchParams({ reference: scope })}`,
              }}
            >
              {t('login.check.diagnose')}
            </Link>
          </div>
        )}
        {mayBeMended && (
          <div className="pk-note pk-stack-tight">
            <p>{t('login.check.unverified')}</p>
            {outcome.expiresAt && <HeldUntil at={outcome.expiresAt} />}
          </div>
        )}
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

/** The registry itself showed a certificate of an authority that this machine does not know. */
function isUntrusted({ reason, host }: CheckResult, registry: string): boolean {
  return (reason === 'tls-untrusted' || reason === 'tls-self-signed') && host === registry;
}
