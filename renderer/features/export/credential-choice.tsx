import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import { SearchField } from '../../components/search-field.tsx';

/** A filter helps once the list is longer than a glance; more than so many are found by it alone. */
const FILTER_FROM = 9;
const SHOWN_MAX = 100;

interface Props {
  readonly credentials: readonly CredentialView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** The stored credentials with a box beside each; those that were chosen on the way here come first. */
export function CredentialChoice({ credentials, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const filter = useDeferredValue(text).trim().toLocaleLowerCase();
  const [before] = useState(chosen);
  const matching = useMemo(() => {
    const found = credentials.filter((each) =>
      `${scopeOf(each)} ${each.username} ${each.label}`.toLocaleLowerCase().includes(filter),
    );
    return [
      ...found.filter(({ id }) => before.has(id)),
      ...found.filter(({ id }) => !before.has(id)),
    ];
  }, [credentials, before, filter]);
  const toggle = (id: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('export.credentials')}</legend>
      {credentials.length >= FILTER_FROM && (
        <search className="pk-toolbar">
          <SearchField
            value={text}
            onChange={setText}
            label={t('credentials.filter')}
            hint={t('credentials.filterHint')}
            maxLength={500}
          />
          <span className="pk-muted" role="status">
            {t('export.chosen', {
              count: chosen.size,
              shown: matching.length,
              total: credentials.length,
            })}
          </span>
        </search>
      )}
      <ul className="pk-export-credentials">
        {matching.slice(0, SHOWN_MAX).map((credential) => {
          const { id, username, kind } = credential;
          return (
            <li key={id}>
              <Checkbox
                id={`export-${id}`}
                isChecked={chosen.has(id)}
                onChange={(_event, wanted) => toggle(id, wanted)}
                label={
                  <span className="pk-break">
                    <strong>{scopeOf(credential)}</strong> <span>{username}</span>{' '}
                    <span className="pk-muted pk-small">{t(`kind.${kind}.name`)}</span>
                  </span>
                }
              />
            </li>
          );
        })}
      </ul>
      {matching.length > SHOWN_MAX && (
        <p className="pk-muted pk-small">
          {t('export.narrow', { count: matching.length - SHOWN_MAX })}
        </p>
      )}
    </fieldset>
  );
}
