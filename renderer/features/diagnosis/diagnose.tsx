import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Subject } from '../../../shared/diagnosis.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { HandingOn } from './handing-on.tsx';
import { RegistryResult } from './registry-result.tsx';
import { useDiagnosis } from './use-diagnosis.ts';

const MAX_REFERENCES = 32;

/** What was typed: references, one a line, or a pull secret as it is. */
function subjectOf(text: string): Subject | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return { kind: 'pull-secret', text: trimmed };
  const references = trimmed.split(/\s+/).filter((each) => each !== '');
  if (references.length === 0 || references.length > MAX_REFERENCES) return null;
  return { kind: 'references', references, credentialId: null };
}

/** Looks for the cause, probe by probe, of one or several registries side by side. */
export function Diagnose() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const [text, setText] = useState(search.get('reference') ?? '');
  const { isRunning, progress, diagnosis, error, run, rerun, cancel } = useDiagnosis();
  const subject = subjectOf(text);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (subject !== null && !isRunning) void run(subject);
  };

  return (
    <section className="pk-stack" aria-label={t('diagnosis.sections.run')}>
      <form onSubmit={submit} className="pk-stack">
        <FormGroup label={t('diagnosis.field')} fieldId="diagnosis-subject">
          <TextArea
            id="diagnosis-subject"
            className="pk-pasted"
            value={text}
            onChange={(_event, value) => setText(value)}
            rows={2}
            resizeOrientation="vertical"
            placeholder="registry.redhat.io/ubi9/ubi"
            aria-describedby="diagnosis-help"
            spellCheck={false}
          />
          <p id="diagnosis-help" className="pk-field-help pk-muted">
            {t('diagnosis.fieldHelp')}
          </p>
        </FormGroup>
        <div className="pk-actions">
          <Button type="submit" variant="primary" isAriaDisabled={subject === null || isRunning}>
            {t('diagnosis.start')}
          </Button>
          {isRunning && (
            <Button variant="secondary" onClick={cancel}>
              {t('common.cancel')}
            </Button>
          )}
          <span role="status" className="pk-muted">
            {isRunning && t('diagnosis.running')}
          </span>
        </div>
      </form>
      {error && <ErrorAlert error={error} />}
      {progress.length === 0 && !isRunning && !error && (
        <p className="pk-nothing">{t('diagnosis.empty')}</p>
      )}
      <div className="pk-diagnoses">
        {progress.map((each) => (
          <RegistryResult
            key={each.name}
            progress={each}
            onRerun={diagnosis && !isRunning ? (probeId) => rerun(each.name, probeId) : null}
          />
        ))}
      </div>
      {diagnosis && (
        <section className="pk-stack" aria-label={t('diagnosis.report.title')}>
          <h2 className="pk-section-title">{t('diagnosis.report.title')}</h2>
          <p className="pk-muted">{t('diagnosis.report.about')}</p>
          <HandingOn
            files={[
              {
                label: t('allowList.saveMarkdown'),
                content: { what: 'diagnosis', of: diagnosis.runId, format: 'md' },
              },
              {
                label: t('diagnosis.report.saveJson'),
                content: { what: 'diagnosis', of: diagnosis.runId, format: 'json' },
              },
            ]}
            copied={{ what: 'diagnosis', of: diagnosis.runId, format: 'md' }}
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
