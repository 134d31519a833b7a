import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

interface Props {
  readonly image: string | null;
  readonly registry: string | null;
}

/** Where to look next, for what an error text names. */
export function NextLooks({ image, registry }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const reference = image ?? registry;
  if (reference === null) return null;
  const query = encodeURIComponent(reference);
  return (
    <div className="pk-actions">
      <Button variant="secondary" onClick={() => navigate(`/diagnosis?reference=${query}`)}>
        {t('explainer.diagnose')}
      </Button>
      {image && (
        <Button variant="secondary" onClick={() => navigate(`/diagnosis/image?image=${query}`)}>
          {t('explainer.checkImage')}
        </Button>
      )}
      <Button variant="secondary" onClick={() => navigate(`/lookup?reference=${query}`)}>
        {t('explainer.lookUp')}
      </Button>
    </div>
  );
}
