import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { targetsQuery } from '../../queries.ts';
import { DoctorSection } from './doctor/doctor-section.tsx';
import { PlaintextSection } from './plaintext/plaintext-section.tsx';
import { RootScriptDialog } from './root-script-dialog.tsx';
import { TargetCard } from './target-card.tsx';

/** Every file that the tools read credentials from, and what is in it. */
export default function TargetsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const targets = useQuery(targetsQuery);
  const add = useMutation({
    mutationFn: () => call('targets.add-file'),
    onSuccess: () => targets.refetch(),
  });
  const [isScripting, setScripting] = useState(false);
  return (
    <>
      <PageHeader title={t('targets.title')} description={t('targets.description')}>
        <Button variant="secondary" onClick={() => navigate('/login')}>
          {t('credentials.logIn')}
        </Button>
        <Button variant="secondary" isDisabled={add.isPending} onClick={() => add.mutate()}>
          {t('targets.addFile')}
        </Button>
        <Button variant="link" onClick={() => setScripting(true)}>
          {t('targets.rootScript')}
        </Button>
      </PageHeader>
      <div className="pk-page-body pk-stack">
        {add.error && <ErrorAlert error={add.error} />}
        {targets.error && (
          <ErrorAlert error={targets.error} onRetry={() => void targets.refetch()} />
        )}
        {targets.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
        {targets.data?.length === 0 && <p className="pk-nothing">{t('targets.none')}</p>}
        {targets.data?.map((target) => (
          <TargetCard key={target.id} target={target} />
        ))}
        <DoctorSection />
        <PlaintextSection />
      </div>
      {isScripting && <RootScriptDialog onClose={() => setScripting(false)} />}
    </>
  );
}
