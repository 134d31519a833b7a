import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract.ts';
import {
  type LocalAccount,
  nameOfServiceAccount,
  type RedHatStatus,
} from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { CheckSummary } from '../../components/check-summary.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PasteField } from '../../components/paste-field.tsx';
import { AppliedList, PlannedTargetBody } from '../../components/plan-list.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { useRun } from '../../run.ts';
import { AccountDialog, ConfirmName } from './account-dialog.tsx';
import { localAccountsQuery } from './queries.ts';
import { Breaks, ExportUses } from './uses.tsx';

interface Props {
  readonly account: LocalAccount;
  readonly redHat: RedHatStatus | null;
  readonly onClose: () => void;
}

const STEPS = [
  'regenerate',
  'ping',
  'challenge',
  'token',
  'verdict',
  'store-secret',
  'index',
  'write-targets',
] as const;
const TEXT_MAX = 65_536;

/** Replaces an account's token everywhere: says what breaks, gets the new one, verifies, writes, reads back. */
export function RotateDialog({ account, redHat, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const { username } = account;
  const name = nameOfServiceAccount(username);
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<CallOutput<'service-accounts.rotate'> | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const plan = useQuery({
    queryKey: ['rotation-plan', username],
    queryFn: () => call('service-accounts.plan-rotation', { username }),
    staleTime: 0,
    gcTime: 0,
  });
  const rotation = outcome?.rotation ?? account.rotation;
  const stage = rotation === null || rotation.stage === 'done' ? null : rotation.stage;
  const isDone = outcome?.rotation.stage === 'done';
  const isSignedIn = redHat?.state === 'signed-in';
  /** What was brought has to be brought again where it was refused; the service is asked otherwise. */
  const needsText =
    !isDone && stage !== 'write' && (stage === null ? !isSignedIn : rotation?.by === 'user');
  const { running } = run.view;

  const rotate = async (text: string | null) => {
    setError(null);
    try {
      setOutcome(
        await run.start((runId) => call('service-accounts.rotate', { runId, username, text })),
      );
    } catch (cause) {
      setError(cause as Error);
    }
    await client.invalidateQueries({ queryKey: localAccountsQuery.queryKey });
    // What is left to write is shown before it is.
    await plan.refetch();
  };
  const abandon = async () => {
    setError(null);
    try {
      await call('service-accounts.abandon', { username });
      await client.invalidateQueries({ queryKey: localAccountsQuery.queryKey });
      onClose();
    } catch (cause) {
      setError(cause as Error);
    }
  };
  const isConfirmed = stage !== null || typed === name;

  return (
    <>
      <AccountDialog
        title={t('serviceAccounts.rotate.title')}
        name={username}
        onClose={onClose}
        isDangerous={!isDone}
        footer={
          isDone ? (
            <Button variant="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          ) : (
            <>
              {(!needsText || stage === 'verify') && (
                <Button
                  variant={stage === null ? 'danger' : 'primary'}
                  isLoading={running}
                  isDisabled={running || !isConfirmed || plan.isPending}
                  onClick={() => void rotate(null)}
                >
                  {stage === null
                    ? t('serviceAccounts.rotate.confirm')
                    : t('serviceAccounts.rotate.continue')}
                </Button>
              )}
              {stage !== null && (
                <Button variant="link" isDanger isDisabled={running} onClick={() => void abandon()}>
                  {t('serviceAccounts.rotate.abandon')}
                </Button>
              )}
              <Button variant="link" onClick={running ? run.cancel : onClose}>
                {running ? t('common.cancel') : t('common.close')}
              </Button>
            </>
          )
        }
      >
        {outcome?.check && !running && <CheckSummary check={outcome.check} />}
        {isDone ? (
          <Finished account={account} outcome={outcome} />
        ) : (
          <>
            {stage === null ? (
              <>
                <p>{t('serviceAccounts.rotate.text')}</p>
                <Breaks local={account} withoutPlaces={plan.data !== undefined} />
              </>
            ) : (
              <p role="status" className="pk-note">
                {t(`serviceAccounts.stage.${stage}`)}
              </p>
            )}
            <Planned plan={plan.data} error={plan.error} />
            {outcome && outcome.targets.length > 0 && <AppliedList targets={outcome.targets} />}
            {stage === null && <ConfirmName name={name} typed={typed} onType={setTyped} />}
            {needsText && isConfirmed && (
              <section className="pk-stack" aria-labelledby="rotate-guide">
                <h2 id="rotate-guide">{t('serviceAccounts.rotate.guideTitle')}</h2>
                <ol className="pk-guide">
                  <li>
                    {t('serviceAccounts.rotate.guideOpen', { name })}{' '}
                    <LinkButton links={['red-hat-service-accounts']} account={name}>
                      {t('link.red-hat-service-accounts')}
                    </LinkButton>
                  </li>
                  <li>{t('serviceAccounts.rotate.guidePress')}</li>
                  <li>{t('serviceAccounts.rotate.guideCopy')}</li>
                </ol>
                <PasteField
                  id="rotate-text"
                  label={t('serviceAccounts.paste.label')}
                  help={t('serviceAccounts.paste.help')}
                  action={t('serviceAccounts.paste.read')}
                  isBusy={running}
                  maxLength={TEXT_MAX}
                  onRead={(text) => void rotate(text)}
                />
              </section>
            )}
          </>
        )}
        {error && <ErrorAlert error={error} />}
        {running && <RunSteps view={run.view} steps={STEPS} />}
      </AccountDialog>
      <RealmQuestion run={run} />
    </>
  );
}

interface PlannedProps {
  readonly plan: CallOutput<'service-accounts.plan-rotation'> | undefined;
  readonly error: Error | null;
}

function Planned({ plan, error }: PlannedProps) {
  const { t } = useTranslation();
  if (error) return <ErrorAlert error={error} />;
  if (!plan) return <Skeleton height="4rem" screenreaderText={t('common.loading')} />;
  if (plan.plan.targets.length === 0) return null;
  return (
    <section className="pk-stack" aria-labelledby="rotate-plan">
      <h2 id="rotate-plan">{t('serviceAccounts.rotate.planTitle')}</h2>
      <ul className="pk-applied">
        {plan.plan.targets.map((planned) => (
          <li key={planned.targetId}>
            <code className="pk-path">{planned.path}</code>
            <PlannedTargetBody planned={planned} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FinishedProps {
  readonly account: LocalAccount;
  readonly outcome: CallOutput<'service-accounts.rotate'>;
}

/** What was written, and the exports that still have the old token. */
function Finished({ account, outcome }: FinishedProps) {
  const { t } = useTranslation();
  const outdated = account.exports.filter(({ at }) => at < outcome.rotation.startedAt);
  return (
    <div role="status" className="pk-stack">
      <Alert
        isInline
        component="h2"
        variant={outdated.length > 0 ? 'warning' : 'success'}
        title={t('serviceAccounts.rotate.done')}
      >
        <p>{t('serviceAccounts.rotate.doneText')}</p>
      </Alert>
      <AppliedList targets={outcome.targets} />
      <section className="pk-stack" aria-labelledby="rotate-left">
        <h2 id="rotate-left">{t('serviceAccounts.rotate.leftTitle')}</h2>
        {outdated.length > 0 && <ExportUses uses={outdated} outdated={outdated} />}
        <p>{t('serviceAccounts.rotate.leftOthers')}</p>
      </section>
    </div>
  );
}
