import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import AngleRightIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-right-icon';
import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverviewRow } from '../../../shared/overview.ts';
import { TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { RelativeTime, VerdictWord } from '../../components/verdict.tsx';
import { CellAction } from './cell-action.tsx';
import { CellLabel } from './cell-label.tsx';
import type { Column } from './column.ts';
import type { Mend } from './mend-dialog.tsx';
import { RowDetails } from './row-details.tsx';

interface Props {
  readonly at: number;
  readonly row: OverviewRow;
  readonly columns: readonly Column[];
  readonly isExpanded: boolean;
  readonly onToggle: (scope: string) => void;
  readonly onMend: (mend: Mend) => void;
  readonly bodyRef: Ref<HTMLTableSectionElement>;
}

/**
 * One registry in every target, with what is to be done where something is wrong. It is made again only when something
 * of it has changed: there may be thousands.
 */
export const OverviewRowView = memo(function OverviewRowView(props: Props) {
  const { at, row, columns, isExpanded, onToggle, onMend, bodyRef } = props;
  const { t } = useTranslation();
  const { scope, accounts, account, cells } = row;
  const detailsId = `overview-${at}`;
  return (
    <TableBody ref={bodyRef} at={at}>
      <TableRow rowIndex={at + 2}>
        <TableCell className="pk-cell-toggle">
          <Button
            variant="plain"
            size="sm"
            className={isExpanded ? 'pk-toggle pk-toggle-open' : 'pk-toggle'}
            aria-expanded={isExpanded}
            aria-controls={detailsId}
            aria-label={t('overview.details', { registry: scope })}
            icon={<AngleRightIcon />}
            onClick={() => onToggle(scope)}
          />
        </TableCell>
        <TableCell label={t('credentials.column.registry')}>
          <div className="pk-stack-tight">
            <strong className="pk-break">{scope}</strong>
            <span className="pk-muted pk-small">
              {accounts === 0
                ? t('overview.notStored')
                : t('overview.accounts', { count: accounts })}
            </span>
          </div>
        </TableCell>
        {columns.map(({ place, name }, column) => {
          const cell = cells[column];
          return (
            <TableCell key={place.id} label={name}>
              {cell && (
                <div className="pk-stack-tight">
                  <CellLabel state={cell.state} />
                  {cell.username !== null && (
                    <span className="pk-small pk-break">{cell.username}</span>
                  )}
                  {cell.state !== 'none' && (
                    <CellAction row={row} cell={cell} place={place} name={name} onMend={onMend} />
                  )}
                </div>
              )}
            </TableCell>
          );
        })}
        <TableCell label={t('credentials.column.lastCheck')}>
          <div className="pk-stack-tight">
            {account?.check ? (
              <>
                <VerdictWord verdict={account.check.verdict} />
                <span className="pk-muted pk-small">
                  <RelativeTime at={account.check.at} />
                </span>
              </>
            ) : (
              <span className="pk-muted">{t('credentials.neverChecked')}</span>
            )}
          </div>
        </TableCell>
      </TableRow>
      {isExpanded && (
        <TableRow id={detailsId}>
          <TableCell colSpan={columns.length + 3} className="pk-cell-details">
            <RowDetails row={row} columns={columns} onMend={onMend} />
          </TableCell>
        </TableRow>
      )}
    </TableBody>
  );
});
