import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundIn } from '../../components/found-logins.ts';
import { idOf } from './take-over.ts';

const FIRST_ENTRIES = 50;

interface Props {
  readonly file: FoundIn;
  readonly chosen: ReadonlySet<string>;
  readonly isDisabled: boolean;
  readonly onChoose: (ids: readonly string[], wanted: boolean) => void;
}

/** The logins of one file, each to be chosen. */
export function FoundFile({ file: { target, entries }, chosen, isDisabled, onChoose }: Props) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(FIRST_ENTRIES);
  const { id: targetId, path } = target;
  const ids = entries.map(({ key, username }) => idOf({ targetId, path, key, username }));
  const areAll = ids.every((id) => chosen.has(id));
  return (
    <fieldset
      className="pk-fieldset pk-box"
      disabled={isDisabled}
      aria-label={t('found.entriesOf', { path })}
    >
      <div className="pk-found-head">
        <code className="pk-path">{path}</code>
        <Button variant="link" isInline size="sm" onClick={() => onChoose(ids, !areAll)}>
          {areAll ? t('found.chooseNone') : t('found.chooseAll')}
        </Button>
      </div>
      {entries.slice(0, limit).map(({ key, username, via }, at) => {
        const id = ids[at] ?? key;
        return (
          <Checkbox
            key={id}
            id={`found ${id}`}
            className="pk-break"
            isChecked={chosen.has(id)}
            onChange={(_event, wanted) => onChoose([id], wanted)}
            label={username === null ? key : t('found.one', { user: username, key })}
            {...(via === 'helper' && { description: t('found.viaHelper') })}
          />
        );
      })}
      {entries.length > limit && (
        <Button variant="link" isInline onClick={() => setLimit(entries.length)}>
          {t('targets.showMore', { count: entries.length - limit })}
        </Button>
      )}
    </fieldset>
  );
}
