import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { wireErrorOf } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { HandingOn } from './handing-on.tsx';
import { RegistryResult } from './registry-result.tsx';
import { ResultsTable } from './results-table.tsx';
import { SubjectForm } from './subject-form.tsx';
import { useDiagnosis } from './use-diagnosis.ts';

/** Looks for the cause, probe by probe, of one or several registries side by side. */
export function Diagnose() {
  const { t } = useTranslation();
  const id = useId();
  const { isRunning, progress, diagnosis, error, run, rerun, cancel } = useDiagnosis();
  const of = diagnosis?.runId ?? null;
  const headingId = (name: string) => `${id}-${progress.findIndex((each) => each.name === name)}`;
  const goTo = (name: string) => {
    const heading = document.getElementById(headingId(name));
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  const isStopped = error !== null && wireErrorOf(error).code === 'CANCELLED';
  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.run')}>
      <SubjectForm
        isRunning={isRunning}
        onStart={(subject) => void run(subject)}
        onCancel={cancel}
      />
      {error && !isStopped && <ErrorAlert error={error} />}
      <div role="status">
        {isStopped && (
          <Alert variant="info" isInline component="h2" title={t('errors.CANCELLED.title')} />
        )}
      </div>
      {progress.length === 0 && !isRunning && !error && (
        <p className="pk-nothing">{t('diagnosis.empty')}</p>
      )}
      {progress.length > 1 && <ResultsTable all={progress} onChoose={goTo} />}
      <div className="pk-diagnoses">
        {progress.map((each) => (
          <RegistryResult
            key={each.name}
            id={headingId(each.name)}
            progress={each}
            of={of}
            onRerun={of && !isRunning ? (probeId) => rerun(each.name, probeId) : null}
          />
        ))}
      </div>
      {of && (
        <section className="pk-stack" aria-label={t('diagnosis.report.title')}>
          <h2 className="pk-section-title">{t('diagnosis.report.title')}</h2>
          <p className="pk-muted">{t('diagnosis.report.about')}</p>
          <HandingOn
            files={[
              {
                label: t('allowList.saveMarkdown'),
                content: { what: 'diagnosis', of, format: 'md' },
              },
              {
                label: t('diagnosis.report.saveJson'),
                content: { what: 'diagnosis', of, format: 'json' },
              },
            ]}
            copied={{ what: 'diagnosis', of, format: 'md' }}
          />
          <div>
            <LinkButton links={['red-hat-support-case']}>
              {t('link.red-hat-support-case')}
            </LinkButton>
          </div>
        </section>
      )}
    </section>
  );
}
