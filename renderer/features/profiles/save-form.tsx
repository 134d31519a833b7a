import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { Form, FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/profile.ts';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { profilesQuery } from '../../queries.ts';

interface Props {
  readonly profiles: readonly ProfileView[];
  /** What was selected for it; null: what is active now. */
  readonly credentialIds: readonly string[] | null;
  readonly onSaved: () => void;
}

interface Fields {
  name: string;
  exclusive: boolean;
}

/** Makes a profile, or gives the one of that name another content. */
export function SaveForm({ profiles, credentialIds, onSaved }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const client = useQueryClient();
  const { control, handleSubmit, reset, watch } = useForm<Fields>({
    defaultValues: { name: '', exclusive: false },
  });
  const name = watch('name').trim();
  const known = profiles.find((profile) => profile.name.toLowerCase() === name.toLowerCase());
  const save = useMutation({
    mutationFn: ({ exclusive }: Fields) =>
      call('profiles.save', {
        profileId: known?.id ?? null,
        name,
        exclusive,
        credentialIds: credentialIds === null ? null : [...credentialIds],
      }),
    onSuccess: () => {
      reset();
      onSaved();
      return client.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
  });
  return (
    <section className="pk-stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="pk-section-title">
        {credentialIds === null
          ? t('profiles.saveActive')
          : t('profiles.saveSelected', { count: credentialIds.length })}
      </h2>
      <p className="pk-muted">
        {credentialIds === null ? t('profiles.saveActiveHelp') : t('profiles.saveSelectedHelp')}
      </p>
      <Form
        className="pk-profile-form"
        onSubmit={handleSubmit((fields) => name !== '' && save.mutate(fields))}
      >
        <FormGroup label={t('profiles.name')} fieldId={`${id}-name`}>
          <Controller
            name="name"
            control={control}
            render={({ field }) => (
              <TextInput
                {...field}
                id={`${id}-name`}
                maxLength={100}
                dir="auto"
                placeholder={t('profiles.nameHint')}
              />
            )}
          />
        </FormGroup>
        <Controller
          name="exclusive"
          control={control}
          render={({ field: { value, onChange, ...field } }) => (
            <Checkbox
              {...field}
              id={`${id}-exclusive`}
              isChecked={value}
              onChange={(_event, checked) => onChange(checked)}
              label={t('profiles.exclusive')}
              description={t('profiles.exclusiveHelp')}
            />
          )}
        />
        <div className="pk-actions">
          <Button variant="primary" type="submit" isDisabled={name === '' || save.isPending}>
            {known ? t('profiles.replace', { name: known.name }) : t('profiles.save')}
          </Button>
          {credentialIds !== null && (
            <Button variant="link" onClick={onSaved}>
              {t('common.cancel')}
            </Button>
          )}
        </div>
      </Form>
      {save.error && <ErrorAlert error={save.error} />}
    </section>
  );
}
