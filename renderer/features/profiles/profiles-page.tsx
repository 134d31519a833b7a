import '../../styles/accounts.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { ProfileView } from '../../../shared/profile.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { profilesQuery } from '../../queries.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { ProfileItem } from './profile-item.tsx';
import { SaveForm } from './save-form.tsx';
import { SwitchDialog } from './switch-dialog.tsx';

interface Open {
  readonly what: 'switch' | 'delete';
  readonly profile: ProfileView;
}

/** Sets of credentials that are active together: switch to one, make one, delete one. */
export default function ProfilesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const profiles = useQuery(profilesQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const ids = params.get('ids')?.split(',').filter(Boolean) ?? null;
  const close = () => setOpen(null);
  return (
    <>
      <PageHeader title={t('profiles.title')} description={t('profiles.description')}>
        <Button variant="link" onClick={() => navigate('/')}>
          {t('profiles.back')}
        </Button>
      </PageHeader>
      <div className="pk-page-body">
        {profiles.error && (
          <ErrorAlert error={profiles.error} onRetry={() => void profiles.refetch()} />
        )}
        {profiles.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
        {profiles.data?.length === 0 && <p className="pk-muted">{t('profiles.empty')}</p>}
        {profiles.data && profiles.data.length > 0 && (
          <ul className="pk-profiles">
            {profiles.data.map((profile) => (
              <ProfileItem
                key={profile.id}
                profile={profile}
                onSwitch={() => setOpen({ what: 'switch', profile })}
                onDelete={() => setOpen({ what: 'delete', profile })}
              />
            ))}
          </ul>
        )}
        {profiles.data && (
          <SaveForm
            key={ids?.join() ?? ''}
            profiles={profiles.data}
            credentialIds={ids}
            onSaved={() => setParams({})}
          />
        )}
      </div>
      {open?.what === 'switch' && <SwitchDialog profile={open.profile} onClose={close} />}
      {open?.what === 'delete' && <DeleteDialog profile={open.profile} onClose={close} />}
    </>
  );
}
