import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import PlusIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-icon';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { vaultTrouble } from '../../components/vault-trouble.ts';
import {
  appInfoQuery,
  credentialsQuery,
  driftQuery,
  targetsQuery,
  vaultQuery,
} from '../../queries.ts';
import { CredentialsTable } from './credentials-table.tsx';
import { matches } from './filter.ts';
import { FirstRun } from './first-run.tsx';
import type { RowAction } from './row-action.ts';

// Dialogs and alerts are no part of an ordinary first screen.
const ErrorAlert = lazy(() =>
  import('../../components/error-alert.tsx').then(({ ErrorAlert: it }) => ({ default: it })),
);
const VaultBanner = lazy(() =>
  import('../../components/vault-banner.tsx').then(({ VaultBanner: it }) => ({ default: it })),
);
const DriftNotices = lazy(() => import('./drift-notices.tsx'));
const CheckAllDialog = lazy(() => import('./check-all-dialog.tsx'));
const ActionDialog = lazy(() => import('./action-dialog.tsx'));

/** A filter helps once the list is longer than a glance. */
const FILTER_FROM = 5;

/** Home: every credential, where it is and whether it works. */
export function CredentialsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const credentials = useQuery(credentialsQuery);
  const vault = useQuery(vaultQuery);
  const info = useQuery(appInfoQuery);
  const drift = useQuery({ ...driftQuery, enabled: credentials.data !== undefined });
  const targets = useQuery(targetsQuery);
  const [action, setAction] = useState<RowAction | null>(null);
  const [checksAll, setChecksAll] = useState(false);
  const [filter, setFilter] = useState('');
  /** Ids; null while nothing is being selected. */
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  const wanted = useDeferredValue(filter);

  const all = credentials.data ?? [];
  const shown = all.filter((credential) => matches(credential, wanted));
  const login = (
    <Button
      variant="primary"
      icon={<PlusIcon />}
      onClick={() => navigate('/login')}
      aria-keyshortcuts="Control+N"
    >
      {t('credentials.logIn')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t('credentials.title')} description={t('credentials.description')}>
        {all.length > 0 && (
          <>
            {login}
            {all.length > 1 && (
              <Button variant="secondary" onClick={() => setChecksAll(true)}>
                {t('checkAll.title')}
              </Button>
            )}
            <Button variant="secondary" onClick={() => navigate('/import')}>
              {t('import.open')}
            </Button>
            {selected === null ? (
              <Button variant="link" onClick={() => setSelected(new Set())}>
                {t('export.select')}
              </Button>
            ) : (
              <>
                <Button
                  variant="secondary"
                  isDisabled={selected.size === 0}
                  onClick={() =>
                    navigate({ pathname: '/export', search: `?ids=${[...selected].join()}` })
                  }
                >
                  {t('export.selected', { count: selected.size })}
                </Button>
                <Button variant="link" onClick={() => setSelected(null)}>
                  {t('common.cancel')}
                </Button>
              </>
            )}
          </>
        )}
      </PageHeader>
      <div className="pk-page-body">
        {info.data?.root && <p className="pk-note">{t('credentials.asRoot')}</p>}
        <Suspense fallback={null}>
          {vault.data && vaultTrouble(vault.data) && <VaultBanner status={vault.data} />}
          {credentials.error && (
            <ErrorAlert error={credentials.error} onRetry={() => void credentials.refetch()} />
          )}
          {drift.error && <ErrorAlert error={drift.error} onRetry={() => void drift.refetch()} />}
          {drift.data && drift.data.length > 0 && targets.data && (
            <DriftNotices
              notices={drift.data}
              credentials={all}
              targets={targets.data}
              onAction={setAction}
            />
          )}
        </Suspense>
        {credentials.isPending && <Loading />}
        {credentials.data?.length === 0 && <FirstRun />}
        {all.length > 0 && (
          <>
            {all.length >= FILTER_FROM && (
              <search className="pk-toolbar">
                <TextInput
                  type="search"
                  customIcon={<span className="pk-search-icon" />}
                  value={filter}
                  onChange={(_event, value) => setFilter(value)}
                  onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
                  aria-label={t('credentials.filter')}
                  placeholder={t('credentials.filterHint')}
                />
                <span className="pk-muted" role="status">
                  {t('credentials.count', { count: shown.length, total: all.length })}
                </span>
              </search>
            )}
            {shown.length > 0 ? (
              <CredentialsTable
                credentials={shown}
                selected={selected}
                onSelect={setSelected}
                onAction={setAction}
              />
            ) : (
              <p className="pk-nothing">
                {t('credentials.noMatch', { filter: wanted })}{' '}
                <Button variant="link" isInline onClick={() => setFilter('')}>
                  {t('credentials.clearFilter')}
                </Button>
              </p>
            )}
          </>
        )}
      </div>
      {checksAll && (
        <Suspense fallback={null}>
          <CheckAllDialog credentials={all} onClose={() => setChecksAll(false)} />
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
