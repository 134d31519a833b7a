import { Radio } from '@patternfly/react-core/dist/dynamic/components/Radio';
import { useTranslation } from 'react-i18next';
import { EXPORT_GROUPS, type ExportFormId, exportForm } from '../../../shared/exporting.ts';

/** A list that is longer is scanned by its groups, and only the chosen form says what it is. */
const GROUPED_FROM = 6;

interface Props {
  readonly forms: readonly ExportFormId[];
  readonly form: ExportFormId;
  readonly onChange: (form: ExportFormId) => void;
}

/** The forms of a tab, one of which is made. */
export function FormChoice({ forms, form, onChange }: Props) {
  const { t } = useTranslation();
  const isLong = forms.length >= GROUPED_FROM;
  const radios = (some: readonly ExportFormId[]) =>
    some.map((each) => (
      <Radio
        key={each}
        id={`export-form-${each}`}
        name="export-form"
        isChecked={each === form}
        onChange={() => onChange(each)}
        label={t(`export.form.${each}.name`)}
        description={(!isLong || each === form) && t(`export.form.${each}.text`)}
      />
    ));
  return (
    <fieldset className="pk-fieldset pk-export-forms">
      <legend>{t('export.forms')}</legend>
      {isLong
        ? EXPORT_GROUPS.map((group) => ({
            group,
            some: forms.filter((each) => exportForm(each).group === group),
          }))
            .filter(({ some }) => some.length > 0)
            .map(({ group, some }) => (
              <fieldset key={group} className="pk-fieldset pk-export-group">
                <legend>{t(`export.group.${group}`)}</legend>
                {radios(some)}
              </fieldset>
            ))
        : radios(forms)}
    </fieldset>
  );
}
