import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppliedTarget } from '../../shared/target.ts';

const ICONS: Record<AppliedTarget['outcome'], ComponentType> = {
  written: CheckCircleIcon,
  unchanged: CheckCircleIcon,
  failed: ExclamationCircleIcon,
  skipped: MinusCircleIcon,
};

/** What became of a target, in a word. */
export function OutcomeWord({ outcome }: { readonly outcome: AppliedTarget['outcome'] }) {
  const { t } = useTranslation();
  const Icon = ICONS[outcome];
  return (
    <span className={`pk-outcome pk-outcome-${outcome}`}>
      <Icon />
      <span>{t(`outcome.${outcome}`)}</span>
    </span>
  );
}
