import { Spinner } from '@patternfly/react-core/dist/dynamic/components/Spinner';
import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-triangle-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/tag.tsx';
import type { Result } from './probe-groups.ts';

const LOOKS = {
  pass: { tone: 'success', icon: <CheckCircleIcon /> },
  warn: { tone: 'warning', icon: <ExclamationTriangleIcon /> },
  fail: { tone: 'danger', icon: <ExclamationCircleIcon /> },
  skipped: { icon: <MinusCircleIcon /> },
  running: { icon: <Spinner diameter="0.875rem" aria-hidden /> },
} as const satisfies Record<
  Result,
  { readonly tone?: 'success' | 'warning' | 'danger'; readonly icon: ReactNode }
>;

/** How a probe, or all of them, came out. */
export function StatusTag({ status }: { readonly status: Result }) {
  const { t } = useTranslation();
  return <Tag {...LOOKS[status]}>{t(`diagnosis.status.${status}`)}</Tag>;
}
