import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { CredentialKind } from '../../../shared/credential.ts';
import type { ShapeIssue } from '../../../shared/credential-shape.ts';
import { SecretField } from '../../components/secret-field.tsx';
import { useStoreName } from '../../components/store-name.ts';
import { ShapeIssues } from './shape-issues.tsx';
import type { AccountForm } from './use-account-form.ts';

interface Props {
  readonly accountForm: AccountForm;
  readonly kind: CredentialKind;
}

function hasError(issues: readonly ShapeIssue[]): boolean {
  return issues.some(({ level }) => level === 'error');
}

/** User name, secret and label, each with what looks wrong about it. */
export function AccountFields({ accountForm, kind }: Props) {
  const { t } = useTranslation();
  const store = useStoreName();
  const { form, issues, usernameInput, secretInput, look, leave, clean } = accountForm;
  const { control } = form;
  return (
    <div className="pk-fields">
      <FormGroup label={t('login.account.username')} fieldId="username" isRequired>
        <Controller
          control={control}
          name="username"
          render={({ field }) => (
            <TextInput
              id="username"
              ref={usernameInput}
              value={field.value}
              onChange={(_event, value) => {
                field.onChange(value);
                look();
              }}
              onBlur={() => leave('username')}
              validated={hasError(issues.username) ? 'error' : 'default'}
              aria-describedby="username-issues"
              isRequired
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          )}
        />
        <ShapeIssues
          id="username-issues"
          issues={issues.username}
          help={t(`kind.${kind}.usernameHelp`)}
          onClean={() => clean('username')}
        />
      </FormGroup>
      <FormGroup label={t('login.account.secret')} fieldId="secret" isRequired>
        <SecretField
          id="secret"
          inputRef={secretInput}
          describedBy="secret-issues"
          isInvalid={hasError(issues.secret)}
          onEdit={look}
          onLeave={() => leave('secret')}
        />
        <ShapeIssues
          id="secret-issues"
          issues={issues.secret}
          help={t('login.account.secretHelp', { store })}
          onClean={() => clean('secret')}
        />
      </FormGroup>
      <FormGroup label={t('login.account.label')} fieldId="label">
        <Controller
          control={control}
          name="label"
          render={({ field }) => (
            <TextInput
              id="label"
              value={field.value}
              maxLength={200}
              dir="auto"
              onChange={(_event, value) => field.onChange(value)}
              aria-describedby="label-help"
            />
          )}
        />
        <p id="label-help" className="pk-field-help pk-muted">
          {t('login.account.labelHelp')}
        </p>
      </FormGroup>
    </div>
  );
}
