import { useQuery } from '@tanstack/react-query';
import { type Dispatch, lazy, memo, type SetStateAction, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CredentialOrder,
  CredentialPage,
  CredentialQuery,
} from '../../../shared/credential-query.ts';
import type { TargetId, TargetPlace } from '../../../shared/target.ts';
import { type ColumnSort, DataTable } from '../../components/data-table.tsx';
import { placesQuery } from '../../queries.ts';
import { CredentialRow } from './credential-row.tsx';
import type { RowAction } from './row-action.ts';
import { type RowShared, toggled } from './row-shared.ts';

const VirtualRows = lazy(() => import('./virtual-rows.tsx'));

/** What a window shows at first, until the rows below it can be scrolled to. */
const FIRST_ROWS = 12;

interface Props {
  /** The first page of what matches, and the query that it matches. */
  readonly first: CredentialPage;
  readonly query: CredentialQuery;
  readonly onOrder: (order: CredentialOrder) => void;
  /** The ids that are selected; null while nothing is being selected. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelected: Dispatch<SetStateAction<ReadonlySet<string> | null>>;
  readonly onAction: (action: RowAction) => void;
}

/** It is made again only when the list is another one, not with each letter of a filter. */
export const CredentialsTable = memo(function CredentialsTable(props: Props) {
  const { first, query, onOrder, selected, onSelected, onAction } = props;
  const { t } = useTranslation();
  const places = useQuery(placesQuery);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const shared = useMemo<RowShared>(
    () => ({
      places: new Map<TargetId, TargetPlace>(places.data?.map((place) => [place.id, place])),
      onToggle: (id) => setExpanded((before) => toggled(before, id)),
      onSelect: (id) => onSelected((before) => before && toggled(before, id)),
      onAction,
    }),
    [places.data, onSelected, onAction],
  );
  const isWhole = first.credentials.length === first.matching;
  const sortBy = (by: CredentialOrder['by']): ColumnSort => {
    const { order } = query;
    const isOn = order.by === by;
    return {
      direction: isOn ? (order.descending ? 'descending' : 'ascending') : null,
      // Once more the other way round, and once more as they were saved.
      onSort: () =>
        onOrder(
          isOn && order.descending ? { by: 'added', descending: false } : { by, descending: isOn },
        ),
    };
  };
  const rows = (count: number) =>
    first.credentials
      .slice(0, count)
      .map((credential) => (
        <CredentialRow
          key={credential.id}
          credential={credential}
          shared={shared}
          isExpanded={expanded.has(credential.id)}
          isSelected={selected?.has(credential.id) ?? null}
        />
      ));

  return (
    <DataTable
      label={t('credentials.title')}
      className="pk-shares"
      {...(!isWhole && { rowCount: first.matching + 1 })}
      columns={[
        {
          name: t('credentials.column.details'),
          isHidden: true,
          className: selected === null ? 'pk-cell-toggle' : 'pk-cell-toggle pk-cell-select',
        },
        {
          name: t('credentials.column.registry'),
          className: 'pk-cell-registry',
          sort: sortBy('registry'),
        },
        { name: t('credentials.column.user'), sort: sortBy('user') },
        { name: t('credentials.column.kind'), className: 'pk-wide-only', sort: sortBy('kind') },
        { name: t('credentials.column.targets'), className: 'pk-cell-targets' },
        {
          name: t('credentials.column.lastCheck'),
          className: 'pk-cell-check',
          sort: sortBy('last-check'),
        },
        { name: t('credentials.column.actions'), isHidden: true, className: 'pk-cell-actions' },
      ]}
    >
      {isWhole ? (
        rows(first.matching)
      ) : (
        <Suspense fallback={rows(FIRST_ROWS)}>
          <VirtualRows
            first={first}
            query={query}
            shared={shared}
            expanded={expanded}
            selected={selected}
          />
        </Suspense>
      )}
    </DataTable>
  );
});
