import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  RED_HAT_API,
  RED_HAT_ISSUER,
  type RedHatSettings,
  redHatSettings,
} from '../../../shared/red-hat-settings.ts';
import type { RedHatStatus } from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { isCancelled } from '../../components/confirming.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { managedQuery } from '../../queries.ts';
import { redHatQuery } from './queries.ts';
import { SignIn } from './sign-in.tsx';

const FIELDS = ['clientId', 'issuer', 'apiBase', 'registry'] as const;
const EXAMPLES = {
  clientId: '',
  issuer: RED_HAT_ISSUER,
  apiBase: RED_HAT_API,
  registry: '',
} as const;

/** How the app reaches the organization's accounts, and who is signed in. */
export function ConnectionPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const redHat = useQuery(redHatQuery);
  return (
    <>
      <PageHeader title={t('redHat.title')} description={t('redHat.description')}>
        <Button variant="link" onClick={() => navigate('/service-accounts')}>
          {t('common.back')}
        </Button>
      </PageHeader>
      <div className="pk-page-body pk-accounts">
        {redHat.error && <ErrorAlert error={redHat.error} onRetry={() => void redHat.refetch()} />}
        {redHat.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
        {redHat.data && (
          <>
            <SignIn status={redHat.data} />
            <ConnectionForm status={redHat.data} />
          </>
        )}
      </div>
    </>
  );
}

function ConnectionForm({ status }: { readonly status: RedHatStatus }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { control, handleSubmit, reset, formState } = useForm<RedHatSettings>({
    defaultValues: status.settings,
  });
  const managed = useQuery(managedQuery).data;
  const isManaged = managed?.names.includes('redHat') === true;
  const save = useMutation({
    mutationFn: (settings: RedHatSettings) => call('red-hat.configure', { settings }),
    onSuccess: (next) => {
      client.setQueryData(redHatQuery.queryKey, next);
      reset(next.settings);
    },
  });
  return (
    <section aria-labelledby="connection-settings">
      <h2 id="connection-settings">{t('redHat.settings')}</h2>
      <p className="pk-muted">{t('redHat.settingsHelp')}</p>
      {isManaged && <p className="pk-note">{t('settings.managed', { path: managed.path })}</p>}
      <form
        className="pk-fields"
        onSubmit={handleSubmit((settings) => save.mutate(settings))}
        noValidate
      >
        {FIELDS.map((name) => (
          <FormGroup key={name} label={t(`redHat.field.${name}`)} fieldId={`red-hat-${name}`}>
            <Controller
              control={control}
              name={name}
              rules={{
                validate: (text) => redHatSettings.shape[name].safeParse(text.trim()).success,
              }}
              render={({ field, fieldState }) => (
                <TextInput
                  id={`red-hat-${name}`}
                  {...field}
                  isDisabled={isManaged}
                  onChange={(_event, value) => field.onChange(value.trim())}
                  placeholder={EXAMPLES[name]}
                  validated={fieldState.invalid ? 'error' : 'default'}
                  aria-describedby={`red-hat-${name}-help`}
                  maxLength={512}
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                />
              )}
            />
            <p
              id={`red-hat-${name}-help`}
              className={formState.errors[name] ? 'pk-field-error' : 'pk-field-help pk-muted'}
            >
              {t(`redHat.help.${name}`)}
            </p>
          </FormGroup>
        ))}
        {save.error && !isCancelled(save.error) && <ErrorAlert error={save.error} />}
        <div className="pk-actions">
          <Button
            type="submit"
            variant="primary"
            isLoading={save.isPending}
            isDisabled={save.isPending || isManaged}
          >
            {t('redHat.save')}
          </Button>
          <span role="status" className="pk-muted">
            {save.isSuccess && !formState.isDirty && t('redHat.saved')}
          </span>
        </div>
      </form>
    </section>
  );
}
