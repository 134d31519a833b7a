import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, subscribe } from '../../bridge.ts';
import { isCancelled, useConfirming } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { vaultQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

/** Lets the user have the secret: seen for some seconds, or copied; each time the store is asked first. */
export function SecretSection({ credentialId }: { readonly credentialId: string }) {
  const { t } = useTranslation();
  const run = useRun();
  const confirming = useConfirming();
  const vault = useQuery(vaultQuery).data;
  const [isCopied, setCopied] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const { secret, show, hide } = useShownSecret();
  const isBusy = run.view.running || confirming.isRunning;

  const fulfil = async (wish: (runId: string) => Promise<void>) => {
    setError(null);
    setCopied(false);
    try {
      await confirming.confirm([credentialId]);
      await run.start(wish);
    } catch (cause) {
      if (!isCancelled(cause)) setError(cause as Error);
    }
  };
  const reveal = async (runId: string) =>
    show(await call('secret.reveal', { runId, credentialId }));
  const copy = async (runId: string) => {
    await call('secret.copy', { runId, credentialId });
    setCopied(true);
  };

  return (
    <section aria-label={t('secretSection.title')}>
      <h2>{t('secretSection.title')}</h2>
      <p className="pk-muted pk-small">
        {t(`secretSection.confirm.${vault?.backend ?? 'keychain'}`)}
      </p>
      {secret === null ? (
        <div className="pk-actions">
          <Button
            variant="secondary"
            size="sm"
            isDisabled={isBusy}
            onClick={() => void fulfil(reveal)}
          >
            {t('secretSection.show')}
          </Button>
          <Button
            variant="secondary"
            size="sm"
            isDisabled={isBusy}
            onClick={() => void fulfil(copy)}
          >
            {t('secretSection.copy')}
          </Button>
          {isBusy && (
            <Button
              variant="link"
              size="sm"
              onClick={confirming.isRunning ? confirming.cancel : run.cancel}
            >
              {t('common.cancel')}
            </Button>
          )}
        </div>
      ) : (
        <div className="pk-actions">
          <output className="pk-shown-secret">{secret}</output>
          <Button variant="link" size="sm" onClick={hide}>
            {t('secret.hide')}
          </Button>
        </div>
      )}
      <p role="status" className="pk-small">
        {isCopied && t('secretSection.copied')}
      </p>
      {error && <ErrorAlert error={error} />}
      {confirming.dialog}
    </section>
  );
}

/** Holds a secret for its time, and no longer than the window has the user's attention and the store is open. */
function useShownSecret() {
  const [secret, setSecret] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const hide = useCallback(() => {
    window.clearTimeout(timer.current);
    setSecret(null);
    call('secret.hide').catch(() => {});
  }, []);
  const show = (shown: { readonly secret: string; readonly forMs: number }) => {
    setSecret(shown.secret);
    timer.current = window.setTimeout(hide, shown.forMs);
  };
  useEffect(() => {
    if (secret === null) return;
    window.addEventListener('blur', hide);
    const stop = subscribe('vault.changed', ({ state }) => state !== 'ok' && hide());
    return () => {
      window.removeEventListener('blur', hide);
      stop();
      hide();
    };
  }, [secret, hide]);
  return { secret, show, hide };
}
