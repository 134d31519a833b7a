import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/profile.ts';
import { call } from '../../bridge.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { profilesQuery } from '../../queries.ts';

interface Props {
  readonly profile: ProfileView;
  readonly onClose: () => void;
}

/** Deletes a profile; its credentials and the targets stay as they are. */
export function DeleteDialog({ profile, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('profiles.delete', { profileId: profile.id }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: profilesQuery.queryKey });
    },
  });
  return (
    <Dialog
      title={t('profiles.deleteOne', { name: profile.name })}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button variant="danger" isDisabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('profiles.delete')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('profiles.deleteKeeps')}</p>
      {remove.error && <ErrorAlert error={remove.error} />}
    </Dialog>
  );
}
