import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../../shared/history.ts';
import { ChangeList } from '../../components/plan-list.tsx';
import { Tag } from '../../components/tag.tsx';
import { RelativeTime } from '../../components/verdict.tsx';

interface Props {
  readonly entry: HistoryEntry;
  readonly onUndo: () => void;
}

/** One recorded change: what was done, when, in which file, to whose entries. */
export function EntryItem({ entry, onUndo }: Props) {
  const { t } = useTranslation();
  const { at, action, path, changes, undoneBy } = entry;
  const word = t(`activity.action.${action}`);
  return (
    <li className="pk-entry">
      <div className="pk-entry-head">
        <div className="pk-applied-head">
          <strong>{word}</strong>
          <span className="pk-muted pk-small">
            <RelativeTime at={at} />
          </span>
          <code className="pk-path">{path}</code>
        </div>
        {undoneBy ? (
          <Tag>{t('activity.undone')}</Tag>
        ) : (
          <Button
            variant="link"
            size="sm"
            aria-label={t('activity.undoOf', { action: word, path })}
            onClick={onUndo}
          >
            {t('activity.undo')}
          </Button>
        )}
      </div>
      <ChangeList changes={changes} />
    </li>
  );
}
