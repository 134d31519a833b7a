import '../../styles/accounts.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core/dist/dynamic/components/FormSelect';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CredentialFilter, CredentialQuery } from '../../../shared/credential-query.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { facetsQuery } from '../../queries.ts';

interface Props {
  readonly query: CredentialQuery;
  readonly onChange: (query: CredentialQuery) => void;
  readonly onClear: () => void;
}

type Choice<F extends Exclude<keyof CredentialFilter, 'text'>> = NonNullable<CredentialFilter[F]>;

const KINDS: readonly Choice<'kind'>[] = [
  'red-hat-login',
  'service-account',
  'robot',
  'token',
  'other',
];
const VERDICTS: readonly Choice<'verdict'>[] = [
  'verified',
  'rejected',
  'not-checked',
  'unreachable',
  'never',
];
const STATES: readonly Choice<'state'>[] = [
  'in-sync',
  'missing',
  'different',
  'shadowed',
  'unreadable',
  'unknown',
  'nowhere',
];

/** What to see of the list, one choice for each property. */
export default function FilterBar({ query, onChange, onClear }: Props) {
  const { t } = useTranslation();
  const facets = useQuery(facetsQuery);
  const counted = ({ name, count }: { readonly name: string; readonly count: number }) =>
    [name, t('filters.counted', { name, count })] as const;
  const any = t('filters.any');
  return (
    <div className="pk-filters">
      {facets.error && <ErrorAlert error={facets.error} onRetry={() => void facets.refetch()} />}
      <Select
        label={t('filters.registry')}
        any={any}
        value={query.registry}
        options={facets.data?.registries.map(counted) ?? []}
        onChange={(registry) => onChange({ ...query, registry })}
      />
      <Select
        label={t('filters.kind')}
        any={any}
        value={query.kind}
        options={KINDS.map((kind) => [kind, t(`kind.${kind}.name`)])}
        onChange={(kind) => onChange({ ...query, kind })}
      />
      <Select
        label={t('filters.verdict')}
        any={any}
        value={query.verdict}
        options={VERDICTS.map((verdict) => [
          verdict,
          verdict === 'never' ? t('credentials.neverChecked') : t(`verdict.${verdict}`),
        ])}
        onChange={(verdict) => onChange({ ...query, verdict })}
      />
      <Select
        label={t('filters.state')}
        any={any}
        value={query.state}
        options={STATES.map((state) => [
          state,
          state === 'nowhere' ? t('credentials.noTargets') : t(`state.${state}.name`),
        ])}
        onChange={(state) => onChange({ ...query, state })}
      />
      <Select
        label={t('filters.tag')}
        any={any}
        value={query.tag}
        options={facets.data?.tags.map(counted) ?? []}
        onChange={(tag) => onChange({ ...query, tag })}
      />
      <Button variant="link" className="pk-filters-clear" onClick={onClear}>
        {t('credentials.clearFilter')}
      </Button>
    </div>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  /** The option for no choice. */
  readonly any: string;
  readonly value: T | null;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T | null) => void;
}

function Select<T extends string>({ label, any, value, options, onChange }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="pk-filter">
      <label htmlFor={id}>{label}</label>
      <FormSelect
        id={id}
        value={value ?? ''}
        isDisabled={options.length === 0}
        onChange={(_event, chosen) =>
          onChange(options.find(([option]) => option === chosen)?.[0] ?? null)
        }
      >
        <FormSelectOption value="" label={any} />
        {options.map(([option, name]) => (
          <FormSelectOption key={option} value={option} label={name} />
        ))}
      </FormSelect>
    </div>
  );
}
