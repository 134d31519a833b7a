import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useRef } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { CallInput, CallOutput } from '../../../shared/contract.ts';
import { PROXY_MODES, type ProxySettings, proxySettings } from '../../../shared/proxy.ts';
import { call } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { SecretField } from '../../components/secret-field.tsx';
import { useStoreName } from '../../components/store-name.ts';
import { ProxyTest } from './proxy-test.tsx';

const proxyQuery = queryOptions({ queryKey: ['proxy'], queryFn: () => call('proxy.get') });

/** How the app's requests leave this machine, and which way a host would be reached. */
/** @param managed why it cannot be changed; a password of the user's own can be typed all the same */
export function NetworkSettings({ managed }: { readonly managed: string | undefined }) {
  const { t } = useTranslation();
  const proxy = useQuery(proxyQuery);
  return (
    <section aria-labelledby="network">
      <h2 id="network">{t('network.title')}</h2>
      <p className="pk-muted">{t('network.intro')}</p>
      {proxy.error && <ErrorAlert error={proxy.error} onRetry={() => void proxy.refetch()} />}
      {proxy.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
      {proxy.data && <NetworkForm state={proxy.data} managed={managed} />}
    </section>
  );
}

interface FormProps {
  readonly state: CallOutput<'proxy.get'>;
  readonly managed: string | undefined;
}

function NetworkForm({ state, managed }: FormProps) {
  const { t } = useTranslation();
  const store = useStoreName();
  const client = useQueryClient();
  const password = useRef<HTMLInputElement>(null);
  const { control, register, handleSubmit, reset, watch, formState } = useForm<ProxySettings>({
    defaultValues: state.settings,
  });
  const save = useMutation({
    mutationFn: (input: CallInput<'proxy.set'>) => call('proxy.set', input),
    onSuccess: (next) => {
      client.setQueryData(proxyQuery.queryKey, next);
      reset(next.settings);
    },
  });
  const settings = watch();
  const { url, username } = state.settings;
  /** Main keeps a password for one user of one proxy. */
  const passwordHelp = () => {
    if (!state.hasPassword) return t('network.passwordHelp', { store });
    const isKept = settings.url === url && settings.username === username;
    return isKept ? t('network.passwordKept') : t('network.passwordOfAnother');
  };
  const submit = handleSubmit((settings) => {
    const typed = password.current?.value ?? '';
    if (password.current) password.current.value = '';
    // A password without its user is of no use to anybody.
    const forget = settings.username === '' && state.hasPassword === true;
    save.mutate({
      settings,
      ...(typed === '' ? forget && { password: null } : { password: typed }),
    });
  });
  return (
    <>
      <form className="pk-fields" onSubmit={submit} noValidate>
        <fieldset className="pk-fieldset" disabled={managed !== undefined}>
          <legend>{t('network.mode')}</legend>
          <div className="pk-cards">
            {PROXY_MODES.map((mode) => (
              <label key={mode} className="pk-card">
                <input type="radio" value={mode} {...register('mode')} />
                <span className="pk-card-body">
                  <strong>{t(`network.modes.${mode}.name`)}</strong>
                  <span className="pk-muted pk-small">{t(`network.modes.${mode}.means`)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {managed && <p className="pk-field-help pk-muted">{managed}</p>}
        {settings.mode === 'environment' && <Environment variables={state.environment} />}
        {settings.mode === 'manual' && (
          <>
            <FormGroup label={t('network.url')} fieldId="proxy-url" isRequired>
              <Controller
                control={control}
                name="url"
                rules={{
                  validate: (url) => url !== '' && proxySettings.shape.url.safeParse(url).success,
                }}
                render={({ field, fieldState }) => (
                  <TextInput
                    id="proxy-url"
                    {...field}
                    isDisabled={managed !== undefined}
                    onChange={(_event, value) => field.onChange(value.trim())}
                    placeholder="http://proxy.example.com:3128"
                    validated={fieldState.invalid ? 'error' : 'default'}
                    aria-describedby="proxy-url-help"
                    isRequired
                    spellCheck={false}
                    autoComplete="off"
                    autoCapitalize="off"
                  />
                )}
              />
              <p
                id="proxy-url-help"
                className={formState.errors.url ? 'pk-field-error' : 'pk-field-help pk-muted'}
              >
                {t('network.urlHelp')}
              </p>
            </FormGroup>
            <FormGroup label={t('network.noProxy')} fieldId="proxy-except">
              <Controller
                control={control}
                name="noProxy"
                render={({ field }) => (
                  <TextInput
                    id="proxy-except"
                    {...field}
                    isDisabled={managed !== undefined}
                    onChange={(_event, value) => field.onChange(value)}
                    placeholder=".example.com,10.0.0.0/8"
                    aria-describedby="proxy-except-help"
                    maxLength={8192}
                    spellCheck={false}
                    autoComplete="off"
                    autoCapitalize="off"
                  />
                )}
              />
              <p id="proxy-except-help" className="pk-field-help pk-muted">
                {t('network.noProxyHelp')}
              </p>
            </FormGroup>
            <FormGroup label={t('network.username')} fieldId="proxy-username">
              <Controller
                control={control}
                name="username"
                render={({ field }) => (
                  <TextInput
                    id="proxy-username"
                    {...field}
                    isDisabled={managed !== undefined}
                    onChange={(_event, value) => field.onChange(value)}
                    maxLength={256}
                    spellCheck={false}
                    autoComplete="off"
                    autoCapitalize="off"
                  />
                )}
              />
            </FormGroup>
            {settings.username !== '' && (
              <FormGroup label={t('network.password')} fieldId="proxy-password">
                <SecretField
                  id="proxy-password"
                  inputRef={password}
                  describedBy="proxy-password-help"
                />
                <p id="proxy-password-help" className="pk-field-help pk-muted">
                  {passwordHelp()}
                </p>
              </FormGroup>
            )}
          </>
        )}
        {save.error && !isCancelled(save.error) && <ErrorAlert error={save.error} />}
        <div className="pk-actions">
          <Button
            type="submit"
            variant="primary"
            isLoading={save.isPending}
            isDisabled={save.isPending || (managed !== undefined && settings.username === '')}
          >
            {t('network.save')}
          </Button>
          <span role="status" className="pk-muted">
            {save.isSuccess && !formState.isDirty && t('network.saved')}
          </span>
        </div>
      </form>
      <ProxyTest settings={settings} />
    </>
  );
}

type Variables = CallOutput<'proxy.get'>['environment'];

/** What the environment says, as the tools started beside this app would read it. */
function Environment({ variables }: { readonly variables: Variables }) {
  const { t } = useTranslation();
  if (variables.length === 0) return <p>{t('network.noVariables')}</p>;
  return (
    <dl className="pk-pairs">
      {variables.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <code>{value === '' ? t('network.unusable') : value}</code>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
