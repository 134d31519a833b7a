import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.tsx';

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
export function AccountDialog({ name, ...dialog }: Props) {
  return <Dialog {...dialog} description={name} />;
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
