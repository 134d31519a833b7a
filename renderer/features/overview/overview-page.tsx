import '../../styles/overview.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { OverviewQuery } from '../../../shared/overview.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { EVERY_REGISTRY, overviewQuery } from '../../queries.ts';
import { FirstSteps } from './first-steps.tsx';
import { type Mend, MendDialog } from './mend-dialog.tsx';
import { OverviewGrid } from './overview-grid.tsx';
import { TargetProblems } from './target-problems.tsx';

/** A filter helps once the grid is longer than a glance. */
const FILTER_FROM = 5;
const SHOWS = ['all', 'attention'] as const satisfies readonly OverviewQuery['show'][];

/** "Am I logged in, and where?": registries x targets. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [show, setShow] = useState<OverviewQuery['show']>('all');
  const words = useDeferredValue(text);
  const query = words === '' && show === 'all' ? EVERY_REGISTRY : { text: words, show };
  const first = useQuery({ ...overviewQuery(query), placeholderData: keepPreviousData });
  const [mend, setMend] = useState<Mend | null>(null);
  const closeMend = useCallback(() => setMend(null), []);
  const page = first.data;
  const clear = () => {
    setText('');
    setShow('all');
  };

  return (
    <>
      <PageHeader title={t('overview.title')} description={t('overview.description')}>
        {page && page.registries > 0 && (
          <>
            <Button variant="primary" icon={<PlusIcon />} onClick={() => navigate('/login')}>
              {t('credentials.logIn')}
            </Button>
            <Button variant="secondary" onClick={() => navigate('/import')}>
              {t('import.open')}
            </Button>
          </>
        )}
      </PageHeader>
      <div className="pk-page-body">
        {first.error && <ErrorAlert error={first.error} onRetry={() => void first.refetch()} />}
        {first.isPending && <Skeleton height="12rem" screenreaderText={t('common.loading')} />}
        {page && <TargetProblems targets={page.targets} />}
        {page?.registries === 0 && <FirstSteps />}
        {page && page.registries > 0 && (
          <>
            <p className="pk-lead-line" role="status">
              <strong>
                {t('overview.loggedIn', { count: page.loggedIn, total: page.registries })}
              </strong>{' '}
              {page.attention > 0 && t('overview.attention', { count: page.attention })}{' '}
              {page.foreign > 0 && (
                <>
                  {t('overview.foreign', { count: page.foreign })}{' '}
                  <Link to="/found">{t('overview.takeOver')}</Link>
                </>
              )}
            </p>
            <search className="pk-toolbar">
              {page.registries >= FILTER_FROM && (
                <SearchField
                  value={text}
                  onChange={setText}
                  label={t('overview.filter')}
                  hint={t('overview.filterHint')}
                  maxLength={500}
                />
              )}
              <fieldset className="pk-segments">
                <legend className="pk-visually-hidden">{t('overview.show.label')}</legend>
                {SHOWS.map((each) => (
                  <label key={each} className="pk-segment">
                    <input
                      type="radio"
                      name="overview-show"
                      checked={show === each}
                      onChange={() => setShow(each)}
                    />
                    {t(`overview.show.${each}`)}
                  </label>
                ))}
              </fieldset>
            </search>
            {page.matching > 0 ? (
              <OverviewGrid first={page} query={query} onMend={setMend} />
            ) : (
              <p className="pk-nothing">
                {text === '' ? t('overview.allWell') : t('overview.noMatch', { filter: words })}{' '}
                <Button variant="link" isInline onClick={clear}>
                  {t('overview.showAll')}
                </Button>
              </p>
            )}
          </>
        )}
      </div>
      {mend && <MendDialog mend={mend} onClose={closeMend} />}
    </>
  );
}
