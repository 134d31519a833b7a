import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedAll, CredentialView } from '../../../shared/credential.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { VerdictWord } from '../../components/verdict.tsx';
import { useRun } from '../../run.ts';

interface Props {
  readonly credentials: readonly CredentialView[];
  readonly onClose: () => void;
}

type Result = CheckedAll['results'][number];

/** What needs attention first. */
const ORDER = [
  'rejected',
  'problem',
  'not-checked',
  'unreachable',
  'not-asked',
  'verified',
] as const;
type Group = (typeof ORDER)[number];

function groupOf({ check, problem }: Result): Group {
  return check?.verdict ?? (problem === null ? 'not-asked' : 'problem');
}

/** Checks every stored credential and says in one place what came of it. */
export default function CheckAllDialog({ credentials, onClose }: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  const run = useRun();
  const [checked, setChecked] = useState<CheckedAll | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const started = useRef(false);

  const { start } = run;
  const check = async () => {
    setChecked(null);
    setError(null);
    try {
      setChecked(await start((runId) => call('credentials.check-all', { runId })));
    } catch (cause) {
      setError(cause as Error);
    }
  };
  const checkOnce = useRef(check);
  useEffect(() => {
    // Opening the dialog is the user's word; React's double mount in development is not a second one.
    if (started.current) return;
    started.current = true;
    void checkOnce.current();
  }, []);

  const { running, progress } = run.view;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={labelId}>
      <ModalHeader
        title={t('checkAll.title')}
        labelId={labelId}
        description={t('checkAll.about')}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {running && (
          <div className="pk-stack-tight">
            <progress
              className="pk-progress"
              aria-label={t('checkAll.title')}
              value={progress?.done ?? 0}
              max={Math.max(1, progress?.total ?? 1)}
            />
            <span role="status" className="pk-muted">
              {t('checkAll.progress', {
                done: progress?.done ?? 0,
                total: progress?.total ?? credentials.length,
              })}
            </span>
          </div>
        )}
        {error && <ErrorAlert error={error} onRetry={() => void check()} />}
        {checked && <Summary checked={checked} credentials={credentials} />}
      </ModalBody>
      <ModalFooter>
        {running ? (
          <Button variant="secondary" onClick={run.cancel}>
            {t('common.cancel')}
          </Button>
        ) : (
          <>
            <Button variant="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button variant="link" onClick={() => void check()}>
              {t('credentials.checkAgain')}
            </Button>
          </>
        )}
      </ModalFooter>
    </Modal>
  );
}

interface SummaryProps {
  readonly checked: CheckedAll;
  readonly credentials: readonly CredentialView[];
}

function Summary({ checked: { cancelled, results }, credentials }: SummaryProps) {
  const { t } = useTranslation();
  const verified = results.filter((result) => groupOf(result) === 'verified').length;
  const about = new Map(credentials.map((credential) => [credential.id, credential]));
  const sorted = [...results].sort((a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)));
  return (
    <>
      <p role="status">
        <strong>{t('checkAll.verified', { count: verified, total: results.length })}</strong>
        {cancelled && ` ${t('checkAll.cancelled')}`}
      </p>
      <ul className="pk-applied">
        {sorted.map((result) => {
          const credential = about.get(result.credentialId);
          return (
            <li key={result.credentialId}>
              <div className="pk-applied-head">
                {result.check ? (
                  <VerdictWord verdict={result.check.verdict} />
                ) : (
                  <span className="pk-muted">{t('checkAll.notAsked')}</span>
                )}
                <span className="pk-break">
                  {credential && `${credential.username} · ${credential.registry}`}
                </span>
              </div>
              {result.check && result.check.verdict !== 'verified' && (
                <p className="pk-muted">{t(`check.${result.check.reason}.title`)}</p>
              )}
              {result.problem && (
                <p className="pk-muted">{t(`errors.${result.problem}.title`, NAMED_BY_THE_LINE)}</p>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The titles of these errors name nothing that the line does not say. */
const NAMED_BY_THE_LINE = {
  path: '',
  registry: '',
  host: '',
  key: '',
  username: '',
  helper: '',
  limit: '',
};
