import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TargetEntry, TargetId } from '../../../shared/target.ts';
import { call } from '../../bridge.ts';
import { TableCell, TableRow } from '../../components/data-table.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { StateLabel } from '../../components/state-label.tsx';

interface Props {
  readonly targetId: TargetId;
  readonly entry: TargetEntry;
}

/** One entry of a target. Another tool's can be taken over into the store. */
export function TargetEntryRow({ targetId, entry }: Props) {
  const { t } = useTranslation();
  const { key, username, state, via } = entry;
  const adopt = useMutation({
    mutationFn: () => call('credentials.adopt', { runId: crypto.randomUUID(), targetId, key }),
  });
  return (
    <>
      <TableRow>
        <TableCell label={t('targets.column.key')}>
          <code className="pk-break">{key}</code>
        </TableCell>
        <TableCell label={t('targets.column.user')}>
          {username === null ? (
            <span className="pk-muted">{t('targets.noUser')}</span>
          ) : (
            <span className="pk-break">{username}</span>
          )}
        </TableCell>
        <TableCell label={t('targets.column.state')} className="pk-nowrap">
          <StateLabel state={state} />
        </TableCell>
        <TableCell label={t('targets.column.where')}>{t(`targets.via.${via}`)}</TableCell>
        <TableCell>
          {state === 'foreign' && !adopt.isSuccess && (
            <Button
              variant="secondary"
              size="sm"
              aria-label={t('targets.takeOverOf', { key })}
              isLoading={adopt.isPending}
              isDisabled={adopt.isPending}
              onClick={() => adopt.mutate()}
            >
              {t('targets.takeOver')}
            </Button>
          )}
          <span role="status">{adopt.isSuccess && t('targets.takenOver')}</span>
        </TableCell>
      </TableRow>
      {adopt.error && (
        <TableRow>
          <TableCell colSpan={5}>
            <ErrorAlert error={adopt.error} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
