import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetView } from '../../../shared/target.ts';
import { DataTable, TableBody } from '../../components/data-table.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useReadBy } from '../../components/read-by.ts';
import { Tag } from '../../components/tag.tsx';
import { ForgetFile } from './forget-file.tsx';
import { TargetEntryRow } from './target-entry-row.tsx';

const FIRST_ENTRIES = 50;

/** A target: where it is, who reads it, how long it lasts, and its entries - other tools' too. */
export function TargetCard({ target }: { readonly target: TargetView }) {
  const { t } = useTranslation();
  const readByWords = useReadBy();
  const { path, format, exists, volatile, preferred, writable, entries, problem } = target;
  const [limit, setLimit] = useState(FIRST_ENTRIES);
  return (
    <section className="pk-target" aria-label={path}>
      <header>
        <h2>
          <code className="pk-path">{path}</code>
        </h2>
        <div className="pk-inline">
          {!exists && <Tag>{t('targets.absent')}</Tag>}
          {volatile && <Tag tone="info">{t('targets.volatileShort')}</Tag>}
          {preferred && <Tag>{t('targets.preferred')}</Tag>}
          {!writable && <Tag tone="warning">{t('targets.readOnly')}</Tag>}
        </div>
        <p className="pk-muted">
          {[
            t(`targets.format.${format}`),
            readByWords(target),
            volatile ? t('targets.volatile') : t('targets.survives'),
          ].join(' · ')}
        </p>
      </header>
      {isAdded(target) && <ForgetFile target={target} />}
      {problem && <ErrorAlert error={problem} />}
      {!problem && exists && entries.length === 0 && (
        <p className="pk-muted">{t('targets.empty')}</p>
      )}
      {entries.length > 0 && (
        <DataTable
          label={t('targets.entriesOf', { path })}
          columns={[
            { name: t('targets.column.key') },
            { name: t('targets.column.user') },
            { name: t('targets.column.state') },
            { name: t('targets.column.where') },
            { name: t('targets.column.actions'), isHidden: true },
          ]}
        >
          <TableBody>
            {entries.slice(0, limit).map((entry) => (
              <TargetEntryRow key={entry.key} targetId={target.id} entry={entry} />
            ))}
          </TableBody>
        </DataTable>
      )}
      {entries.length > limit && (
        <Button variant="link" onClick={() => setLimit((rows) => rows + FIRST_ENTRIES * 4)}>
          {t('targets.showMore', { count: entries.length - limit })}
        </Button>
      )}
    </section>
  );
}

/** Whether the user added the file to the places that are known anyway. */
function isAdded({ id }: TargetView): boolean {
  return id.startsWith('file:');
}
