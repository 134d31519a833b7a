import { useId } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Whether the login comes back with every session. */
  readonly value: boolean;
  readonly onChange: (everySession: boolean) => void;
  /** The files on the disk that have the login too: there it stays, whatever is chosen. */
  readonly lasting: readonly string[];
  readonly isDisabled?: boolean;
}

const CHOICES = [
  { value: false, name: 'once' },
  { value: true, name: 'every' },
] as const;

/** What becomes of the entry in the runtime directory, which goes with the session; and what does not. */
export function SessionChoice({ value, onChange, lasting, isDisabled = false }: Props) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="pk-fieldset" disabled={isDisabled}>
      <legend>{t('sessionChoice.legend')}</legend>
      <div className="pk-cards">
        {CHOICES.map((choice) => (
          <label key={choice.name} className="pk-card">
            <input
              type="radio"
              name={name}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            <span className="pk-card-body">
              <strong>{t(`sessionChoice.${choice.name}.name`)}</strong>
              <span className="pk-muted pk-small">{t(`sessionChoice.${choice.name}.means`)}</span>
            </span>
          </label>
        ))}
      </div>
      {lasting.length === 0 ? (
        <p className="pk-field-help pk-muted">{t('sessionChoice.survives')}</p>
      ) : (
        <div className="pk-note pk-small">
          <p>{t('sessionChoice.lasting')}</p>
          <ul className="pk-bullets">
            {lasting.map((path) => (
              <li key={path}>
                <code className="pk-path">{path}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </fieldset>
  );
}
