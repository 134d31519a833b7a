import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  /** What can be looked for. */
  readonly hint: string;
  readonly maxLength: number;
}

/** Narrows a list by words; Escape takes them back, and `/` comes here from anywhere on the page. */
export function SearchField({ value, onChange, label, hint, maxLength }: Props) {
  return (
    <TextInput
      type="search"
      customIcon={<span className="pk-search-icon" />}
      value={value}
      onChange={(_event, next) => onChange(next)}
      onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      aria-label={label}
      placeholder={hint}
      maxLength={maxLength}
    />
  );
}
