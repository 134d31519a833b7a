import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { vaultQuery } from '../queries.ts';

/** Says in one line which store protects the secrets, once it can; trouble is told by `StoreNotice`. */
export function Protection() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const status = useQuery(vaultQuery).data;
  if (status?.state !== 'ok') return null;
  return (
    <p className="pk-muted pk-small">
      {t('vault.protection', { name: status.backendName || t(`vault.backend.${status.backend}`) })}{' '}
      <Button variant="link" isInline onClick={() => navigate('/settings')}>
        {t('vault.change')}
      </Button>
    </p>
  );
}
