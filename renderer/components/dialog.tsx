import {
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core/dist/dynamic/components/Modal';
import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** What it is about. */
  readonly description?: ReactNode;
  readonly size?: 'small' | 'medium';
  readonly isDangerous?: boolean;
  readonly onClose: () => void;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** A dialog with a head, what can be scrolled to by keys, and its buttons. */
export function Dialog(props: Props) {
  const { title, description, size = 'medium', isDangerous, onClose, footer, children } = props;
  const labelId = useId();
  return (
    <Modal isOpen variant={size} onClose={onClose} aria-labelledby={labelId}>
      <ModalHeader
        title={title}
        labelId={labelId}
        {...(isDangerous && { titleIconVariant: 'warning' })}
        {...(description !== undefined && { description })}
      />
      <ModalBody tabIndex={0} className="pk-dialog-body">
        {children}
      </ModalBody>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}
