import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useTranslation } from 'react-i18next';
import { CLIPBOARD_CLEARS_AFTER_MS } from '../../../shared/exporting.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PersonalLogin } from '../../components/personal-login.tsx';
import { duration } from '../../dates.ts';
import type { Export } from './use-export.ts';

const ROWS_MIN = 7;
const ROWS_MAX = 18;

interface Props {
  readonly job: Export;
  readonly isBlocked: boolean;
  readonly acceptsPersonal: boolean;
  readonly onAccept: (accepts: boolean) => void;
}

/** What is going to be made, without its secrets; what to know of it; and the two ways out. */
export function Preview({ job, isBlocked, acceptsPersonal, onAccept }: Props) {
  const { t, i18n } = useTranslation();
  const { preview, error, done, run, confirming } = job;
  const running = run.view.running || confirming.isRunning;
  if (!preview) {
    return error ? (
      <ErrorAlert error={error} onRetry={job.retry} />
    ) : (
      <Skeleton height="10rem" screenreaderText={t('common.loading')} />
    );
  }
  const { personal, notes, text, isRedacted, fileName } = preview;
  const mayLeave = !isBlocked && !running && (personal.length === 0 || acceptsPersonal);
  return (
    <section className="pk-stack" aria-labelledby="export-preview">
      <div className="pk-export-preview-head">
        <h2 id="export-preview">{t('export.preview')}</h2>
        <code className="pk-path">{fileName}</code>
      </div>
      <textarea
        className="pk-export-text"
        aria-labelledby="export-preview"
        dir="ltr"
        readOnly
        spellCheck={false}
        rows={Math.max(ROWS_MIN, Math.min(text.split('\n').length + 1, ROWS_MAX))}
        value={text}
      />
      <p className="pk-muted pk-small">
        {isRedacted ? t('export.redacted') : t('export.noSecrets')}
      </p>
      {notes.length > 0 && (
        <ul className="pk-export-notes">
          {notes.map((note) => (
            <li key={note}>{t(`export.note.${note}`)}</li>
          ))}
        </ul>
      )}
      {personal.length > 0 && (
        <PersonalLogin
          id="export-personal"
          users={personal}
          label={t('export.personal.accept')}
          accepts={acceptsPersonal}
          onAccept={onAccept}
        />
      )}
      {error && <ErrorAlert error={error} />}
      <div className="pk-actions">
        <Button
          variant="primary"
          isDisabled={!mayLeave}
          isLoading={running}
          onClick={() => void job.save(acceptsPersonal)}
        >
          {t('export.save')}
        </Button>
        <Button
          variant="secondary"
          isDisabled={!mayLeave}
          onClick={() => void job.copy(acceptsPersonal)}
        >
          {t('export.copy')}
        </Button>
        {running && (
          <Button variant="link" onClick={confirming.isRunning ? confirming.cancel : run.cancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
      {confirming.dialog}
      <div role="status">
        {done && (
          <Alert
            variant="success"
            isInline
            component="h3"
            title={
              done.how === 'saved'
                ? t('export.saved', { path: done.path })
                : t('export.copied', {
                    duration: duration(CLIPBOARD_CLEARS_AFTER_MS, i18n.language),
                  })
            }
          />
        )}
      </div>
    </section>
  );
}
