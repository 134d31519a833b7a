import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RedHatStatus } from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useRun } from '../../run.ts';
import { REMOTE_ACCOUNTS, redHatQuery } from './queries.ts';

/** Who is signed in, and the way in and out. */
export function SignIn({ status }: { readonly status: RedHatStatus }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const take = async (next: RedHatStatus) => {
    client.setQueryData(redHatQuery.queryKey, next);
    await client.resetQueries({ queryKey: REMOTE_ACCOUNTS });
  };
  const signIn = useMutation({
    mutationFn: () => run.start((runId) => call('red-hat.sign-in', { runId })),
    onSuccess: take,
  });
  const signOut = useMutation({ mutationFn: () => call('red-hat.sign-out'), onSuccess: take });
  const { running } = run.view;
  const { state, account } = status;
  const error = signIn.error ?? signOut.error;
  if (state === 'not-configured') return <p className="pk-note">{t('redHat.notConfigured')}</p>;
  return (
    <div className="pk-stack">
      <div className="pk-actions">
        <span role="status">
          {running
            ? t('redHat.waiting')
            : state === 'locked'
              ? t('redHat.locked')
              : account !== null
                ? t('redHat.signedIn', {
                    user: account.username,
                    role: t(`redHat.role.${account.role}`),
                  })
                : t('redHat.signedOut')}
        </span>
        {running ? (
          <Button variant="secondary" onClick={run.cancel}>
            {t('common.cancel')}
          </Button>
        ) : state === 'signed-in' ? (
          <Button
            variant="link"
            isInline
            isDisabled={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {t('redHat.signOut')}
          </Button>
        ) : (
          <Button variant="primary" size="sm" onClick={() => signIn.mutate()}>
            {t('redHat.signIn')}
          </Button>
        )}
      </div>
      {error && <ErrorAlert error={error} />}
    </div>
  );
}
