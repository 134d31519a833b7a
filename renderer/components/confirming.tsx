import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Form, FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../shared/contract.ts';
import { BridgeError, call, wireErrorOf } from '../bridge.ts';
import { useRun } from '../run.ts';
import { ErrorAlert } from './error-alert.tsx';
import { SecretField } from './secret-field.tsx';

type Of = CallInput<'vault.confirm'>['of'];

/** Has the user show to be the user, before secrets leave the app. */
export interface Confirming {
  /** The store is being asked. */
  readonly isRunning: boolean;
  /** Gives it up. */
  cancel(): void;
  /**
   * Resolves when each store has been opened anew; the next call that hands out these secrets, within
   * half a minute, is let through. A keychain asks by itself; for the passphrase of the vault file `dialog`
   * shows.
   * @param of see `vault.confirm`
   * @throws BridgeError CANCELLED, and what the stores say
   */
  confirm(of: Of): Promise<void>;
  /** To be put anywhere in what the component shows. */
  readonly dialog: ReactNode;
}

interface Asked {
  readonly of: Of;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function useConfirming(): Confirming {
  const { view, start, cancel } = useRun();
  const [asked, setAsked] = useState<Asked | null>(null);
  return {
    isRunning: view.running,
    cancel,
    async confirm(of) {
      try {
        await start((runId) => call('vault.confirm', { runId, of, passphrase: null }));
      } catch (cause) {
        if (wireErrorOf(cause).code !== 'PRESENCE_NEEDED') throw cause;
        await new Promise<void>((resolve, reject) => setAsked({ of, resolve, reject }));
      }
    },
    dialog: asked && <PassphraseQuestion asked={asked} onClose={() => setAsked(null)} />,
  };
}

/** Whether an error only says that the user did not want to. */
export function isCancelled(error: unknown): boolean {
  const { code } = wireErrorOf(error);
  return code === 'CANCELLED' || code === 'STORE_CANCELLED';
}

/** The passphrase stays in the input and is read once. */
function PassphraseQuestion({
  asked,
  onClose,
}: {
  readonly asked: Asked;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { view, start, cancel } = useRun();
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<Error | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const passphrase = input.current?.value ?? '';
    if (passphrase === '') return input.current?.focus();
    setError(null);
    try {
      await start((runId) => call('vault.confirm', { runId, of: asked.of, passphrase }));
      if (input.current) input.current.value = '';
      onClose();
      asked.resolve();
    } catch (cause) {
      setError(cause as Error);
      input.current?.select();
    }
  };
  const close = () => {
    if (view.running) return cancel();
    onClose();
    asked.reject(
      new BridgeError({ code: 'CANCELLED', context: {}, retryable: true, correlationId: '' }),
    );
  };
  return (
    <Modal isOpen variant="small" onClose={close} aria-labelledby={id}>
      <ModalHeader title={t('confirming.title')} labelId={id} description={t('confirming.text')} />
      <ModalBody>
        <Form id={`${id}-form`} onSubmit={(event) => void submit(event)}>
          <FormGroup label={t('openVault.passphrase')} fieldId="confirm-passphrase">
            <SecretField id="confirm-passphrase" inputRef={input} isInvalid={error !== null} />
          </FormGroup>
        </Form>
        {error && !isCancelled(error) && <ErrorAlert error={error} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          type="submit"
          form={`${id}-form`}
          isLoading={view.running}
          isDisabled={view.running}
        >
          {t('confirming.goOn')}
        </Button>
        <Button variant="link" onClick={close}>
          {t('common.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
