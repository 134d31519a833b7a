import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CLIPBOARD_CLEARS_AFTER_MS } from '../../../shared/exporting.ts';
import type { PullSecretView } from '../../../shared/pull-secret.ts';
import type { PullSecretForm } from '../../../shared/pull-secret-commands.ts';
import { call } from '../../bridge.ts';
import { isCancelled, useConfirming } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { duration } from '../../dates.ts';
import { exportUsesQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';
import { isExpiry, type PullSecret } from './use-pull-secret.ts';

interface Props {
  readonly job: PullSecret;
  readonly view: PullSecretView;
}

type Done = { readonly how: 'saved'; readonly path: string } | { readonly how: 'copied' };

/** The ways out: a file or the clipboard, as it is or on one line. */
export function Output({ job, view }: Props) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const confirming = useConfirming();
  const [accepts, setAccepts] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { draftId, fault, credentialIds } = view;
  const isRefused = fault !== null && fault.code !== 'registry-missing';
  const isRunning = run.view.running || confirming.isRunning;
  const isHeld = isRunning || job.isBusy || job.run.view.running || (isRefused && !accepts);

  const put = async (work: (runId: string) => Promise<Done | null>) => {
    setDone(null);
    setError(null);
    try {
      if (credentialIds.length > 0) await confirming.confirm(credentialIds);
      const result = await run.start(work);
      setDone(result);
      if (result?.how === 'saved') job.show({ ...view, savedPath: result.path });
    } catch (cause) {
      if (isExpiry(cause)) job.fail(cause as Error);
      else if (!isCancelled(cause)) setError(cause as Error);
    }
    void client.invalidateQueries({ queryKey: exportUsesQuery.queryKey });
  };
  const save = (form: PullSecretForm) =>
    put(async (runId) => {
      const order = { runId, draftId, form, acceptsFault: accepts };
      const { path } = await call('pull-secret.save', order);
      return path === null ? null : { how: 'saved', path };
    });
  const copy = (form: PullSecretForm) =>
    put(async (runId) => {
      await call('pull-secret.copy', { runId, draftId, form, acceptsFault: accepts });
      return { how: 'copied' };
    });

  return (
    <section className="pk-stack" aria-labelledby="pull-secret-output">
      <h2 id="pull-secret-output">{t('pullSecrets.output.title')}</h2>
      <p className="pk-muted pk-small">
        {t('pullSecrets.output.text')}
        {credentialIds.length > 0 && ` ${t('pullSecrets.output.confirms')}`}
      </p>
      {isRefused && (
        <Checkbox
          id="pull-secret-accept"
          isChecked={accepts}
          onChange={(_event, wanted) => setAccepts(wanted)}
          label={t('pullSecrets.output.accept')}
        />
      )}
      <div className="pk-actions">
        <Button variant="primary" isDisabled={isHeld} onClick={() => void save('file')}>
          {t('pullSecrets.output.save')}
        </Button>
        <Button variant="secondary" isDisabled={isHeld} onClick={() => void save('line')}>
          {t('pullSecrets.output.saveLine')}
        </Button>
        <Button variant="secondary" isDisabled={isHeld} onClick={() => void copy('file')}>
          {t('pullSecrets.output.copy')}
        </Button>
        <Button variant="secondary" isDisabled={isHeld} onClick={() => void copy('line')}>
          {t('pullSecrets.output.copyLine')}
        </Button>
        {isRunning && (
          <Button variant="link" onClick={confirming.isRunning ? confirming.cancel : run.cancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
      {confirming.dialog}
      {error && <ErrorAlert error={error} />}
      <div role="status">
        {done && (done.how === 'copied' || view.savedPath !== null) && (
          <Alert
            variant="success"
            isInline
            component="h3"
            title={
              done.how === 'saved'
                ? t('pullSecrets.output.saved', { path: done.path })
                : t('pullSecrets.output.copied', {
                    duration: duration(CLIPBOARD_CLEARS_AFTER_MS, i18n.language),
                  })
            }
          />
        )}
      </div>
    </section>
  );
}
