import OutlinedCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/outlined-circle-icon';
import { useTranslation } from 'react-i18next';
import type { CellState } from '../../../shared/overview.ts';
import { StateLabel } from '../../components/state-label.tsx';

/** The state of a cell, by shape and word. */
export function CellLabel({ state }: { readonly state: CellState }) {
  const { t } = useTranslation();
  if (state !== 'none') return <StateLabel state={state} />;
  return (
    <span className="pk-cell-none">
      <OutlinedCircleIcon />
      <span>{t('overview.nobody')}</span>
    </span>
  );
}
