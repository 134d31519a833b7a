import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckResult, CredentialView } from '../../../shared/credential.ts';
import { call } from '../../bridge.ts';
import { CheckSummary } from '../../components/check-summary.tsx';
import { CredentialDialog } from '../../components/credential-dialog.tsx';
import { DialogError } from '../../components/dialog-error.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { useRun } from '../../run.ts';

interface Props {
  readonly credential: CredentialView;
  readonly onClose: () => void;
}

/** Checks a stored credential again and says what came of it. */
export function CheckDialog({ credential, onClose }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const [result, setResult] = useState<CheckResult | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const started = useRef(false);

  const { start } = run;
  const check = async () => {
    setResult(null);
    setError(null);
    try {
      setResult(
        await start((runId) => call('credentials.check', { runId, credentialId: credential.id })),
      );
    } catch (cause) {
      setError(cause as Error);
    }
  };
  const checkOnce = useRef(check);
  useEffect(() => {
    // Opening the dialog is the user's word; React's double mount in development is not a second one.
    if (started.current) return;
    started.current = true;
    void checkOnce.current();
  }, []);

  return (
    <>
      <CredentialDialog
        title={t('checkDialog.title')}
        credential={credential}
        onClose={onClose}
        footer={
          run.view.running ? (
            <Button variant="secondary" onClick={run.cancel}>
              {t('common.cancel')}
            </Button>
          ) : (
            <>
              <Button variant="primary" onClick={onClose}>
                {t('common.close')}
              </Button>
              <Button variant="link" onClick={() => void check()}>
                {t('credentials.checkAgain')}
              </Button>
            </>
          )
        }
      >
        {result && <CheckSummary check={result} />}
        {error && <DialogError error={error} onUnlocked={() => void check()} />}
        <RunSteps view={run.view} steps={['ping', 'challenge', 'token', 'verdict']} />
      </CredentialDialog>
      <RealmQuestion run={run} />
    </>
  );
}
