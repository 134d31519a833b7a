import { Divider } from '@patternfly/react-core/dist/dynamic/components/Divider';
import {
  Dropdown,
  DropdownItem,
  DropdownList,
} from '@patternfly/react-core/dist/dynamic/components/Dropdown';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CredentialView } from '../../../shared/credential.ts';
import type { RowAction } from './row-action.ts';

interface Props {
  readonly credential: CredentialView;
  /** The button that opened it. */
  readonly toggle: RefObject<HTMLButtonElement | null>;
  readonly onAction: (action: RowAction) => void;
  readonly onClose: () => void;
}

/** What can be done with a credential: a menu, there while it is open. */
export default function RowMenu({ credential, toggle, onAction, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // PatternFly finds the place of a menu when it opens, not of one that is made open.
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(true), []);
  const choose = (type: RowAction['type']) => {
    // The dialog gives the focus back to where it was.
    toggle.current?.focus();
    onClose();
    onAction({ type, credential, targetId: null });
  };
  return (
    <Dropdown
      isOpen={isOpen}
      shouldFocusFirstItemOnOpen
      onOpenChange={(open) => !open && onClose()}
      popperProps={{ position: 'end', appendTo: 'inline', minWidth: 'max-content' }}
      toggle={{ toggleRef: toggle, toggleNode: null }}
    >
      <DropdownList>
        <DropdownItem onClick={() => choose('check')}>{t('credentials.checkAgain')}</DropdownItem>
        <DropdownItem onClick={() => choose('write')}>{t('credentials.writeAgain')}</DropdownItem>
        <DropdownItem onClick={() => choose('edit')}>{t('credentials.edit')}</DropdownItem>
        <DropdownItem
          onClick={() => navigate({ pathname: '/export', search: `?ids=${credential.id}` })}
        >
          {t('export.open')}
        </DropdownItem>
        <DropdownItem onClick={() => choose('logout')}>{t('credentials.logOut')}</DropdownItem>
        <Divider component="li" />
        <DropdownItem isDanger onClick={() => choose('forget')}>
          {t('credentials.forget')}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
