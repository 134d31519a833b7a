import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { PullSecretView } from '../../../shared/pull-secret.ts';
import { call } from '../../bridge.ts';
import { DataTable, TableBody } from '../../components/data-table.tsx';
import { EntryRow } from './entry-row.tsx';
import type { PullSecret } from './use-pull-secret.ts';

interface Props {
  readonly job: PullSecret;
  readonly view: PullSecretView;
  /** @param registry the one whose entry is to be replaced; null for any */
  readonly onAdd: (registry: string | null) => void;
  readonly onMerge: () => void;
}

/** The entries, and what can be done to all of them. */
export function EntriesTable({ job, view, onAdd, onMerge }: Props) {
  const { t } = useTranslation();
  const { run, isBusy, asked, asking } = job;
  const { entries, undoable } = view;
  const { running, progress } = run.view;
  const isHeld = isBusy || running;
  return (
    <section className="pk-stack" aria-labelledby="pull-secret-entries">
      <div className="pk-pull-secret-head">
        <h2 id="pull-secret-entries">{t('pullSecrets.entries', { count: entries.length })}</h2>
        <div className="pk-actions">
          {running ? (
            <>
              <span role="status" className="pk-muted pk-small">
                {progress &&
                  t('pullSecrets.check.progress', { done: progress.done, total: progress.total })}
              </span>
              <Button variant="secondary" onClick={run.cancel}>
                {t('pullSecrets.check.stop')}
              </Button>
            </>
          ) : (
            <Button
              variant="primary"
              isDisabled={isBusy || !entries.some((each) => each.isCheckable)}
              onClick={() => void job.check(null)}
            >
              {t('pullSecrets.check.all')}
            </Button>
          )}
          <Button variant="secondary" isDisabled={isHeld} onClick={() => onAdd(null)}>
            {t('pullSecrets.add.open')}
          </Button>
          <Button variant="secondary" isDisabled={isHeld} onClick={onMerge}>
            {t('pullSecrets.merge.open')}
          </Button>
          <Button
            variant="link"
            isDisabled={isHeld || undoable === 0}
            onClick={() => void job.edit((draftId) => call('pull-secret.undo', { draftId }))}
          >
            {t('pullSecrets.undo')}
          </Button>
        </div>
      </div>
      {entries.length === 0 ? (
        <p className="pk-nothing">{t('pullSecrets.empty')}</p>
      ) : (
        <DataTable
          label={t('pullSecrets.entries', { count: entries.length })}
          columns={[
            { name: t('pullSecrets.column.entry'), className: 'pk-pull-secret-entry' },
            { name: t('pullSecrets.column.what'), className: 'pk-pull-secret-what' },
            { name: t('pullSecrets.column.problem'), className: 'pk-pull-secret-what' },
            { name: t('pullSecrets.column.check') },
            {
              name: t('pullSecrets.column.actions'),
              isHidden: true,
              className: 'pk-pull-secret-acts',
            },
          ]}
        >
          <TableBody>
            {entries.map((entry) => (
              <EntryRow
                key={entry.key}
                entry={entry}
                asked={asked.get(entry.key)}
                isAsking={asking.has(entry.key)}
                isHeld={isHeld}
                onCheck={() => void job.check([entry.key])}
                onReplace={() => onAdd(entry.registry)}
                onRemove={() =>
                  void job.edit((draftId) =>
                    call('pull-secret.remove', { draftId, keys: [entry.key] }),
                  )
                }
              />
            ))}
          </TableBody>
        </DataTable>
      )}
    </section>
  );
}
