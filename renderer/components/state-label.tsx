import CheckCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon';
import LayerGroupIcon from '@patternfly/react-icons/dist/dynamic/icons/layer-group-icon';
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon';
import NotEqualIcon from '@patternfly/react-icons/dist/dynamic/icons/not-equal-icon';
import QuestionCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/question-circle-icon';
import UserIcon from '@patternfly/react-icons/dist/dynamic/icons/user-icon';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryState } from '../../shared/target.ts';
import { Tag } from './tag.tsx';

type Look = {
  readonly Icon: ComponentType;
  readonly tone?: 'success' | 'warning' | 'danger';
};

// The shape says it without the colour, the word without either.
const LOOKS: Record<EntryState, Look> = {
  'in-sync': { Icon: CheckCircleIcon, tone: 'success' },
  missing: { Icon: MinusCircleIcon, tone: 'warning' },
  different: { Icon: NotEqualIcon, tone: 'warning' },
  foreign: { Icon: UserIcon },
  shadowed: { Icon: LayerGroupIcon, tone: 'warning' },
  unreadable: { Icon: ExclamationCircleIcon, tone: 'danger' },
  unknown: { Icon: QuestionCircleIcon },
};

interface Props {
  readonly state: EntryState;
  /** The name of the target, where the label stands for one. */
  readonly target?: string;
}

/** The state of an entry: icon, word and colour. */
export function StateLabel({ state, target }: Props) {
  const { t } = useTranslation();
  const { Icon, tone } = LOOKS[state];
  const word = t(`state.${state}.name`);
  return (
    <Tag icon={<Icon />} {...(tone && { tone })}>
      {target ? t('state.inTarget', { target, state: word }) : word}
    </Tag>
  );
}
