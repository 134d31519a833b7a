import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { checkShape, type ShapeIssue } from '../../../shared/credential-shape.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import { type Account, kindsOf } from './account.ts';
import { KindChoice } from './kind-choice.tsx';
import { PasteHelp } from './paste-help.tsx';
import { SecretField } from './secret-field.tsx';
import { ShapeIssues } from './shape-issues.tsx';
import { StepLayout } from './step-layout.tsx';

interface Props {
  readonly registry: string;
  readonly account: Account;
  /** Fills in the account of the demo registry. */
  readonly isDemo: boolean;
  readonly onChange: (account: Account) => void;
  /** The secret is handed over once and is kept nowhere on this side. */
  readonly onSubmit: (account: Account, secret: string, commitAtOnce: boolean) => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

const CONNECT = 'registry.connect.redhat.com';

/** Step 2: kind, user and secret, with a word where something looks wrong. */
export function AccountStep(props: Props) {
  const { registry, account, isDemo, onChange, onSubmit, onBack, onCancel } = props;
  const { t } = useTranslation();
  const known = knownRegistry(registry);
  const { control, getValues, setValue } = useForm<Account>({ defaultValues: account });
  const { kind, username } = useWatch({ control });
  const secretInput = useRef<HTMLInputElement>(null);
  const userInput = useRef<HTMLInputElement>(null);
  const [issues, setIssues] = useState<readonly ShapeIssue[]>([]);
  const [looked, setLooked] = useState({ username: false, secret: false });

  // Codes alone go into state, never what was typed.
  const look = () => {
    const { kind, username } = getValues();
    setIssues(checkShape({ registry, kind, username, secret: secretInput.current?.value ?? '' }));
  };
  const keepLatest = useRef(onChange);
  useEffect(() => {
    keepLatest.current = onChange;
  });
  useEffect(() => {
    const input = secretInput.current;
    if (isDemo && input) {
      setValue('kind', 'service-account');
      setValue('username', DEMO_ACCOUNT.username);
      input.value = DEMO_ACCOUNT.password;
    }
    if (getValues('username') === '') userInput.current?.focus();
    else input?.focus();
    return () => {
      keepLatest.current(getValues());
      if (input) input.value = '';
    };
  }, [isDemo, getValues, setValue]);

  const submit = (commitAtOnce: boolean) => {
    const input = secretInput.current;
    if (!input) return;
    const values = getValues();
    const found = checkShape({ registry, ...values, secret: input.value });
    setIssues(found);
    setLooked({ username: true, secret: true });
    const error = found.find(({ level }) => level === 'error');
    if (error) {
      (error.code.startsWith('username') ? userInput : secretInput).current?.focus();
      return;
    }
    const secret = input.value;
    input.value = '';
    onSubmit(values, secret, commitAtOnce);
  };
  const onForm = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };
  const clean = (text: string) => text.trim().replace(/^(["'`])(.+)\1$/s, '$2');

  const ofSecret = (code: ShapeIssue['code']) =>
    /secret|token|openshift/.test(code) && !code.startsWith('username');
  const userIssues = looked.username ? issues.filter(({ code }) => !ofSecret(code)) : [];
  const secretIssues = looked.secret ? issues.filter(({ code }) => ofSecret(code)) : [];
  const hasError = (list: readonly ShapeIssue[]) => list.some(({ level }) => level === 'error');

  return (
    <form onSubmit={onForm} noValidate className="pk-step" autoComplete="off">
      <StepLayout
        keepsFocus
        title={t('login.account.title', { registry })}
        footer={
          <>
            <Button type="submit" variant="primary">
              {t('login.account.check')}
            </Button>
            <Button variant="secondary" onClick={() => submit(true)}>
              {t('login.account.checkAndWrite')}
            </Button>
            <Button variant="link" onClick={onBack}>
              {t('common.back')}
            </Button>
            <Button variant="link" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {isDemo && (
          <Alert isInline variant="info" component="h3" title={t('login.account.demoTitle')}>
            {t('login.account.demoText')}
          </Alert>
        )}
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <KindChoice
              kinds={kindsOf(registry)}
              chosen={field.value}
              onChoose={(chosen) => {
                field.onChange(chosen);
                look();
              }}
            />
          )}
        />
        <div className="pk-account">
          <div className="pk-fields">
            <FormGroup label={t('login.account.username')} fieldId="username" isRequired>
              <Controller
                control={control}
                name="username"
                render={({ field }) => (
                  <TextInput
                    id="username"
                    ref={userInput}
                    value={field.value}
                    onChange={(_event, value) => {
                      field.onChange(value);
                      look();
                    }}
                    onBlur={() => setLooked((was) => ({ ...was, username: username !== '' }))}
                    validated={hasError(userIssues) ? 'error' : 'default'}
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
                issues={userIssues}
                help={t(`kind.${kind ?? account.kind}.usernameHelp`)}
                onClean={() => {
                  setValue('username', clean(getValues('username')));
                  look();
                }}
              />
            </FormGroup>
            <FormGroup label={t('login.account.secret')} fieldId="secret" isRequired>
              <SecretField
                inputRef={secretInput}
                describedBy="secret-issues"
                isInvalid={hasError(secretIssues)}
                onEdit={look}
                onLeave={() =>
                  setLooked((was) => ({ ...was, secret: secretInput.current?.value !== '' }))
                }
              />
              <ShapeIssues
                id="secret-issues"
                issues={secretIssues}
                help={t('login.account.secretHelp')}
                onClean={() => {
                  const input = secretInput.current;
                  if (input) input.value = clean(input.value);
                  look();
                }}
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
          <PasteHelp registry={registry} kind={kind ?? account.kind} />
        </div>
        {known?.id === 'red-hat' && (
          <Controller
            control={control}
            name="alsoConnect"
            render={({ field }) => (
              <Checkbox
                id="also-connect"
                isChecked={field.value}
                onChange={(_event, checked) => field.onChange(checked)}
                label={t('login.account.alsoConnect', { registry: CONNECT })}
                description={t('login.account.alsoConnectHelp')}
              />
            )}
          />
        )}
      </StepLayout>
    </form>
  );
}
