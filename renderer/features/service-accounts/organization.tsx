import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { SearchInput } from '@patternfly/react-core/dist/dynamic/components/SearchInput';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type LocalAccount,
  nameOfServiceAccount,
  type RedHatStatus,
  type RemoteAccount,
} from '../../../shared/service-account.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { REMOTE_ACCOUNTS, remotePage } from './queries.ts';
import { type RemoteAct, RemoteDialog } from './remote-dialog.tsx';
import { RemoteItem } from './remote-item.tsx';
import { SignIn } from './sign-in.tsx';

interface Props {
  readonly status: RedHatStatus;
  readonly locals: readonly LocalAccount[];
}

/** The accounts of the user's organization, as the service has them. */
export function Organization({ status, locals }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="organization-accounts">
      <h2 id="organization-accounts">{t('serviceAccounts.remote.title')}</h2>
      <SignIn status={status} />
      {status.state === 'signed-in' && status.account !== null && (
        <Accounts account={status.account} locals={locals} />
      )}
    </section>
  );
}

interface AccountsProps {
  readonly account: NonNullable<RedHatStatus['account']>;
  readonly locals: readonly LocalAccount[];
}

function Accounts({ account, locals }: AccountsProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [act, setAct] = useState<{ act: RemoteAct; remote: RemoteAccount } | null>(null);
  const pages = useInfiniteQuery({
    queryKey: [...REMOTE_ACCOUNTS, account.organization],
    queryFn: ({ pageParam, signal }) => remotePage(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ nextOffset }) => nextOffset,
  });
  const all = pages.data?.pages.flatMap(({ accounts }) => accounts) ?? [];
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter(({ name, description, createdBy }) => {
    const text = `${name} ${description} ${createdBy ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const localOf = (name: string) =>
    locals.find(({ username }) => nameOfServiceAccount(username) === name) ?? null;
  return (
    <div className="pk-stack">
      {pages.error && <ErrorAlert error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
      {pages.data && all.length === 0 && (
        <p className="pk-nothing">{t('serviceAccounts.remote.empty')}</p>
      )}
      {all.length > 0 && (
        <>
          <div className="pk-toolbar">
            <SearchInput
              aria-label={t('serviceAccounts.remote.search')}
              placeholder={t('serviceAccounts.remote.search')}
              value={query}
              onChange={(_event, value) => setQuery(value)}
              onClear={() => setQuery('')}
            />
            <Button
              variant="link"
              isDisabled={pages.isFetching}
              onClick={() => void pages.refetch()}
            >
              {t('serviceAccounts.remote.reload')}
            </Button>
          </div>
          {shown.length === 0 ? (
            <p className="pk-nothing">{t('serviceAccounts.remote.noMatch', { query })}</p>
          ) : (
            <ul className="pk-account-list">
              {shown.map((remote) => (
                <RemoteItem
                  key={remote.name}
                  remote={remote}
                  me={account}
                  isHere={localOf(remote.name) !== null}
                  onAct={(chosen) => setAct({ act: chosen, remote })}
                />
              ))}
            </ul>
          )}
          {pages.hasNextPage && (
            <Button
              variant="secondary"
              isLoading={pages.isFetchingNextPage}
              isDisabled={pages.isFetching}
              onClick={() => void pages.fetchNextPage()}
            >
              {t('serviceAccounts.remote.more')}
            </Button>
          )}
        </>
      )}
      {act && (
        <RemoteDialog
          act={act.act}
          remote={act.remote}
          local={localOf(act.remote.name)}
          onClose={() => setAct(null)}
        />
      )}
    </div>
  );
}
