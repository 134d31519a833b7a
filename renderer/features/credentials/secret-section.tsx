import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Form, FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, wireErrorOf } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { SecretField } from '../../components/secret-field.tsx';
import { vaultQuery } from '../../queries.ts';
import { useRun } from '../../run.ts';

type Wish = 'reveal' | 'copy';

/** Lets the user have the secret: seen for some seconds, or copied; each time the store is asked first. */
export function SecretSection({ credentialId }: { readonly credentialId: string }) {
  const { t } = useTranslation();
  const run = useRun();
  const vault = useQuery(vaultQuery).data;
  const passphrase = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState<Wish | null>(null);
  const [isCopied, setCopied] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const { secret, show, hide } = useShownSecret();

  const fulfil = async (wish: Wish, typed: string | null) => {
    setError(null);
    setCopied(false);
    try {
      await run.start((runId) => call('vault.confirm', { runId, credentialId, passphrase: typed }));
      setAsking(null);
      if (wish === 'copy') {
        await run.start((runId) => call('secret.copy', { runId, credentialId }));
        setCopied(true);
      } else {
        show(await run.start((runId) => call('secret.reveal', { runId, credentialId })));
      }
    } catch (cause) {
      if (wireErrorOf(cause).code !== 'CANCELLED') setError(cause as Error);
    }
  };
  const wish = (next: Wish) => {
    if (vault?.backend === 'age-file') setAsking(next);
    else void fulfil(next, null);
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    const typed = passphrase.current?.value ?? '';
    if (passphrase.current) passphrase.current.value = '';
    if (asking !== null && typed !== '') void fulfil(asking, typed);
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
            isDisabled={run.view.running}
            onClick={() => wish('reveal')}
          >
            {t('secretSection.show')}
          </Button>
          <Button
            variant="secondary"
            size="sm"
            isDisabled={run.view.running}
            onClick={() => wish('copy')}
          >
            {t('secretSection.copy')}
          </Button>
          {run.view.running && (
            <Button variant="link" size="sm" onClick={run.cancel}>
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
      {asking && (
        <Form onSubmit={confirm}>
          <FormGroup label={t('openVault.passphrase')} fieldId="confirm-passphrase">
            <SecretField id="confirm-passphrase" inputRef={passphrase} />
          </FormGroup>
          <div className="pk-actions">
            <Button variant="primary" size="sm" type="submit" isDisabled={run.view.running}>
              {t('secretSection.goOn')}
            </Button>
            <Button variant="link" size="sm" onClick={() => setAsking(null)}>
              {t('common.cancel')}
            </Button>
          </div>
        </Form>
      )}
      <p role="status" className="pk-small">
        {isCopied && t('secretSection.copied')}
      </p>
      {error && <ErrorAlert error={error} />}
    </section>
  );
}

/** Holds a secret for its time, and no longer than the window has the user's attention. */
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
    return () => {
      window.removeEventListener('blur', hide);
      hide();
    };
  }, [secret, hide]);
  return { secret, show, hide };
}
