import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import { useTranslation } from 'react-i18next';
import { ErrorText, useErrorTitle } from '../../components/error-alert.tsx';
import { idOf, type Taken } from './take-over.ts';

/** What became of each login that was to be taken over. */
export function TakenList({ taken }: { readonly taken: readonly Taken[] }) {
  const { t } = useTranslation();
  const title = useErrorTitle();
  return (
    <section className="pk-stack" role="status" aria-label={t('found.results')}>
      <h2 className="pk-found-title">{t('found.results')}</h2>
      <ul className="pk-applied">
        {taken.map(({ login, problem }) => (
          <li key={idOf(login)}>
            <div className="pk-applied-head">
              <span className={`pk-outcome pk-outcome-${problem ? 'failed' : 'written'}`}>
                {problem ? <ExclamationCircleIcon /> : <CheckCircleIcon />}
                <span>{problem ? title(problem) : t('found.done')}</span>
              </span>
              <span className="pk-break">
                {login.username === null
                  ? login.key
                  : t('found.one', { user: login.username, key: login.key })}
              </span>
            </div>
            {problem && (
              <div className="pk-problem">
                <ErrorText error={problem} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
