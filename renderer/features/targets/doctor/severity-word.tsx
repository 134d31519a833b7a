import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import InfoCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/info-circle-icon';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../shared/doctor.ts';
import { Tag } from '../../../components/tag.tsx';

type Severity = Finding['severity'];

const ICONS: Record<Severity, ComponentType> = {
  error: ExclamationCircleIcon,
  warning: ExclamationTriangleIcon,
  notice: InfoCircleIcon,
};
const TONES = { error: 'danger', warning: 'warning', notice: 'info' } as const;

/** How bad a finding is, by shape and in a word. */
export function SeverityWord({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation();
  const Icon = ICONS[severity];
  return (
    <Tag tone={TONES[severity]} icon={<Icon />}>
      {t(`doctor.severity.${severity}`)}
    </Tag>
  );
}
