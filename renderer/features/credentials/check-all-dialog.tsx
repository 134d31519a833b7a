import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckedAll } from '../../../shared/credential.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { VerdictWord } from '../../components/verdict.tsx';
import { someCredentialsQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

interface Props {
  readonly total: number;
  /** The ids of those to check; null for all. */
  readonly only: readonly string[] | null;
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
export default function CheckAllDialog({ total, only, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const [checked, setChecked] = useState<CheckedAll | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const started = useRef(false);

  const { start } = run;
  const check = async () => {
    setChecked(null);
    setError(null);
    try {
      setChecked(
        await start((runId) =>
          call('credentials.check-all', { runId, ...(only && { credentialIds: [...only] }) }),
        ),
      );
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
    <Dialog
      title={t('checkAll.title')}
      description={t('checkAll.about')}
      onClose={onClose}
      footer={
        running ? (
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
        )
      }
    >
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
              total: progress?.total ?? total,
            })}
          </span>
        </div>
      )}
      {error && <ErrorAlert error={error} onRetry={() => void check()} />}
      {checked && <Summary checked={checked} />}
    </Dialog>
  );
}

/** So many are named; those that need attention come first. */
const NAMED = 200;

function Summary({ checked: { cancelled, results } }: { readonly checked: CheckedAll }) {
  const { t } = useTranslation();
  const verified = results.filter((result) => groupOf(result) === 'verified').length;
  const sorted = [...results]
    .sort((a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)))
    .slice(0, NAMED);
  const credentials = useQuery(
    someCredentialsQuery(sorted.map(({ credentialId }) => credentialId)),
  );
  const about = new Map(credentials.data?.map((credential) => [credential.id, credential]));
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
      {results.length > sorted.length && (
        <p className="pk-muted">{t('plan.more', { count: results.length - sorted.length })}</p>
      )}
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
