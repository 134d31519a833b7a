import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../../shared/contract.ts';
import { PLAINTEXT_ROLES } from '../../../../shared/plaintext.ts';
import { call, wireErrorOf } from '../../../bridge.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useRun } from '../../../run.ts';
import { PlaintextItem } from './plaintext-item.tsx';

/** Looks for credentials in the clear, and says what to do about each file that has some. */
export function PlaintextSection() {
  const { t } = useTranslation();
  const { view, start, cancel } = useRun();
  const [found, setFound] = useState<CallOutput<'plaintext.find'> | null>(null);
  const [error, setError] = useState<Error | null>(null);

  const find = async () => {
    setError(null);
    try {
      setFound(await start((runId) => call('plaintext.find', { runId })));
    } catch (cause) {
      if (wireErrorOf(cause).code !== 'CANCELLED') setError(cause as Error);
    }
  };

  const groups = PLAINTEXT_ROLES.map((role) => ({
    role,
    files: found?.files.filter((file) => file.role === role) ?? [],
  })).filter(({ files }) => files.length > 0);

  return (
    <section className="pk-target" aria-label={t('plaintext.title')} aria-busy={view.running}>
      <header>
        <div className="pk-entry-head">
          <h2>{t('plaintext.title')}</h2>
          {view.running ? (
            <Button variant="link" onClick={cancel}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button variant="secondary" onClick={() => void find()}>
              {found ? t('plaintext.again') : t('plaintext.find')}
            </Button>
          )}
        </div>
        <p className="pk-muted">{t('plaintext.text')}</p>
      </header>
      {error && <ErrorAlert error={error} onRetry={() => void find()} />}
      <div role="status">
        {view.running && (
          <p className="pk-inline">
            <Spinner size="md" aria-hidden />
            {t('plaintext.running')}
          </p>
        )}
        {!view.running && found && (
          <p>{t('plaintext.found', { count: found.files.length, looked: found.looked })}</p>
        )}
      </div>
      {groups.map(({ role, files }) => (
        <section key={role} aria-label={t(`plaintext.role.${role}.title`)}>
          <h3>{t(`plaintext.role.${role}.title`)}</h3>
          <p className="pk-muted pk-small">{t(`plaintext.role.${role}.advice`)}</p>
          <ul className="pk-drift">
            {files.map((file) => (
              <PlaintextItem key={file.path} file={file} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
