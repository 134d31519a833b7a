import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../shared/auth-scope.ts';
import type { CredentialView } from '../../shared/credential.ts';

interface Props {
  readonly title: string;
  readonly credential: CredentialView;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  readonly isDangerous?: boolean;
}

/** A dialog about one credential, which it names. */
export function CredentialDialog({
  title,
  credential,
  onClose,
  children,
  footer,
  isDangerous,
}: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={labelId}>
      <ModalHeader
        title={title}
        labelId={labelId}
        {...(isDangerous && { titleIconVariant: 'warning' })}
        description={t('dialog.about', {
          user: credential.username,
          registry: scopeOf(credential),
        })}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {children}
      </ModalBody>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}
