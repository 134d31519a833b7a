import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import type { UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import {
  type ExportFormId,
  type ExportTab,
  type ExportTool,
  exportForm,
  isExportEmail,
  LOGIN_TOOLS,
} from '../../../shared/exporting.ts';
import { SHELLS } from '../../../shared/shell-quoting.ts';
import { type Options, TYPED, TYPED_NEEDS, type TypedNeed } from './options.ts';

interface Props {
  readonly fields: UseFormReturn<Options>;
  readonly form: ExportFormId;
  readonly tab: ExportTab;
  /** Stands for an empty name. */
  readonly proposed: string;
}

/** What the chosen form needs to know, and nothing else. */
export function OptionFields({ fields, form, tab, proposed }: Props) {
  const { t } = useTranslation();
  const { needs } = exportForm(form);
  const tools: readonly ExportTool[] =
    form === 'login' && tab === 'podman' ? LOGIN_TOOLS.podman : [];
  return (
    <fieldset className="pk-fieldset pk-export-options">
      <legend>{t('export.options')}</legend>
      {TYPED_NEEDS.filter((need) => needs.includes(need)).map((need) => (
        <TypedField key={need} need={need} fields={fields} proposed={proposed} />
      ))}
      {tools.length > 0 && (
        <Segments
          legend={t('export.option.tool')}
          name="tool"
          options={tools.map((tool) => ({ value: tool, label: tool }))}
          fields={fields}
        />
      )}
      {needs.includes('shell') && (
        <Segments
          legend={t('export.option.shell')}
          name="shell"
          options={SHELLS.map((shell) => ({ value: shell, label: t(`export.shell.${shell}`) }))}
          fields={fields}
        />
      )}
    </fieldset>
  );
}

interface TypedProps extends Pick<Props, 'fields' | 'proposed'> {
  readonly need: TypedNeed;
}

function TypedField({ need, fields, proposed }: TypedProps) {
  const { t } = useTranslation();
  const name = TYPED[need];
  const id = `export-${need}`;
  const { onChange, onBlur, ref } = fields.register(name);
  const isInvalid = name === 'email' && !isExportEmail(fields.watch('email').trim());
  return (
    <FormGroup label={t(`export.option.${need}`)} fieldId={id}>
      <TextInput
        id={id}
        name={name}
        ref={ref}
        onChange={(event) => void onChange(event)}
        onBlur={(event) => void onBlur(event)}
        defaultValue={fields.getValues(name)}
        validated={isInvalid ? 'error' : 'default'}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        {...(name === 'name' && { placeholder: proposed })}
      />
      <p id={`${id}-help`} className="pk-muted pk-small" aria-live="polite">
        {isInvalid ? t('export.emailInvalid') : t(`export.help.${need}`)}
      </p>
    </FormGroup>
  );
}

interface SegmentsProps extends Pick<Props, 'fields'> {
  readonly legend: string;
  readonly name: 'shell' | 'tool';
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function Segments({ legend, name, options, fields }: SegmentsProps) {
  return (
    <fieldset className="pk-fieldset">
      <legend>{legend}</legend>
      <div className="pk-segments">
        {options.map(({ value, label }) => (
          <label key={value} className="pk-segment">
            <input type="radio" value={value} {...fields.register(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
