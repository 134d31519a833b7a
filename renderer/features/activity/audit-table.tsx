import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Skeleton } from '@patternfly/react-core/dist/dynamic/components/Skeleton';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AUDITED_CALLS, type AuditEntry, type AuditedCall } from '../../../shared/audit.ts';
import { call } from '../../bridge.ts';
import { DataTable, TableBody, TableCell, TableRow } from '../../components/data-table.tsx';
import { ErrorAlert, useErrorTitle } from '../../components/error-alert.tsx';
import { targetName } from '../../components/target-names.ts';
import { RelativeTime } from '../../components/verdict.tsx';
import { targetsQuery } from '../../queries.ts';

const MOST_ENTRIES = 500;

/** A line of a later version may name an act that this one does not know. */
const isKnown = (action: string): action is AuditedCall =>
  AUDITED_CALLS.some((known) => known === action);

/** The name of a call as a key of the words, in which a dot would go one level deeper. */
type Word<S extends string> = S extends `${infer Part}.${infer Name}` ? `${Part}-${Name}` : S;
const wordOf = <S extends AuditedCall>(action: S) => action.replace('.', '-') as Word<S>;

/** Who did what to which login, and how it ended; the newest first. */
export function AuditTable({ query }: { readonly query: string }) {
  const { t } = useTranslation();
  const entries = useQuery({
    queryKey: ['audit', query],
    queryFn: () => call('audit.list', { query, limit: MOST_ENTRIES }),
    placeholderData: keepPreviousData,
    // Every act adds a line, without an event.
    staleTime: 0,
    gcTime: 0,
  });
  const places = useQuery(targetsQuery).data;
  const nameOf = (id: string) =>
    targetName(
      t,
      places?.find((each) => each.id === id),
      id,
    );
  const save = useMutation({ mutationFn: () => call('audit.export') });
  if (entries.error) {
    return <ErrorAlert error={entries.error} onRetry={() => void entries.refetch()} />;
  }
  if (!entries.data) return <Skeleton height="6rem" screenreaderText={t('common.loading')} />;
  if (entries.data.length === 0) {
    return (
      <p className="pk-nothing" role="status">
        {query === '' ? t('audit.empty') : t('audit.noMatch', { query })}
      </p>
    );
  }
  const columns = (['when', 'who', 'what', 'which', 'where', 'how'] as const).map((column) => ({
    name: t(`audit.column.${column}`),
    className: column === 'when' ? 'pf-m-fit-content' : '',
  }));
  return (
    <>
      <div className="pk-inline">
        <Button variant="secondary" isDisabled={save.isPending} onClick={() => save.mutate()}>
          {t('audit.save')}
        </Button>
        <span role="status" className="pk-muted pk-small">
          {save.data?.path && t('audit.saved', { path: save.data.path })}
        </span>
      </div>
      {save.error && <ErrorAlert error={save.error} />}
      <DataTable label={t('audit.title')} columns={columns}>
        <TableBody>
          {entries.data.map((entry) => (
            <AuditRow key={entry.id} entry={entry} nameOf={nameOf} />
          ))}
        </TableBody>
      </DataTable>
    </>
  );
}

interface RowProps {
  readonly entry: AuditEntry;
  readonly nameOf: (targetId: string) => string;
}

function AuditRow({ entry, nameOf }: RowProps) {
  const { t } = useTranslation();
  const errorTitle = useErrorTitle();
  const { at, who, action, automatic, subjects, targets, outcome, verdict, code } = entry;
  return (
    <TableRow>
      <TableCell label={t('audit.column.when')}>
        <RelativeTime at={at} />
      </TableCell>
      <TableCell label={t('audit.column.who')}>{who}</TableCell>
      <TableCell label={t('audit.column.what')}>
        {isKnown(action) ? t(`audit.action.${wordOf(action)}`) : action}
        {automatic && <div className="pk-muted pk-small">{t('audit.automatic')}</div>}
      </TableCell>
      <TableCell label={t('audit.column.which')}>
        {subjects.map(({ registry, username }) => (
          <div key={`${username} ${registry}`} className="pk-break">
            {username === '' ? registry : `${username} · ${registry}`}
          </div>
        ))}
      </TableCell>
      <TableCell label={t('audit.column.where')}>{targets.map(nameOf).join(', ')}</TableCell>
      <TableCell label={t('audit.column.how')}>
        {t(`audit.outcome.${outcome}`)}
        {verdict && <div className="pk-muted pk-small">{t(`verdict.${verdict}`)}</div>}
        {code && code !== 'CANCELLED' && (
          <div className="pk-muted pk-small">
            {errorTitle({ code, context: {}, retryable: false, correlationId: '' })}
          </div>
        )}
      </TableCell>
    </TableRow>
  );
}
