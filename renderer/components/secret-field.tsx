import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  InputGroup,
  InputGroupItem,
} from '@patternfly/react-core/dist/dynamic/components/InputGroup';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import EyeIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-icon';
import EyeSlashIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-slash-icon';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly id: string;
  /** The only holder of the secret in this process: an uncontrolled input, read once and emptied. */
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly describedBy?: string;
  readonly isInvalid?: boolean;
  readonly onEdit?: () => void;
  readonly onLeave?: () => void;
}

export function SecretField({
  id,
  inputRef,
  describedBy,
  isInvalid = false,
  onEdit = () => {},
  onLeave = () => {},
}: Props) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  return (
    <InputGroup>
      <InputGroupItem isFill>
        <TextInput
          id={id}
          ref={inputRef}
          type={isShown ? 'text' : 'password'}
          validated={isInvalid ? 'error' : 'default'}
          {...(describedBy && { 'aria-describedby': describedBy })}
          isRequired
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onInput={onEdit}
          onBlur={onLeave}
        />
      </InputGroupItem>
      <InputGroupItem>
        <Button
          variant="control"
          aria-label={isShown ? t('secret.hide') : t('secret.show')}
          aria-pressed={isShown}
          icon={isShown ? <EyeSlashIcon /> : <EyeIcon />}
          onClick={() => setShown((shown) => !shown)}
        />
      </InputGroupItem>
    </InputGroup>
  );
}
