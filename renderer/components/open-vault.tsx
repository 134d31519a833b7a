import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, wireErrorOf } from '../bridge.ts';
import { vaultQuery } from '../queries.ts';
import { useRun } from '../run.ts';
import { isCancelled } from './confirming.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { SecretField } from './secret-field.tsx';

/** The vault file is locked: asks for its passphrase, right where it is missed. */
export function OpenVault() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const run = useRun();
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<Error | null>(null);

  /** The secrets, not the key that the passphrase locks: there is a state before the last change. */
  const isDamaged =
    error !== null && wireErrorOf(error).context.path?.endsWith('/vault.age') === true;

  const open = async (name: 'vault.open' | 'vault.restore') => {
    const passphrase = input.current?.value ?? '';
    if (passphrase === '') return input.current?.focus();
    setError(null);
    try {
      const status = await run.start((runId) => call(name, { runId, passphrase }));
      if (input.current) input.current.value = '';
      client.setQueryData(vaultQuery.queryKey, status);
    } catch (cause) {
      setError(cause as Error);
      input.current?.select();
    }
  };

  return (
    <>
      <Alert variant="warning" isInline component="h2" title={t('openVault.title')}>
        <p>{t('openVault.text')}</p>
        <form
          className="pk-open-vault"
          onSubmit={(event) => {
            event.preventDefault();
            void open('vault.open');
          }}
        >
          <label htmlFor={id}>{t('openVault.passphrase')}</label>
          <SecretField id={id} inputRef={input} isInvalid={error !== null} />
          <Button
            type="submit"
            variant="secondary"
            isLoading={run.view.running}
            isDisabled={run.view.running}
          >
            {t('openVault.open')}
          </Button>
          {run.view.running && (
            <Button variant="link" isInline onClick={run.cancel}>
              {t('common.cancel')}
            </Button>
          )}
        </form>
      </Alert>
      {error && !isCancelled(error) && (
        <ErrorAlert
          error={error}
          actions={
            isDamaged && (
              <Button
                variant="link"
                isInline
                isDisabled={run.view.running}
                onClick={() => void open('vault.restore')}
              >
                {t('openVault.restore')}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
