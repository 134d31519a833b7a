import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import { useTranslation } from 'react-i18next';
import type { ImportOutcome } from '../../../shared/importing.ts';
import { ErrorAlert, ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { StepLayout } from '../../components/step-layout.tsx';

interface Props {
  readonly outcome: ImportOutcome;
  /** Why another try did not even begin. */
  readonly error: Error | null;
  readonly isRunning: boolean;
  readonly onDone: () => void;
  readonly onAnother: () => void;
  readonly onRetry: () => void;
}

/** Step 4: what became of each credential and of each file. */
export function DoneStep({ outcome, error, isRunning, onDone, onAnother, onRetry }: Props) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  const { results, targets } = outcome;
  const failed = results.filter(({ outcome: became }) => became === 'failed').length;
  const kept = results.length - failed;
  const hasTrouble = failed > 0 || targets.some(({ outcome: became }) => became === 'failed');
  return (
    <div className="pk-step">
      <StepLayout
        title={t('import.done.title')}
        footer={
          <>
            <Button variant="primary" onClick={onDone}>
              {t('login.done.finish')}
            </Button>
            {failed > 0 && (
              <Button
                variant="secondary"
                isLoading={isRunning}
                isDisabled={isRunning}
                onClick={onRetry}
              >
                {t('common.tryAgain')}
              </Button>
            )}
            <Button variant="link" onClick={onAnother}>
              {t('import.done.another')}
            </Button>
          </>
        }
      >
        {error && <ErrorAlert error={error} />}
        <div role="status">
          <Alert
            isInline
            component="h3"
            variant={hasTrouble ? 'warning' : 'success'}
            title={
              failed > 0
                ? t('import.done.partly', { count: kept, total: results.length })
                : t('import.done.ok', { count: kept })
            }
          >
            {hasTrouble ? t('import.done.rest') : t('import.done.remove')}
          </Alert>
        </div>
        <ul className="pk-applied">
          {results.map(({ candidateId, registry, username, outcome: became, problem }) => (
            <li key={`${candidateId} ${registry}`}>
              <div className="pk-applied-head">
                <span
                  className={`pk-outcome pk-outcome-${became === 'failed' ? 'failed' : 'written'}`}
                >
                  {became === 'failed' ? <ExclamationCircleIcon /> : <CheckCircleIcon />}
                  <span>{t(`import.outcome.${became}`)}</span>
                </span>
                <code className="pk-path">{registry}</code>
                <span>{username}</span>
              </div>
              {problem && (
                <div className="pk-problem">
                  <strong>{title(problem)}</strong>
                  <ErrorText error={problem} />
                </div>
              )}
            </li>
          ))}
        </ul>
        {targets.length > 0 && (
          <section aria-labelledby="import-files">
            <h3 id="import-files">{t('import.done.files')}</h3>
            <AppliedList targets={targets} />
          </section>
        )}
      </StepLayout>
    </div>
  );
}
