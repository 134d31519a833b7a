import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverviewPage, OverviewQuery } from '../../../shared/overview.ts';
import { DataTable, TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { useReadBy } from '../../components/read-by.ts';
import { distinctNames } from '../../components/target-names.ts';
import { RowSpace, useVirtualTable } from '../../components/virtual-table.tsx';
import { overviewQuery } from '../../queries.ts';
import type { Column } from './column.ts';
import type { Mend } from './mend-dialog.tsx';
import { OverviewRowView } from './overview-row.tsx';

interface Props {
  /** The first rows of what matches, and the query that it matches. */
  readonly first: OverviewPage;
  readonly query: OverviewQuery;
  readonly onMend: (mend: Mend) => void;
}

/** The height of a row until it was measured, in pixels. */
const ROW_PX = 70;

/** Registries x targets, of which the rows in the window are rendered. */
export function OverviewGrid({ first, query, onMend }: Props) {
  const { t } = useTranslation();
  const readByWords = useReadBy();
  const [expanded, setExpanded] = useState<string | null>(null);
  const toggle = useCallback(
    (scope: string) => setExpanded((before) => (before === scope ? null : scope)),
    [],
  );
  const { targets } = first;
  const columns = useMemo<Column[]>(() => {
    const names = distinctNames(t, targets);
    return targets.map((place, at) => ({ place, name: names[at] ?? place.path }));
  }, [t, targets]);
  const { top, rows, measure, above, below } = useVirtualTable({
    count: first.matching,
    rowPx: ROW_PX,
    first,
    pageFrom: (from) => overviewQuery(query, from),
    rowsOf: (page) => page.rows,
  });
  const columnCount = columns.length + 3;
  return (
    <div className="pk-scroll-x">
      <DataTable
        label={t('overview.title')}
        className="pk-shares pk-overview"
        rowCount={first.matching + 1}
        columns={[
          { name: t('credentials.column.details'), isHidden: true, className: 'pk-cell-toggle' },
          { name: t('credentials.column.registry'), className: 'pk-cell-registry' },
          ...columns.map(({ place, name }) => ({
            name,
            hint: readByWords(place),
            className: 'pk-cell-place',
          })),
          { name: t('credentials.column.lastCheck'), className: 'pk-cell-check' },
        ]}
      >
        <tbody ref={top} aria-hidden="true">
          <RowSpace px={above} colSpan={columnCount} />
        </tbody>
        {rows.map(({ at, row }) =>
          row === null ? (
            <TableBody key={at} at={at}>
              <TableRow rowIndex={at + 2}>
                <TableCell colSpan={columnCount}>
                  <span className="pk-row-coming" style={{ height: ROW_PX - 17 }} />
                </TableCell>
              </TableRow>
            </TableBody>
          ) : (
            <OverviewRowView
              key={at}
              at={at}
              row={row}
              columns={columns}
              isExpanded={expanded === row.scope}
              onToggle={toggle}
              onMend={onMend}
              bodyRef={measure}
            />
          ),
        )}
        <tbody aria-hidden="true">
          <RowSpace px={below} colSpan={columnCount} />
        </tbody>
      </DataTable>
    </div>
  );
}
