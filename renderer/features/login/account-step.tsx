import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import type { FormEvent } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import { StepLayout } from '../../components/step-layout.tsx';
import { type Account, kindsOf } from './account.ts';
import { AccountFields } from './account-fields.tsx';
import { KindChoice } from './kind-choice.tsx';
import { PasteHelp } from './paste-help.tsx';
import { useAccountForm } from './use-account-form.ts';

interface Props {
  readonly registry: string;
  /** Null for the whole registry. */
  readonly namespace: string | null;
  readonly account: Account;
  readonly isDemo: boolean;
  readonly onChange: (account: Account) => void;
  readonly onSubmit: (account: Account, secret: string, commitAtOnce: boolean) => void;
  readonly onBack: () => void;
  readonly onCancel: () => void;
}

const CONNECT = 'registry.connect.redhat.com';

/** Step 2: kind, user and secret, with a word where something looks wrong. */
export function AccountStep({ onBack, onCancel, namespace, ...options }: Props) {
  const { registry, isDemo } = options;
  const { t } = useTranslation();
  const accountForm = useAccountForm(options);
  const { control, watch } = accountForm.form;
  const kind = watch('kind');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accountForm.submit(false);
  };

  return (
    <form onSubmit={submit} noValidate className="pk-step" autoComplete="off">
      <StepLayout
        keepsFocus
        title={t('login.account.title', {
          registry: scopeOf({ registry, namespace: namespace ?? undefined }),
        })}
        footer={
          <>
            <Button type="submit" variant="primary">
              {t('login.account.check')}
            </Button>
            <Button variant="secondary" onClick={() => accountForm.submit(true)}>
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
              kinds={kindsOf(registry, isDemo)}
              chosen={field.value}
              onChoose={(chosen) => {
                field.onChange(chosen);
                accountForm.look();
              }}
            />
          )}
        />
        <div className="pk-account">
          <AccountFields accountForm={accountForm} kind={kind} />
          <PasteHelp registry={registry} kind={kind} />
        </div>
        {namespace === null && knownRegistry(registry)?.id === 'red-hat' && (
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
