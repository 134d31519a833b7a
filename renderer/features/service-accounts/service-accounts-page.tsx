import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import '../../styles/service-accounts.css';
import type { LocalAccount } from '../../../shared/service-account.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ConnectionPage } from './connection-page.tsx';
import { CreatePage } from './create-page.tsx';
import { LocalAccountItem, type LocalAct } from './local-account-item.tsx';
import { LocalDialog } from './local-dialog.tsx';
import { Organization } from './organization.tsx';
import { localAccountsQuery, redHatQuery, useLiveAccounts } from './queries.ts';
import { Rules } from './rules.tsx';

/** Registry Service Accounts: what of them is here, what the organization has, and who may do what. */
export default function ServiceAccountsPage() {
  const { view } = useParams();
  if (view === 'new') return <CreatePage />;
  if (view === 'connection') return <ConnectionPage />;
  return <AccountsPage />;
}

function AccountsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useLiveAccounts();
  const redHat = useQuery(redHatQuery);
  const accounts = useQuery(localAccountsQuery);
  /** The account as it was when the dialog opened, until the list has a newer one. */
  const [open, setOpen] = useState<{ act: LocalAct; account: LocalAccount } | null>(null);
  const current = accounts.data?.find(({ username }) => username === open?.account.username);
  const isConfigured = redHat.data !== undefined && redHat.data.state !== 'not-configured';
  return (
    <>
      <PageHeader title={t('serviceAccounts.title')} description={t('serviceAccounts.description')}>
        <Button variant="primary" onClick={() => navigate('/service-accounts/new')}>
          {t('serviceAccounts.create')}
        </Button>
        <Button variant="secondary" onClick={() => navigate('/service-accounts/connection')}>
          {t('redHat.title')}
        </Button>
      </PageHeader>
      <div className="pk-page-body pk-accounts">
        {redHat.error && <ErrorAlert error={redHat.error} onRetry={() => void redHat.refetch()} />}
        <section aria-labelledby="local-accounts">
          <h2 id="local-accounts">{t('serviceAccounts.local.title')}</h2>
          {accounts.error && (
            <ErrorAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
          )}
          {accounts.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
          {accounts.data?.length === 0 && (
            <div className="pk-nothing">
              <p>{t('serviceAccounts.local.empty')}</p>
              <LinkButton links={['red-hat-service-accounts']}>
                {t('link.red-hat-service-accounts')}
              </LinkButton>
            </div>
          )}
          <ul className="pk-account-list">
            {accounts.data?.map((account) => (
              <LocalAccountItem
                key={account.username}
                account={account}
                isSignedIn={redHat.data?.state === 'signed-in'}
                onAct={(act) => setOpen({ act, account })}
              />
            ))}
          </ul>
        </section>
        {isConfigured && <Organization status={redHat.data} locals={accounts.data ?? []} />}
        <Rules />
      </div>
      {open && (
        <LocalDialog
          act={open.act}
          account={current ?? open.account}
          redHat={redHat.data ?? null}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
