import '../../styles/trust.css';
import { Radio } from '@patternfly/react-core/dist/dynamic/components/Radio';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferedCertificate } from '../../../shared/trust.ts';
import { absoluteTime } from '../../dates.ts';
import { Tag } from '../tag.tsx';

interface Props {
  readonly certificates: readonly OfferedCertificate[];
  /** A fingerprint. */
  readonly chosen: string | null;
  readonly onChoose: (fingerprint: string) => void;
}

/** The certificates of a registry, with what tells one from another; those that cannot be trusted say why. */
export function CertificateChoice({ certificates, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  if (certificates.length === 0) return <p className="pk-nothing">{t('trust.none')}</p>;
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('trust.legend')}</legend>
      {certificates.map((each) => (
        <Radio
          key={each.fingerprint}
          className="pk-certificate"
          id={`${id}-${each.fingerprint}`}
          name={id}
          isDisabled={each.refused !== null && !each.trusted}
          isChecked={each.fingerprint === chosen}
          onChange={() => onChoose(each.fingerprint)}
          label={
            <span className="pk-inline">
              <span>{each.subject}</span>
              {each.trusted && <Tag tone="success">{t('trust.trusted')}</Tag>}
            </span>
          }
          description={each.refused === null ? null : t(`trust.refused.${each.refused}`)}
          body={
            <dl className="pk-pairs pk-small">
              <dt>{t('trust.issuer')}</dt>
              <dd>{each.selfSigned ? t('trust.selfSigned') : each.issuer}</dd>
              <dt>{t('trust.fingerprint')}</dt>
              <dd>
                <code className="pk-path">{each.fingerprint}</code>
              </dd>
              <dt>{t('trust.valid')}</dt>
              <dd>
                {t('trust.validFromTo', {
                  from: absoluteTime(each.notBefore, i18n.language),
                  to: absoluteTime(each.notAfter, i18n.language),
                })}
              </dd>
              <dt>{t('trust.from')}</dt>
              <dd>{t(`trust.origin.${each.from}`)}</dd>
            </dl>
          }
        />
      ))}
    </fieldset>
  );
}
