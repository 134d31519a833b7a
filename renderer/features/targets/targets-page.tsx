import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { targetsQuery } from '../../queries.ts';
import { DoctorSection } from '../doctor/doctor-section.tsx';
import { TargetCard } from './target-card.tsx';

/** Every file that the tools read credentials from, and what is in it. */
export default function TargetsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const targets = useQuery(targetsQuery);
  return (
    <>
      <PageHeader title={t('targets.title')} description={t('targets.description')}>
        <Button variant="secondary" onClick={() => navigate('/login')}>
          {t('credentials.logIn')}
        </Button>
      </PageHeader>
      <div className="pk-page-body pk-stack">
        <DoctorSection />
        {targets.error && (
          <ErrorAlert error={targets.error} onRetry={() => void targets.refetch()} />
        )}
        {targets.isPending && <Skeleton height="8rem" screenreaderText={t('common.loading')} />}
        {targets.data?.length === 0 && <p className="pk-nothing">{t('targets.none')}</p>}
        {targets.data?.map((target) => (
          <TargetCard key={target.id} target={target} />
        ))}
      </div>
    </>
  );
}
