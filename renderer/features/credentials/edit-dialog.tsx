import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Form, FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import { call } from '../../bridge.ts';
import { CredentialDialog } from '../../components/credential-dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { tagsIn } from './tags.ts';

interface Props {
  readonly credential: CredentialView;
  readonly onClose: () => void;
}

interface Fields {
  label: string;
  owner: string;
  tags: string;
  notes: string;
}

const LINES = [
  { name: 'label', max: 200 },
  { name: 'owner', max: 200 },
  // Each tag has its own limit.
  { name: 'tags', max: 1_000 },
] as const;

/** What the user writes about a credential: nothing of it goes into any file of a tool. */
export function EditDialog({ credential, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { label, details } = credential;
  const { control, handleSubmit } = useForm<Fields>({
    defaultValues: {
      label,
      owner: details?.owner ?? '',
      tags: details?.tags.join(', ') ?? '',
      notes: details?.notes ?? '',
    },
  });
  const save = useMutation({
    mutationFn: ({ label, owner, tags, notes }: Fields) =>
      call('credentials.edit', {
        credentialId: credential.id,
        label: label.trim(),
        details: { owner: owner.trim(), notes: notes.trim(), tags: tagsIn(tags) },
      }),
    onSuccess: onClose,
  });
  return (
    <CredentialDialog
      title={t('edit.title')}
      credential={credential}
      onClose={onClose}
      footer={
        <>
          <Button variant="primary" type="submit" form={`${id}-form`} isDisabled={save.isPending}>
            {t('edit.save')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <Form id={`${id}-form`} onSubmit={handleSubmit((fields) => save.mutate(fields))}>
        {LINES.map(({ name, max }) => (
          <FormGroup key={name} label={t(`edit.${name}`)} fieldId={`${id}-${name}`}>
            <Controller
              name={name}
              control={control}
              render={({ field }) => (
                <TextInput {...field} id={`${id}-${name}`} maxLength={max} dir="auto" />
              )}
            />
            {name === 'tags' && <p className="pk-muted pk-small">{t('edit.tagsHelp')}</p>}
          </FormGroup>
        ))}
        <FormGroup label={t('edit.notes')} fieldId={`${id}-notes`}>
          <Controller
            name="notes"
            control={control}
            render={({ field }) => (
              <TextArea {...field} id={`${id}-notes`} maxLength={4000} rows={4} dir="auto" />
            )}
          />
          <p className="pk-muted pk-small">{t('edit.notesHelp')}</p>
        </FormGroup>
      </Form>
      {save.error && <ErrorAlert error={save.error} />}
    </CredentialDialog>
  );
}
