import { useChoice } from './use-choice.ts';

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** The language of the label, where it is not the page's. */
  readonly lang?: string;
}

interface Props<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  /** Why it cannot be changed; it can where this is missing. */
  readonly managed?: string | undefined;
  /** What fails is shown by whoever made the change; the old choice comes back. */
  readonly onChange: (value: T) => Promise<unknown>;
}

/** One of a few: radio buttons that look like one control. */
export function Choice<T extends string>({
  name,
  legend,
  value,
  options,
  managed,
  onChange,
}: Props<T>) {
  const { shown, choose } = useChoice(value, onChange);
  return (
    <fieldset className="pk-fieldset" disabled={managed !== undefined}>
      <legend>{legend}</legend>
      <div className="pk-segments">
        {options.map((option) => (
          <label key={option.value} className="pk-segment" lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={shown === option.value}
              onChange={() => choose(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {managed && <p className="pk-field-help pk-muted">{managed}</p>}
    </fieldset>
  );
}
