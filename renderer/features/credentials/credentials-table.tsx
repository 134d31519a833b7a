import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialView } from '../../../shared/credential.ts';
import type { TargetId, TargetView } from '../../../shared/target.ts';
import { DataTable } from '../../components/data-table.tsx';
import { targetsQuery } from '../../queries.ts';
import { CredentialRow } from './credential-row.tsx';
import type { RowAction } from './row-action.ts';

/** So many rows are rendered at a time; the filter is quicker than scrolling past them. */
const PAGE_ROWS = 100;

interface Props {
  readonly credentials: readonly CredentialView[];
  /** The ids that are selected; null while nothing is being selected. */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onAction: (action: RowAction) => void;
}

export function CredentialsTable({ credentials, selected, onSelect, onAction }: Props) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery);
  const [limit, setLimit] = useState(PAGE_ROWS);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const targetsById = useMemo(
    () => new Map<TargetId, TargetView>(targets.data?.map((target) => [target.id, target])),
    [targets.data],
  );
  const hasMenus = useIdleOnce();
  const toggle = (id: string) => setExpanded((before) => toggled(before, id));

  return (
    <>
      <DataTable
        label={t('credentials.title')}
        columns={[
          { name: t('credentials.column.details'), isHidden: true, className: 'pk-cell-toggle' },
          { name: t('credentials.column.registry'), className: 'pk-cell-registry' },
          { name: t('credentials.column.user') },
          { name: t('credentials.column.kind'), className: 'pk-wide-only' },
          { name: t('credentials.column.targets'), className: 'pk-cell-targets' },
          { name: t('credentials.column.lastCheck'), className: 'pk-cell-check' },
          { name: t('credentials.column.actions'), isHidden: true, className: 'pk-cell-actions' },
        ]}
      >
        {credentials.slice(0, limit).map((credential) => (
          <CredentialRow
            key={credential.id}
            credential={credential}
            targets={targetsById}
            isExpanded={expanded.has(credential.id)}
            isSelected={selected?.has(credential.id) ?? null}
            onSelect={() => selected && onSelect(toggled(selected, credential.id))}
            hasMenu={hasMenus}
            onToggle={() => toggle(credential.id)}
            onAction={onAction}
          />
        ))}
      </DataTable>
      {credentials.length > limit && (
        <div className="pk-more">
          <Button variant="secondary" onClick={() => setLimit((rows) => rows + PAGE_ROWS)}>
            {t('credentials.showMore', { count: credentials.length - limit })}
          </Button>
        </div>
      )}
    </>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(ids);
  if (!after.delete(id)) after.add(id);
  return after;
}

/** Becomes true when the first rows are painted and the page has nothing else to do. */
function useIdleOnce(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const handle = requestIdleCallback(() => setIdle(true), { timeout: 500 });
    return () => cancelIdleCallback(handle);
  }, []);
  return idle;
}
