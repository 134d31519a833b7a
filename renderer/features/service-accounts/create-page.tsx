import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CallOutput } from '../../../shared/contract.ts';
import { RED_HAT_REGISTRY } from '../../../shared/red-hat-settings.ts';
import { RED_HAT_CONNECT } from '../../../shared/service-account.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PasteField } from '../../components/paste-field.tsx';
import { RealmQuestion } from '../../components/realm-question.tsx';
import { RunSteps } from '../../components/run-steps.tsx';
import { useRun } from '../../run.ts';
import { Finish } from './finish.tsx';
import { REMOTE_ACCOUNTS, redHatQuery } from './queries.ts';

type Fetched = CallOutput<'service-accounts.accept'>;

interface Fields {
  readonly name: string;
  readonly description: string;
  readonly alsoConnect: boolean;
}

const TEXT_MAX = 65_536;
const CHECK_STEPS = ['ping', 'challenge', 'token', 'verdict'] as const;

/** A new account: by the portal's page and a paste, or by the service; it ends when the registry takes it. */
export function CreatePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const run = useRun();
  const redHat = useQuery(redHatQuery);
  const [fetched, setFetched] = useState<Fetched | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { control, handleSubmit, watch } = useForm<Fields>({
    defaultValues: { name: '', description: '', alsoConnect: false },
  });
  const fields = watch();
  const isSignedIn = redHat.data?.state === 'signed-in';
  const takesConnect = redHat.data?.settings.registry === RED_HAT_REGISTRY;
  const { running } = run.view;
  const leave = () => navigate('/service-accounts');

  // What was checked and not kept is dropped with the page, or by the next one.
  const draftId = fetched?.login.draftId ?? null;
  useEffect(() => {
    if (draftId === null) return;
    return () => void call('login.discard', { draftId }).catch(() => {});
  }, [draftId]);

  const get = async (work: (runId: string) => Promise<Fetched>) => {
    setError(null);
    setFetched(null);
    try {
      setFetched(await run.start(work));
    } catch (cause) {
      setError(cause as Error);
    }
  };
  const accept = (text: string) => {
    const { alsoConnect, description } = fields;
    return get((runId) =>
      call('service-accounts.accept', {
        runId,
        text,
        alsoConnect,
        description: description.trim().slice(0, 200),
      }),
    );
  };
  const create = handleSubmit(async ({ name, description, alsoConnect }) => {
    await get((runId) =>
      call('service-accounts.remote-create', {
        runId,
        name: name.trim(),
        description: description.trim(),
        alsoConnect,
      }),
    );
    await client.invalidateQueries({ queryKey: REMOTE_ACCOUNTS });
  });

  return (
    <>
      <PageHeader
        title={t('serviceAccounts.new.title')}
        description={t('serviceAccounts.new.description')}
      >
        <Button variant="link" onClick={running ? run.cancel : leave}>
          {t('common.cancel')}
        </Button>
      </PageHeader>
      <div className="pk-page-body pk-accounts">
        <p className="pk-note">{t('pasteHelp.orgVisible')}</p>
        {error && <ErrorAlert error={error} />}
        {running && <RunSteps view={run.view} steps={CHECK_STEPS} />}
        {fetched && (
          <Finish key={fetched.login.draftId ?? 'none'} fetched={fetched} onDone={leave} />
        )}
        {draftId === null && (
          <form className="pk-fields" onSubmit={(event) => void create(event)} noValidate>
            <ol className="pk-guide">
              {!isSignedIn && (
                <li>
                  {t('serviceAccounts.new.open')}{' '}
                  <LinkButton links={['red-hat-service-accounts']}>
                    {t('link.red-hat-service-accounts')}
                  </LinkButton>
                </li>
              )}
              <li>
                {isSignedIn ? t('serviceAccounts.new.nameHere') : t('serviceAccounts.new.name')}
                <FormGroup label={t('serviceAccounts.new.nameLabel')} fieldId="account-name">
                  <Controller
                    control={control}
                    name="name"
                    rules={{ validate: (name) => !isSignedIn || isName(name) }}
                    render={({ field, fieldState }) => (
                      <>
                        <TextInput
                          id="account-name"
                          {...field}
                          onChange={(_event, value) => field.onChange(value)}
                          validated={fieldState.invalid ? 'error' : 'default'}
                          aria-describedby="account-name-help"
                          maxLength={200}
                          autoComplete="off"
                          autoCapitalize="off"
                          spellCheck={false}
                        />
                        <p
                          id="account-name-help"
                          className={
                            fieldState.invalid ? 'pk-field-error' : 'pk-field-help pk-muted'
                          }
                        >
                          {isName(field.value)
                            ? t('serviceAccounts.new.becomes', { name: field.value.trim() })
                            : t('serviceAccounts.new.nameHelp')}
                        </p>
                      </>
                    )}
                  />
                </FormGroup>
              </li>
              <li>
                {t('serviceAccounts.new.describe')}
                <FormGroup
                  label={t('serviceAccounts.describe.label')}
                  fieldId="account-description"
                >
                  <Controller
                    control={control}
                    name="description"
                    render={({ field }) => (
                      <TextInput
                        id="account-description"
                        {...field}
                        onChange={(_event, value) => field.onChange(value)}
                        maxLength={isSignedIn ? 1000 : 200}
                        autoComplete="off"
                      />
                    )}
                  />
                </FormGroup>
                {takesConnect && (
                  <Controller
                    control={control}
                    name="alsoConnect"
                    render={({ field }) => (
                      <Checkbox
                        id="also-connect"
                        isChecked={field.value}
                        onChange={(_event, checked) => field.onChange(checked)}
                        label={t('login.account.alsoConnect', { registry: RED_HAT_CONNECT })}
                        description={t('login.account.alsoConnectHelp')}
                      />
                    )}
                  />
                )}
              </li>
              {isSignedIn ? (
                <li>
                  <Button type="submit" variant="primary" isLoading={running} isDisabled={running}>
                    {t('serviceAccounts.create')}
                  </Button>
                </li>
              ) : (
                <>
                  <li>{t('serviceAccounts.new.press')}</li>
                  <li>{t('serviceAccounts.new.back')}</li>
                  <li>
                    {t('serviceAccounts.new.copy')}
                    <PasteField
                      id="account-text"
                      label={t('serviceAccounts.paste.label')}
                      help={t('serviceAccounts.paste.help')}
                      action={t('serviceAccounts.paste.read')}
                      isBusy={running}
                      maxLength={TEXT_MAX}
                      onRead={(text) => void accept(text)}
                    />
                  </li>
                </>
              )}
            </ol>
          </form>
        )}
      </div>
      <RealmQuestion run={run} />
    </>
  );
}

/** What becomes of it is the service's to say; a bar would be taken for the end of the prefix. */
function isName(text: string): boolean {
  const name = text.trim();
  return name !== '' && !name.includes('|');
}
