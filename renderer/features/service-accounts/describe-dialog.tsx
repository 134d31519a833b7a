import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { leaving, useRun } from '../../run.ts';
import { AccountDialog } from './account-dialog.tsx';
import { localAccountsQuery, REMOTE_ACCOUNTS } from './queries.ts';

interface Props {
  /** Which of the two descriptions: this computer's, or the one that the organization sees. */
  readonly place: 'here' | 'service';
  /** The user name here; the name at the service. */
  readonly name: string;
  readonly description: string;
  readonly onClose: () => void;
}

const MAX = { here: 200, service: 1000 } as const;

/** Changes a description; the token stays. */
export function DescribeDialog({ place, name, description, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const run = useRun();
  const formId = useId();
  const [error, setError] = useState<Error | null>(null);
  const { register, handleSubmit } = useForm({ defaultValues: { description } });
  const { ref, onChange, ...field } = register('description');
  const save = handleSubmit(async (typed) => {
    setError(null);
    try {
      if (place === 'here') {
        await call('service-accounts.describe', { username: name, ...typed });
      } else {
        await run.start((runId) =>
          call('service-accounts.remote-describe', { runId, name, ...typed }),
        );
      }
      const queryKey = place === 'here' ? localAccountsQuery.queryKey : REMOTE_ACCOUNTS;
      await client.invalidateQueries({ queryKey });
      onClose();
    } catch (cause) {
      setError(cause as Error);
    }
  });
  const leave = leaving(run, onClose);

  return (
    <AccountDialog
      title={t(`serviceAccounts.describe.${place}.title`)}
      name={name}
      onClose={leave}
      footer={
        <>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            isLoading={run.view.running}
            isDisabled={run.view.running}
          >
            {t('serviceAccounts.describe.save')}
          </Button>
          <Button variant="link" onClick={leave}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event: FormEvent) => void save(event)}>
        <FormGroup label={t('serviceAccounts.describe.label')} fieldId="account-description">
          <TextInput
            id="account-description"
            ref={ref}
            {...field}
            onChange={(event) => void onChange(event)}
            maxLength={MAX[place]}
            autoComplete="off"
          />
        </FormGroup>
        <p className="pk-muted pk-small">{t(`serviceAccounts.describe.${place}.help`)}</p>
      </form>
      {error && <ErrorAlert error={error} />}
    </AccountDialog>
  );
}
