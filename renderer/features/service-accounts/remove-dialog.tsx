import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LocalAccount, nameOfServiceAccount } from '../../../shared/service-account.ts';
import type { AppliedTarget } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { AppliedList } from '../../components/plan-list.tsx';
import { leaving, useRun } from '../../run.ts';
import { AccountDialog, ConfirmName } from './account-dialog.tsx';
import { REMOTE_ACCOUNTS } from './queries.ts';
import { Breaks } from './uses.tsx';

interface Props {
  /** Two different acts: from this computer alone, or the account itself, for everybody. */
  readonly act: 'remove' | 'delete';
  readonly username: string;
  readonly local: LocalAccount | null;
  /** Whether the service is asked; else the portal's page is opened. */
  readonly isSignedIn: boolean;
  readonly onClose: () => void;
}

/** Takes an account off this computer, or deletes it; each is confirmed by itself. */
export function RemoveDialog({ act, username, local, isSignedIn, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const [typed, setTyped] = useState('');
  const [removed, setRemoved] = useState<readonly AppliedTarget[] | null>(null);
  const [isDeleted, setDeleted] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const name = nameOfServiceAccount(username);
  const isDone = removed !== null || isDeleted;
  const isByPortal = act === 'delete' && !isSignedIn;

  const confirm = async () => {
    setError(null);
    try {
      if (act === 'delete') {
        await run.start((runId) => call('service-accounts.remote-delete', { runId, name }));
        setDeleted(true);
        await client.invalidateQueries({ queryKey: REMOTE_ACCOUNTS });
        return;
      }
      const applied: AppliedTarget[] = [];
      for (const { id } of local?.credentials ?? []) {
        const { targets } = await run.start((runId) =>
          call('credentials.forget', { runId, credentialId: id }),
        );
        applied.push(...targets);
      }
      setRemoved(applied);
    } catch (cause) {
      setError(cause as Error);
    }
  };

  const leave = leaving(run, onClose);

  return (
    <AccountDialog
      title={t(`serviceAccounts.${act}.title`)}
      name={username}
      onClose={leave}
      isDangerous
      footer={
        isDone || isByPortal ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button
              variant="danger"
              isLoading={run.view.running}
              isDisabled={run.view.running || typed !== name}
              onClick={() => void confirm()}
            >
              {t(`serviceAccounts.${act}.confirm`)}
            </Button>
            <Button variant="link" onClick={leave}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {isDone ? (
        <div role="status" className="pk-stack">
          <Alert isInline component="h2" variant="success" title={t(`serviceAccounts.${act}.done`)}>
            {isDeleted && local !== null && <p>{t('serviceAccounts.delete.stillHere')}</p>}
          </Alert>
          {removed !== null && <AppliedList targets={removed} />}
        </div>
      ) : (
        <>
          <p>{t(`serviceAccounts.${act}.text`)}</p>
          <Breaks local={local} />
          {isByPortal ? (
            <>
              <p>{t('serviceAccounts.delete.guide')}</p>
              <div className="pk-actions">
                <LinkButton links={['red-hat-service-accounts']} account={name} variant="secondary">
                  {t('link.red-hat-service-accounts')}
                </LinkButton>
              </div>
            </>
          ) : (
            <ConfirmName name={name} typed={typed} onType={setTyped} />
          )}
          {run.view.storePromptLimitMs !== null && (
            <p className="pk-note">{t('run.storePromptShort')}</p>
          )}
          {error && <ErrorAlert error={error} />}
        </>
      )}
    </AccountDialog>
  );
}
