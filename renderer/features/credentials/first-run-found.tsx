import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { foundLogins } from '../../components/found-logins.ts';
import { targetsQuery } from '../../queries.ts';

/** So many are named here; the page where they are chosen has them all. */
const NAMED = 3;

/** What the tools' own files say already. They are read, and nothing else is done. */
export default function FirstRunFound() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const targets = useQuery(targetsQuery);
  if (targets.error) {
    return <ErrorAlert error={targets.error} onRetry={() => void targets.refetch()} />;
  }
  if (!targets.data) return <p className="pk-muted">{t('firstRun.looking')}</p>;
  const found = foundLogins(targets.data);
  const logins = found.flatMap(({ target, entries }) =>
    entries.map(({ key, username }) => ({ id: `${target.id} ${key}`, key, username })),
  );
  if (logins.length === 0) return <p className="pk-muted">{t('firstRun.foundNone')}</p>;
  return (
    <section className="pk-first-found" aria-labelledby="first-found-title">
      <div>
        <h3 id="first-found-title">{t('firstRun.found', { count: logins.length })}</h3>
        <p className="pk-muted">{t('firstRun.foundIn', { count: found.length })}</p>
        <ul className="pk-bullets">
          {logins.slice(0, NAMED).map(({ id, key, username }) => (
            <li key={id} className="pk-break">
              {username === null ? key : t('found.one', { user: username, key })}
            </li>
          ))}
        </ul>
        {logins.length > NAMED && (
          <p className="pk-muted">{t('firstRun.more', { count: logins.length - NAMED })}</p>
        )}
      </div>
      <Button variant="secondary" onClick={() => navigate('/found')}>
        {t('firstRun.choose')}
      </Button>
    </section>
  );
}
