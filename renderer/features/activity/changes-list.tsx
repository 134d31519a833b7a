import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../../shared/history.ts';
import { wireErrorOf } from '../../bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useStoreName } from '../../components/store-name.ts';
import { historyQuery, lostChangesQuery } from '../../queries.ts';
import { EntryItem } from './entry-item.tsx';
import { UndoDialog } from './undo-dialog.tsx';

const FIRST_ENTRIES = 50;
const MOST_ENTRIES = 500;

/** What Pullkeeper changed in the targets, the newest first, and how to take it back. */
export function ChangesList({ query }: { readonly query: string }) {
  const { t } = useTranslation();
  const store = useStoreName();
  const [limit, setLimit] = useState(FIRST_ENTRIES);
  const [undoing, setUndoing] = useState<HistoryEntry | null>(null);
  const history = useQuery({
    ...historyQuery({ query, limit }),
    placeholderData: keepPreviousData,
  });
  const lost = useQuery(lostChangesQuery).data ?? 0;
  const entries = history.data ?? [];
  const isLocked = history.error !== null && wireErrorOf(history.error).code === 'STORE_LOCKED';
  return (
    <>
      {lost > 0 && (
        <p className="pk-note" role="status">
          {t('activity.lost', { count: lost })}
        </p>
      )}
      {isLocked && (
        <p className="pk-nothing" role="status">
          {t('activity.locked', { store })}
        </p>
      )}
      {history.error && !isLocked && (
        <ErrorAlert error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && <Skeleton height="6rem" screenreaderText={t('common.loading')} />}
      {history.data?.length === 0 && (
        <p className="pk-nothing" role="status">
          {query === '' ? t('activity.empty') : t('activity.noMatch', { query })}
        </p>
      )}
      {!history.error && entries.length > 0 && (
        <ul className="pk-applied" aria-label={t('activity.title')}>
          {entries.map((entry) => (
            <EntryItem key={entry.id} entry={entry} onUndo={() => setUndoing(entry)} />
          ))}
        </ul>
      )}
      {entries.length === limit && limit < MOST_ENTRIES && (
        <div className="pk-more">
          <Button variant="link" onClick={() => setLimit(MOST_ENTRIES)}>
            {t('activity.showMore')}
          </Button>
        </div>
      )}
      {undoing && <UndoDialog entry={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}
