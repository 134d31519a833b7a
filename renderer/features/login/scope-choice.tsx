import { Radio } from '@patternfly/react-core/dist/dynamic/components/Radio';
import { useTranslation } from 'react-i18next';
import { namespacesOf, scopeOf } from '../../../shared/auth-scope.ts';

interface Props {
  readonly registry: string;
  /** The repository that was pasted with it. */
  readonly repository: string;
  /** Null for the whole registry. */
  readonly namespace: string | null;
  readonly onChange: (namespace: string | null) => void;
}

/** Whether the login is for the whole registry, or for a part of it that the pasted text names. */
export function ScopeChoice({ registry, repository, namespace, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="pk-fieldset">
      <legend>{t('login.scope.legend')}</legend>
      <Radio
        id="scope-registry"
        name="scope"
        label={t('login.scope.registry', { registry })}
        description={t('login.scope.registryHelp')}
        isChecked={namespace === null}
        onChange={() => onChange(null)}
      />
      {namespacesOf(repository).map((each) => {
        const scope = scopeOf({ registry, namespace: each });
        return (
          <Radio
            key={each}
            id={`scope-${each}`}
            name="scope"
            label={t('login.scope.only', { scope })}
            {...(namespace === each && { description: t('login.scope.onlyHelp', { scope }) })}
            isChecked={namespace === each}
            onChange={() => onChange(each)}
          />
        );
      })}
    </fieldset>
  );
}
