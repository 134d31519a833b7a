import { Checkbox } from '@patternfly/react-core/dist/dynamic/components/Checkbox';
import { useTranslation } from 'react-i18next';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';

interface Props {
  readonly credentials: readonly CredentialView[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** The stored credentials with a box beside each. */
export function CredentialChoice({ credentials, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const toggle = (id: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('export.credentials')}</legend>
      <ul className="pk-export-credentials">
        {credentials.map((credential) => {
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
    </fieldset>
  );
}
