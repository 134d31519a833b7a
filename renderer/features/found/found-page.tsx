import '../../styles/found.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type FoundIn, foundLogins } from '../../components/found-logins.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { useStoreName } from '../../components/store-name.ts';
import { targetsQuery } from '../../queries.ts';
import { FoundFile } from './found-file.tsx';
import { idOf, type Login, useTakeOver } from './take-over.ts';
import { TakenList } from './taken-list.tsx';

/** The logins of other tools on this computer: each named, and taken over only when it was chosen. */
export default function FoundPage() {
  const { t } = useTranslation();
  const store = useStoreName();
  const navigate = useNavigate();
  const targets = useQuery(targetsQuery);
  const found = foundLogins(targets.data ?? []);
  const logins = found.flatMap(loginsOf);
  /** Null until something is chosen otherwise: every login that its file names. */
  const [choice, setChoice] = useState<ReadonlySet<string> | null>(null);
  const chosen = logins.filter((login) =>
    choice === null ? login.username !== null : choice.has(idOf(login)),
  );
  const chosenIds = new Set(chosen.map(idOf));
  const { taken, run, isRunning, takeOver, stop } = useTakeOver();
  const choose = (ids: readonly string[], wanted: boolean) => {
    const next = new Set(chosenIds);
    for (const id of ids) {
      if (wanted) next.add(id);
      else next.delete(id);
    }
    setChoice(next);
  };
  return (
    <>
      <PageHeader title={t('found.title')} description={t('found.description')} />
      <div className="pk-page-body pk-stack">
        {targets.error && (
          <ErrorAlert error={targets.error} onRetry={() => void targets.refetch()} />
        )}
        {targets.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
        {taken.length > 0 && <TakenList taken={taken} />}
        {targets.data && logins.length === 0 && <p className="pk-nothing">{t('found.none')}</p>}
        {found.map((file) => (
          <FoundFile
            key={file.target.id}
            file={file}
            chosen={chosenIds}
            isDisabled={isRunning}
            onChoose={choose}
          />
        ))}
        {logins.length > 0 && <p className="pk-muted">{t('found.storedIn', { store })}</p>}
        {run.storePromptLimitMs !== null && <p className="pk-note">{t('run.storePromptShort')}</p>}
        <div className={logins.length > 0 ? 'pk-actions' : 'pk-actions pk-more'}>
          {logins.length > 0 && (
            <Button
              variant="primary"
              isLoading={isRunning}
              isDisabled={isRunning || chosen.length === 0}
              onClick={() => void takeOver(chosen)}
            >
              {chosen.length === 0
                ? t('found.takeNone')
                : t('found.take', { count: chosen.length })}
            </Button>
          )}
          {isRunning ? (
            <Button variant="link" onClick={stop}>
              {t('found.stop')}
            </Button>
          ) : (
            <Button
              variant={logins.length > 0 ? 'link' : 'primary'}
              onClick={() => navigate('/overview')}
            >
              {t('found.toOverview')}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function loginsOf({ target, entries }: FoundIn): Login[] {
  return entries.map(({ key, username }) => ({
    targetId: target.id,
    path: target.path,
    key,
    username,
  }));
}
