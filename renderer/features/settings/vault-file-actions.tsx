import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultStatus } from '../../../shared/vault.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PassphraseDialog } from '../../components/passphrase/passphrase-dialog.tsx';

/** What can be done with the vault file: lock it, change its passphrase, and open it without this app. */
export function VaultFileActions({ status }: { readonly status: VaultStatus }) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  const [isChanged, setChanged] = useState(false);
  const lock = useMutation({ mutationFn: () => call('vault.lock') });
  return (
    <>
      <div className="pk-inline">
        {status.state === 'locked' ? (
          <Button variant="secondary" onClick={focusPassphrase}>
            {t('vaultFile.open')}
          </Button>
        ) : (
          <Button
            variant="secondary"
            isDisabled={status.state !== 'ok' || lock.isPending}
            onClick={() => lock.mutate()}
          >
            {t('vaultFile.lock')}
          </Button>
        )}
        <Button
          variant="link"
          isInline
          onClick={() => {
            setChanged(false);
            setChanging(true);
          }}
        >
          {t('vaultFile.change')}
        </Button>
        <span role="status">{isChanged && t('vaultFile.changed')}</span>
      </div>
      {lock.error && <ErrorAlert error={lock.error} />}
      <p className="pk-muted pk-small">{t('vaultFile.recovery')}</p>
      <pre className="pk-command">
        <code>age -d -i vault-key.age vault.age</code>
      </pre>
      {isChanging && (
        <PassphraseDialog
          title={t('passphrase.changeTitle')}
          confirm={t('passphrase.change')}
          isChange
          onSubmit={(runId, to, from) => call('vault.change-passphrase', { runId, from, to })}
          onDone={() => {
            setChanging(false);
            setChanged(true);
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </>
  );
}

/** Every page asks for it at its top. */
function focusPassphrase(): void {
  document.querySelector<HTMLInputElement>('.pk-open-vault input')?.focus();
}
