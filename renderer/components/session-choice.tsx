import { useId } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Whether the login comes back with every session. */
  readonly value: boolean;
  readonly onChange: (everySession: boolean) => void;
  readonly isDisabled?: boolean;
}

const CHOICES = [
  { value: false, name: 'once' },
  { value: true, name: 'every' },
] as const;

/** What becomes of the entry in the runtime directory, which goes with the session; and what does not. */
export function SessionChoice({ value, onChange, isDisabled = false }: Props) {
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
      <p className="pk-field-help pk-muted">{t('sessionChoice.survives')}</p>
    </fieldset>
  );
}
