import { useTranslation } from 'react-i18next';
import { KNOWN_REGISTRIES, type KnownRegistry } from '../../../shared/registry.ts';

interface Props {
  readonly legend: string;
  readonly registries: readonly KnownRegistry[];
  readonly chosen: string | null;
  readonly onChoose: (registry: string) => void;
}

const RED_HAT: ReadonlySet<KnownRegistry['id']> = new Set([
  'red-hat',
  'red-hat-connect',
  'red-hat-access',
]);
export const RED_HAT_REGISTRIES = KNOWN_REGISTRIES.filter(({ id }) => RED_HAT.has(id));
export const OTHER_REGISTRIES = KNOWN_REGISTRIES.filter(({ id }) => !RED_HAT.has(id));

/** Known registries as radio buttons, each with what it holds and what it takes. */
export function RegistryCards({ legend, registries, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  return (
    <fieldset className="pk-fieldset">
      <legend>{legend}</legend>
      <div className="pk-cards">
        {registries.map(({ id, registry, accepts }) => (
          <label key={id} className="pk-card">
            <input
              type="radio"
              name="registry"
              value={registry}
              checked={chosen === registry}
              onChange={() => onChoose(registry)}
            />
            <span className="pk-card-body">
              <strong>{t(`registries.${id}.name`)}</strong>
              <code>{registry}</code>
              <span className="pk-muted pk-small">{t(`registries.${id}.text`)}</span>
              <span className="pk-card-takes">
                {accepts.length === 0
                  ? t('registries.noLogin')
                  : t('registries.takes', {
                      kinds: list.format(accepts.map((kind) => t(`kind.${kind}.name`))),
                    })}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
