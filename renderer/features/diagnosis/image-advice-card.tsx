import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import { type AdvisedImage, referenceOf } from '../../../shared/image-advice.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import { LinkButton } from '../../components/link-button.tsx';

interface Props {
  readonly advised: Extract<AdvisedImage, { ok: true }>;
  readonly onLookAt: (image: string) => void;
}

/** What is known of an image before its registry is asked. */
export function ImageAdviceCard({ advised, onLookAt }: Props) {
  const { t } = useTranslation();
  const { image, advice, elsewhere } = advised;
  const known = knownRegistry(image.registry);
  return (
    <section className="pk-target" aria-label={t('imageCheck.adviceTitle')}>
      <header>
        <h2>
          <code className="pk-path">{referenceOf(image)}</code>
        </h2>
      </header>
      <ul className="pk-bullets">
        {advice.map((each) => (
          <li key={each}>{t(`imageCheck.advice.${each}`)}</li>
        ))}
        {known && known.accepts.length > 0 && (
          <li>
            {t('imageCheck.accepts', {
              kinds: known.accepts.map((kind) => t(`kind.${kind}.name`)).join(', '),
            })}
          </li>
        )}
      </ul>
      <div className="pk-actions">
        {elsewhere && (
          <Button variant="link" isInline onClick={() => onLookAt(elsewhere)}>
            {t('imageCheck.elsewhere', { image: elsewhere })}
          </Button>
        )}
        {known?.links.map((link) => (
          <LinkButton key={link} links={[link]}>
            {t(`link.${link}`)}
          </LinkButton>
        ))}
      </div>
    </section>
  );
}
