import { Divider } from '@patternfly/react-core/dist/dynamic/components/Divider';
import {
  Dropdown,
  DropdownItem,
  DropdownList,
} from '@patternfly/react-core/dist/dynamic/components/Dropdown';
import { MenuToggle } from '@patternfly/react-core/dist/dynamic/components/MenuToggle';
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { RowAction } from './row-action.ts';

interface Props {
  readonly credential: CredentialView;
  readonly onAction: (action: RowAction) => void;
}

/** What can be done with a credential. */
export default function RowMenu({ credential, onAction }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const choose = (type: RowAction['type']) => {
    setOpen(false);
    onAction({ type, credential, targetId: null });
  };
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      popperProps={{ position: 'end', appendTo: 'inline' }}
      shouldFocusToggleOnSelect
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={isOpen}
          onClick={() => setOpen((open) => !open)}
          aria-label={t('credentials.actions', {
            registry: scopeOf(credential),
            user: credential.username,
          })}
          icon={<EllipsisVIcon />}
        />
      )}
    >
      <DropdownList>
        <DropdownItem onClick={() => choose('check')}>{t('credentials.checkAgain')}</DropdownItem>
        <DropdownItem onClick={() => choose('write')}>{t('credentials.writeAgain')}</DropdownItem>
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
