import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Form, FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leaving, useRun } from '../../run.ts';
import { isCancelled } from '../confirming.tsx';
import { ErrorAlert } from '../error-alert.tsx';
import { SecretField } from '../secret-field.tsx';
import { PassphraseStrength, type Score, useRating } from './passphrase-strength.tsx';

interface Props {
  readonly title: string;
  readonly confirm: string;
  /** Whether the present passphrase is asked for too. */
  readonly isChange: boolean;
  /** Rejects as the call does. */
  readonly onSubmit: (runId: string, passphrase: string, present: string) => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks for a passphrase twice. It stays in the inputs, is read once, and the inputs are emptied. */
export function PassphraseDialog({ title, confirm, isChange, onSubmit, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  const run = useRun();
  const rate = useRating();
  const present = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [score, setScore] = useState<Score | null>(null);
  const [problem, setProblem] = useState<'empty' | 'different' | null>(null);
  const [error, setError] = useState<Error | null>(null);

  // Also when what rates it comes after the first letters.
  useEffect(() => setScore(scoreOf(first.current, rate)), [rate]);
  const look = () => {
    setScore(scoreOf(first.current, rate));
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = first.current?.value ?? '';
    if (text === '') return setProblem('empty');
    if (text !== second.current?.value) return setProblem('different');
    setError(null);
    try {
      const before = present.current?.value ?? '';
      await run.start((runId) => onSubmit(runId, text, before));
      for (const input of [present, first, second]) {
        if (input.current) input.current.value = '';
      }
      onDone();
    } catch (cause) {
      if (!isCancelled(cause)) setError(cause as Error);
    }
  };

  const leave = leaving(run, onClose);

  return (
    <Modal isOpen variant="small" onClose={leave} aria-labelledby={labelId}>
      <ModalHeader title={title} labelId={labelId} description={t('passphrase.description')} />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        <Form id="passphrase-form" onSubmit={(event) => void submit(event)}>
          {isChange && (
            <FormGroup label={t('passphrase.present')} fieldId="passphrase-present" isRequired>
              <SecretField id="passphrase-present" inputRef={present} />
            </FormGroup>
          )}
          <FormGroup label={t('passphrase.new')} fieldId="passphrase" isRequired>
            <SecretField
              id="passphrase"
              inputRef={first}
              describedBy="passphrase-strength"
              isInvalid={problem === 'empty'}
              onEdit={look}
            />
            <PassphraseStrength id="passphrase-strength" score={score} />
          </FormGroup>
          <FormGroup label={t('passphrase.again')} fieldId="passphrase-again" isRequired>
            <SecretField
              id="passphrase-again"
              inputRef={second}
              describedBy="passphrase-problem"
              isInvalid={problem === 'different'}
              onEdit={() => setProblem(null)}
            />
            <p id="passphrase-problem" className="pk-field-help pk-error-text" role="alert">
              {problem && t(`passphrase.problem.${problem}`)}
            </p>
          </FormGroup>
        </Form>
        <p className="pk-muted pk-small">{t('passphrase.forgotten')}</p>
        {error && <ErrorAlert error={error} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          type="submit"
          form="passphrase-form"
          isLoading={run.view.running}
          isDisabled={run.view.running}
        >
          {confirm}
        </Button>
        <Button variant="link" onClick={leave}>
          {t('common.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function scoreOf(field: HTMLInputElement | null, rate: ReturnType<typeof useRating>): Score | null {
  const text = field?.value ?? '';
  return text === '' || rate === null ? null : rate(text);
}
