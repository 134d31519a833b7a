import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  /** The account that it is about. */
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  readonly isDangerous?: boolean;
}

/** A dialog about one account, which it names. */
export function AccountDialog({ title, name, onClose, children, footer, isDangerous }: Props) {
  const labelId = useId();
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={labelId}>
      <ModalHeader
        title={title}
        labelId={labelId}
        {...(isDangerous && { titleIconVariant: 'warning' })}
        description={name}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {children}
      </ModalBody>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}

interface ConfirmProps {
  readonly name: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}

/** What cannot be taken back is confirmed by typing the account's name. */
export function ConfirmName({ name, typed, onType }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <FormGroup label={t('serviceAccounts.confirm.label', { name })} fieldId="confirm-name">
      <TextInput
        id="confirm-name"
        value={typed}
        onChange={(_event, value) => onType(value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
    </FormGroup>
  );
}
