import { Radio } from '@patternfly/react-core/dist/dynamic/components/Radio';
import { useTranslation } from 'react-i18next';
import type { ExportFormId } from '../../../shared/exporting.ts';

interface Props {
  readonly forms: readonly ExportFormId[];
  readonly form: ExportFormId;
  readonly onChange: (form: ExportFormId) => void;
}

/** The forms of a tab, one of which is made. */
export function FormChoice({ forms, form, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="pk-fieldset pk-export-forms">
      <legend>{t('export.forms')}</legend>
      {forms.map((each) => (
        <Radio
          key={each}
          id={`export-form-${each}`}
          name="export-form"
          isChecked={each === form}
          onChange={() => onChange(each)}
          label={t(`export.form.${each}.name`)}
          description={t(`export.form.${each}.text`)}
        />
      ))}
    </fieldset>
  );
}
