import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../shared/doctor.ts';
import { call, wireErrorOf } from '../../../bridge.ts';
import { FixDialog } from '../../../components/doctor/fix-dialog.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useRun } from '../../../run.ts';
import { byPath } from './by-path.ts';
import { FindingItem } from './finding-item.tsx';

/** Examines the places where tools keep credentials, and mends what can be mended. */
export function DoctorSection() {
  const { t } = useTranslation();
  const { view, start, cancel } = useRun();
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [fixing, setFixing] = useState<Finding | null>(null);

  const examine = async () => {
    setError(null);
    try {
      setFindings((await start((runId) => call('doctor.examine', { runId }))).findings);
    } catch (cause) {
      if (wireErrorOf(cause).code !== 'CANCELLED') setError(cause as Error);
    }
  };

  return (
    <section className="pk-target" aria-label={t('doctor.title')} aria-busy={view.running}>
      <header>
        <div className="pk-entry-head">
          <h2>{t('doctor.title')}</h2>
          {view.running ? (
            <Button variant="link" onClick={cancel}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button variant="secondary" onClick={() => void examine()}>
              {findings ? t('doctor.again') : t('doctor.examine')}
            </Button>
          )}
        </div>
        <p className="pk-muted">{t('doctor.text')}</p>
      </header>
      {error && <ErrorAlert error={error} onRetry={() => void examine()} />}
      <div role="status">
        {view.running && (
          <p className="pk-inline">
            <Spinner size="md" aria-hidden />
            {t('doctor.running')}
            {view.progress && t('doctor.progress', view.progress)}
          </p>
        )}
        {!view.running && findings && (
          <p className="pk-outcome pk-outcome-written">
            {findings.length === 0 && <CheckCircleIcon />}
            <span>
              {findings.length === 0
                ? t('doctor.nothing')
                : t('doctor.found', { count: findings.length })}
            </span>
          </p>
        )}
      </div>
      {byPath(findings ?? []).map(([path, found]) => (
        <section key={path} aria-label={t('doctor.findingsIn', { path })}>
          <h3>
            <code className="pk-path">{path}</code>
          </h3>
          <ul className="pk-drift">
            {found.map((finding) => (
              <FindingItem key={finding.id} finding={finding} onFix={setFixing} />
            ))}
          </ul>
        </section>
      ))}
      {fixing && (
        <FixDialog
          finding={fixing}
          onClose={(isChanged) => {
            setFixing(null);
            if (isChanged) void examine();
          }}
        />
      )}
    </section>
  );
}
