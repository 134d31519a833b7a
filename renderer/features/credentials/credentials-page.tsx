import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { CredentialOrder, CredentialQuery } from '../../../shared/credential-query.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { appInfoQuery, credentialPageQuery, driftQuery, EVERY_CREDENTIAL } from '../../queries.ts';
import { CredentialsTable } from './credentials-table.tsx';
import { FirstRun } from './first-run.tsx';
import type { RowAction } from './row-action.ts';

// Dialogs, alerts and what is opened are no part of an ordinary first screen.
const ErrorAlert = lazy(() =>
  import('../../components/error-alert.tsx').then(({ ErrorAlert: it }) => ({ default: it })),
);
const DriftNotices = lazy(() => import('./drift-notices.tsx'));
const CheckAllDialog = lazy(() => import('./check-all-dialog.tsx'));
const ActionDialog = lazy(() => import('./action-dialog.tsx'));
const FilterBar = lazy(() => import('./filter-bar.tsx'));
const BulkBar = lazy(() => import('./bulk-bar.tsx'));

/** A filter helps once the list is longer than a glance. */
const FILTER_FROM = 5;

/** Home: every credential, where it is and whether it works. */
export function CredentialsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [text, setText] = useState(search.get('text') ?? '');
  const [choices, setChoices] = useState<CredentialQuery>(EVERY_CREDENTIAL);
  // Letters show at once; what they find may come a frame later.
  const words = useDeferredValue(text);
  const wanted = words === choices.text ? choices : { ...choices, text: words };
  const first = useQuery({ ...credentialPageQuery(wanted), placeholderData: keepPreviousData });
  const info = useQuery(appInfoQuery);
  const drift = useQuery({ ...driftQuery, enabled: first.data !== undefined });
  const [action, setAction] = useState<RowAction | null>(null);
  const [checksAll, setChecksAll] = useState(false);
  const [hasFilters, setFilters] = useState(false);
  /** Ids; null while nothing is being selected. */
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  // Until the answer is there the rows are those of the query before.
  const [shown, setShown] = useState(wanted);
  if (first.data && !first.isPlaceholderData && !isSame(shown, wanted)) setShown(wanted);
  // The rows may come a frame after the letters and the count.
  const list = useDeferredValue(
    useMemo(() => ({ page: first.data, query: shown }), [first.data, shown]),
  );
  const orderBy = useCallback(
    (order: CredentialOrder) => setChoices((before) => ({ ...before, order })),
    [],
  );

  const clear = () => {
    setText('');
    setChoices({ ...EVERY_CREDENTIAL, order: choices.order });
  };
  const { total = 0, matching = 0 } = first.data ?? {};
  const select = selected === null && (
    <Button variant="link" onClick={() => setSelected(new Set())}>
      {t('export.select')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t('credentials.title')} description={t('credentials.description')}>
        {total > 0 && (
          <>
            <Button
              variant="primary"
              icon={<PlusIcon />}
              onClick={() => navigate('/login')}
              aria-keyshortcuts="Control+N"
            >
              {t('credentials.logIn')}
            </Button>
            {total > 1 && (
              <Button variant="secondary" onClick={() => setChecksAll(true)}>
                {t('checkAll.title')}
              </Button>
            )}
            <Button variant="secondary" onClick={() => navigate('/import')}>
              {t('import.open')}
            </Button>
            <Button variant="secondary" onClick={() => navigate('/export')}>
              {t('export.open')}
            </Button>
            <Button variant="link" onClick={() => navigate('/profiles')}>
              {t('profiles.open')}
            </Button>
            {total < FILTER_FROM && select}
          </>
        )}
      </PageHeader>
      <div className="pk-page-body">
        {info.data?.root && <p className="pk-note">{t('credentials.asRoot')}</p>}
        <Suspense fallback={null}>
          {first.error && <ErrorAlert error={first.error} onRetry={() => void first.refetch()} />}
          {drift.error && <ErrorAlert error={drift.error} onRetry={() => void drift.refetch()} />}
          {drift.data && drift.data.length > 0 && (
            <DriftNotices notices={drift.data} onAction={setAction} />
          )}
        </Suspense>
        {first.isPending && <Loading />}
        {first.data?.total === 0 && <FirstRun />}
        {first.data && total > 0 && (
          <>
            {total >= FILTER_FROM && (
              <search className="pk-toolbar">
                <SearchField
                  value={text}
                  onChange={setText}
                  label={t('credentials.filter')}
                  hint={t('credentials.filterHint')}
                  maxLength={500}
                />
                <Button
                  variant="secondary"
                  aria-expanded={hasFilters}
                  onClick={() => setFilters(!hasFilters)}
                >
                  {t('credentials.moreFilters')}
                </Button>
                {select}
                <span className="pk-muted" role="status">
                  {t('credentials.count', { count: matching, total })}
                </span>
              </search>
            )}
            <Suspense fallback={null}>
              {hasFilters && <FilterBar query={choices} onChange={setChoices} onClear={clear} />}
              {selected !== null && (
                <BulkBar
                  query={shown}
                  matching={matching}
                  selected={selected}
                  onSelected={setSelected}
                />
              )}
            </Suspense>
            {matching > 0 ? (
              <CredentialsTable
                first={list.page ?? first.data}
                query={list.query}
                onOrder={orderBy}
                selected={selected}
                onSelected={setSelected}
                onAction={setAction}
              />
            ) : (
              <p className="pk-nothing">
                {shown.text === ''
                  ? t('credentials.noneSo')
                  : t('credentials.noMatch', { filter: shown.text })}{' '}
                <Button variant="link" isInline onClick={clear}>
                  {t('credentials.clearFilter')}
                </Button>
              </p>
            )}
          </>
        )}
      </div>
      {checksAll && (
        <Suspense fallback={null}>
          <CheckAllDialog total={total} only={null} onClose={() => setChecksAll(false)} />
        </Suspense>
      )}
      {action && (
        <Suspense fallback={null}>
          <ActionDialog action={action} onClose={() => setAction(null)} />
        </Suspense>
      )}
    </>
  );
}

function isSame(a: CredentialQuery, b: CredentialQuery): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function Loading() {
  const { t } = useTranslation();
  return (
    <div className="pk-stack" role="status" aria-label={t('common.loading')}>
      <Skeleton height="2.5rem" />
      <Skeleton height="2.5rem" />
      <Skeleton height="2.5rem" width="80%" />
    </div>
  );
}
