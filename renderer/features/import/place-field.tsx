import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KNOWN_REGISTRIES, parseRegistry } from '../../../shared/registry.ts';

interface Props {
  readonly onPlace: (registry: string) => void;
}

/** Asks which registry a user and a secret are for, where their text does not say. */
export function PlaceField({ onPlace }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const parsed = parseRegistry(text);
  const place = () => {
    if (parsed.ok) onPlace(parsed.registry);
  };
  return (
    <form
      className="pk-import-place"
      onSubmit={(event) => {
        event.preventDefault();
        place();
      }}
    >
      <label htmlFor={id} className="pk-small">
        {t('import.place.label')}
      </label>
      <div className="pk-import-place-row">
        <TextInput
          id={id}
          list={`${id}-known`}
          value={text}
          onChange={(_event, value) => setText(value)}
          validated={text !== '' && !parsed.ok ? 'error' : 'default'}
          aria-describedby={`${id}-help`}
        />
        <Button variant="secondary" type="submit" isDisabled={!parsed.ok}>
          {t('import.place.use')}
        </Button>
      </div>
      <datalist id={`${id}-known`}>
        {KNOWN_REGISTRIES.filter(({ accepts }) => accepts.length > 0).map(({ registry }) => (
          <option key={registry} value={registry} />
        ))}
      </datalist>
      <span id={`${id}-help`} className="pk-small" aria-live="polite">
        {text !== '' && !parsed.ok ? t(`registryRefusal.${parsed.reason}`) : ''}
      </span>
    </form>
  );
}
