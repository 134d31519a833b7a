import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core/dist/dynamic/components/FormSelect';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkReason } from '../../../shared/credential.ts';
import type { PullCheck } from '../../../shared/image-check.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { credentialsQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

interface Props {
  readonly reference: string;
  readonly registry: string;
}

/** Asks for the image's manifest as a pull does, with a stored credential or as nobody. */
export function ImagePull({ reference, registry }: Props) {
  const { t } = useTranslation();
  const run = useRun();
  const credentials = useQuery(credentialsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [result, setResult] = useState<PullCheck | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const fitting = (credentials.data ?? []).filter((each) => each.registry === registry);
  const credentialId = chosen ?? fitting[0]?.id ?? '';

  const check = async () => {
    setResult(null);
    setError(null);
    try {
      setResult(
        await run.start((runId) =>
          call('images.check', {
            runId,
            image: reference,
            credentialId: credentialId === '' ? null : credentialId,
          }),
        ),
      );
    } catch (cause) {
      setError(cause as Error);
    }
  };

  return (
    <section className="pk-stack" aria-label={t('imageCheck.pull')}>
      <div className="pk-toolbar">
        {fitting.length > 0 && (
          <FormSelect
            className="pk-select"
            value={credentialId}
            onChange={(_event, value) => setChosen(value)}
            aria-label={t('imageCheck.as')}
          >
            {fitting.map(({ id, username }) => (
              <FormSelectOption key={id} value={id} label={username} />
            ))}
            <FormSelectOption value="" label={t('imageCheck.asNobody')} />
          </FormSelect>
        )}
        <Button variant="secondary" onClick={() => void check()} isDisabled={run.view.running}>
          {t('imageCheck.pull')}
        </Button>
        {run.view.running && (
          <Button variant="link" onClick={run.cancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
      {run.view.running && (
        <RunSteps view={run.view} steps={['ping', 'challenge', 'token', 'verdict']} />
      )}
      {error && <ErrorAlert error={error} onRetry={() => void check()} />}
      {result && <PullSummary result={result} />}
      <RealmQuestion run={run} />
    </section>
  );
}

function PullSummary({ result }: { readonly result: PullCheck }) {
  const { t } = useTranslation();
  const { pullable, username, digest, httpStatus, message } = result;
  const host = result.host ?? t('unknown.host');
  const values = { host, status: httpStatus ?? '' };
  const stopped = checkReason.safeParse(result.reason);
  const evidence = [
    username !== null && t('imageCheck.askedAs', { user: username }),
    digest && t('imageCheck.digest', { digest }),
    httpStatus !== null && t('evidence.httpStatus', { host, value: httpStatus }),
    message && t('evidence.message', { value: message }),
  ].filter((part) => typeof part === 'string' && part !== '');
  return (
    <div role="status">
      <Alert
        variant={pullable ? 'success' : 'danger'}
        isInline
        component="h2"
        title={
          stopped.success
            ? t(`check.${stopped.data}.title`)
            : t(`imageCheck.reason.${result.reason as OwnReason}.title`)
        }
      >
        <div className="pk-prose">
          <p>
            {stopped.success
              ? t(`check.${stopped.data}.next`, values)
              : t(`imageCheck.reason.${result.reason as OwnReason}.next`)}
          </p>
          {evidence.length > 0 && <p className="pk-evidence">{evidence.join(' · ')}</p>}
        </div>
      </Alert>
    </div>
  );
}

type OwnReason = Exclude<PullCheck['reason'], ReturnType<typeof checkReason.parse>>;
