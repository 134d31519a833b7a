import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OverviewRow } from '../../../shared/overview.ts';
import { useReadBy } from '../../components/read-by.ts';
import { CellAction } from './cell-action.tsx';
import { CellLabel } from './cell-label.tsx';
import type { Column } from './column.ts';
import type { Mend } from './mend-dialog.tsx';

interface Props {
  readonly row: OverviewRow;
  readonly columns: readonly Column[];
  readonly onMend: (mend: Mend) => void;
}

/** A registry place by place: what its state means, who reads the file, and what can be done. */
export function RowDetails({ row, columns, onMend }: Props) {
  const { t } = useTranslation();
  const readByWords = useReadBy();
  const { scope, accounts, cells } = row;
  return (
    <div className="pk-stack">
      <ul className="pk-places">
        {columns.map(({ place, name }, at) => {
          const cell = cells[at];
          return cell === undefined ? null : (
            <li key={place.id}>
              <div className="pk-place-head">
                <code className="pk-path">{place.path}</code>
                <CellLabel state={cell.state} />
              </div>
              <p>
                {cell.state === 'none'
                  ? t('overview.nobodyMeans')
                  : t(`state.${cell.state}.advice`)}
              </p>
              <p className="pk-muted pk-small">
                {[
                  cell.username !== null && t('details.logsInAs', { user: cell.username }),
                  readByWords(place),
                  place.volatile && t('targets.volatile'),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <CellAction row={row} cell={cell} place={place} name={name} onMend={onMend} />
            </li>
          );
        })}
      </ul>
      <div className="pk-actions">
        {accounts > 0 && (
          <Link to={{ pathname: '/', search: `?${new URLSearchParams({ text: scope })}` }}>
            {t('overview.toCredentials', { count: accounts })}
          </Link>
        )}
        {accounts === 0 && (
          <Link to={{ pathname: '/login', search: `?${new URLSearchParams({ registry: scope })}` }}>
            {t('credentials.logIn')}
          </Link>
        )}
        <Link to={{ pathname: '/lookup', search: `?${new URLSearchParams({ reference: scope })}` }}>
          {t('details.lookup')}
        </Link>
        <Link
          to={{ pathname: '/diagnosis', search: `?${new URLSearchParams({ reference: scope })}` }}
        >
          {t('overview.diagnose')}
        </Link>
      </div>
    </div>
  );
}
