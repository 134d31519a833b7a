import { Alert } from '@patternfly/react-core/dist/dynamic/components/Alert';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knownRegistry, parseRegistry } from '../../../shared/registry.ts';
import { StepLayout } from '../../components/step-layout.tsx';
import { UnfinishedNote } from '../../components/unfinished-note.tsx';
import { CapabilityTable } from './capability-table.tsx';
import { leftLogin } from './left-login.ts';
import { NoAccount } from './no-account.tsx';
import { OTHER_REGISTRIES, RED_HAT_REGISTRIES, RegistryCards } from './registry-cards.tsx';
import { ScopeChoice } from './scope-choice.tsx';
import { Understood } from './understood.tsx';

interface Props {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The only part of the registry that the login is for; null for all of it. */
  readonly namespace: string | null;
  readonly onNamespace: (namespace: string | null) => void;
  readonly plainHttp: boolean;
  readonly onPlainHttp: (plainHttp: boolean) => void;
  readonly onNext: () => void;
  /** Goes on with the login that was left. */
  readonly onGoOn: () => void;
  readonly onCancel: () => void;
}

/** Step 1: which registry. A card fills the field; the field takes anything that names a registry. */
export function RegistryStep(props: Props) {
  const { text, onText, namespace, onNamespace, plainHttp, onPlainHttp } = props;
  const { onNext, onGoOn, onCancel } = props;
  const { t } = useTranslation();
  const left = leftLogin.use();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const [asked, setAsked] = useState(false);
  const parsed = parseRegistry(text);
  const registry = parsed.ok ? parsed.registry : null;
  const known = registry === null ? null : knownRegistry(registry);
  const needsNoLogin = known?.accepts.length === 0;
  const refusal = !parsed.ok && (parsed.reason !== 'empty' || asked) ? parsed.reason : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (parsed.ok && !needsNoLogin) onNext();
  };

  return (
    <form onSubmit={submit} noValidate className="pk-step">
      <StepLayout
        keepsFocus
        title={t('login.registry.title')}
        footer={
          <>
            <Button
              type="submit"
              variant="primary"
              isAriaDisabled={needsNoLogin}
              {...(needsNoLogin && { 'aria-describedby': 'no-login-needed' })}
            >
              {t('common.next')}
            </Button>
            <Button variant="link" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {left && (
          <UnfinishedNote
            title={t('login.left', { user: left.account.username, registry: left.scope })}
            expiresAt={left.expiresAt}
            onGoOn={onGoOn}
            onDrop={leftLogin.drop}
          />
        )}
        <FormGroup label={t('login.registry.field')} fieldId="registry">
          <TextInput
            id="registry"
            ref={field}
            value={text}
            onChange={(_event, value) => onText(value)}
            placeholder="registry.example.com:5000"
            validated={refusal ? 'error' : 'default'}
            aria-describedby="registry-understood"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
          />
          <div id="registry-understood" className="pk-field-help" aria-live="polite">
            {refusal ? (
              <p className="pk-field-error">{t(`registryRefusal.${refusal}`)}</p>
            ) : (
              <Understood text={text} parsed={parsed} isForAll={namespace === null} />
            )}
          </div>
        </FormGroup>
        {needsNoLogin && (
          <Alert
            id="no-login-needed"
            isInline
            variant="info"
            component="h3"
            title={t('login.registry.noLoginTitle', { registry: registry ?? '' })}
          >
            <p>{t('login.registry.noLoginText')}</p>
            <p>{t('login.registry.noLoginAdvice')}</p>
          </Alert>
        )}
        {parsed.ok && parsed.repository !== null && !needsNoLogin && (
          <ScopeChoice
            registry={parsed.registry}
            repository={parsed.repository}
            namespace={namespace}
            onChange={onNamespace}
          />
        )}
        {parsed.ok && !known && (
          <div className="pk-stack">
            <Checkbox
              id="plain-http"
              label={t('login.registry.plainHttp')}
              description={
                parsed.scheme === 'http'
                  ? t('login.registry.plainHttpPasted')
                  : t('login.registry.plainHttpHelp')
              }
              isChecked={plainHttp}
              onChange={(_event, checked) => onPlainHttp(checked)}
            />
            {plainHttp && (
              <Alert
                isInline
                variant="warning"
                component="h3"
                title={t('login.registry.plainHttpWarning')}
              />
            )}
          </div>
        )}
        <RegistryCards
          legend={t('login.registry.redHat')}
          registries={RED_HAT_REGISTRIES}
          chosen={registry}
          onChoose={onText}
        />
        <details className="pk-disclosure">
          <summary>{t('capability.toggle')}</summary>
          <CapabilityTable />
        </details>
        <NoAccount />
        <RegistryCards
          legend={t('login.registry.others')}
          registries={OTHER_REGISTRIES}
          chosen={registry}
          onChoose={onText}
        />
      </StepLayout>
    </form>
  );
}
