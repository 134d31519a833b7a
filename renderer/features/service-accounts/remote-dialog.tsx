import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract.ts';
import type { LocalAccount, RemoteAccount } from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { useRun } from '../../run.ts';
import { AccountDialog, ConfirmName } from './account-dialog.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import { Finish } from './finish.tsx';
import { REMOTE_ACCOUNTS } from './queries.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { Breaks } from './uses.tsx';

export type RemoteAct = 'view' | 'fetch' | 'regenerate' | 'describe' | 'delete';

interface Props {
  readonly act: RemoteAct;
  readonly remote: RemoteAccount;
  readonly local: LocalAccount | null;
  readonly onClose: () => void;
}

/** The dialog of an act on an account of the organization. */
export function RemoteDialog({ act, remote, local, onClose }: Props) {
  const { name, description, username } = remote;
  switch (act) {
    case 'view':
      return <ViewDialog name={name} onClose={onClose} />;
    case 'describe':
      return (
        <DescribeDialog place="service" name={name} description={description} onClose={onClose} />
      );
    case 'delete':
      return (
        <RemoveDialog
          act="delete"
          username={username ?? name}
          local={local}
          isSignedIn
          onClose={onClose}
        />
      );
    case 'fetch':
    case 'regenerate':
      return <FetchDialog act={act} name={name} onClose={onClose} />;
  }
}

const FACTS = [
  'username',
  'description',
  'createdAt',
  'createdBy',
  'updatedBy',
  'issuedAt',
] as const;

interface NamedProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** What the service says of an account now, and who can see its credential. */
function ViewDialog({ name, onClose }: NamedProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [...REMOTE_ACCOUNTS, 'one', name],
    queryFn: ({ signal }) => {
      const runId = crypto.randomUUID();
      signal.addEventListener('abort', () => void call('run.cancel', { runId }).catch(() => {}));
      return call('service-accounts.remote-view', { runId, name });
    },
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <AccountDialog
      title={t('serviceAccounts.view.title')}
      name={name}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {error && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
      {data && (
        <dl className="pk-pairs">
          {FACTS.map((fact) => (
            <Fragment key={fact}>
              <dt>{t(`serviceAccounts.view.${fact}`)}</dt>
              <dd className="pk-break">{data[fact] || t('serviceAccounts.view.unsaid')}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      <p className="pk-note">{t('serviceAccounts.rules.visible')}</p>
    </AccountDialog>
  );
}

type Fetched = CallOutput<'service-accounts.remote-fetch'>;

/** Gets an account's credential onto this computer: as it is, or anew. */
function FetchDialog({
  act,
  name,
  onClose,
}: NamedProps & { readonly act: 'fetch' | 'regenerate' }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const [typed, setTyped] = useState('');
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { running } = run.view;
  const draftId = fetched?.login.draftId ?? null;
  useEffect(() => {
    if (draftId === null) return;
    return () => void call('login.discard', { draftId }).catch(() => {});
  }, [draftId]);
  const start = async () => {
    setError(null);
    try {
      const input = { name, alsoConnect: false };
      setFetched(
        await run.start((runId) => call(`service-accounts.remote-${act}`, { runId, ...input })),
      );
    } catch (cause) {
      setError(cause as Error);
    }
    if (act === 'regenerate') await client.invalidateQueries({ queryKey: REMOTE_ACCOUNTS });
  };
  const needsName = act === 'regenerate';
  return (
    <>
      <AccountDialog
        title={t(`serviceAccounts.${act}.title`)}
        name={name}
        onClose={onClose}
        isDangerous={needsName}
        footer={
          <>
            {fetched === null && (
              <Button
                variant={needsName ? 'danger' : 'primary'}
                isLoading={running}
                isDisabled={running || (needsName && typed !== name)}
                onClick={() => void start()}
              >
                {t(`serviceAccounts.${act}.confirm`)}
              </Button>
            )}
            <Button variant="link" onClick={running ? run.cancel : onClose}>
              {running ? t('common.cancel') : t('common.close')}
            </Button>
          </>
        }
      >
        {fetched === null ? (
          <>
            <p>{t(`serviceAccounts.${act}.text`)}</p>
            {needsName && (
              <>
                <Breaks local={null} />
                <ConfirmName name={name} typed={typed} onType={setTyped} />
              </>
            )}
          </>
        ) : (
          <Finish fetched={fetched} onDone={onClose} />
        )}
        {error && <ErrorAlert error={error} />}
        {running && <RunSteps view={run.view} steps={['ping', 'challenge', 'token', 'verdict']} />}
      </AccountDialog>
      <RealmQuestion run={run} />
    </>
  );
}
