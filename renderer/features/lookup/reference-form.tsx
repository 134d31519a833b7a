import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import { TextInput } from '@patternfly/react-core/dist/dynamic/components/TextInput';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseRegistry } from '../../../shared/registry.ts';

interface Props {
  readonly reference: string;
  readonly onAsk: (reference: string) => void;
}

/** The question: an image reference, or anything else that names a registry. */
export function ReferenceForm({ reference, onAsk }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(reference);
  const [asked, setAsked] = useState(false);
  const parsed = parseRegistry(text);
  const refusal = !parsed.ok && (parsed.reason !== 'empty' || asked) ? parsed.reason : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (parsed.ok) onAsk(text.trim());
  };

  return (
    <form onSubmit={submit} noValidate>
      <FormGroup label={t('lookup.field')} fieldId="lookup-reference">
        <div className="pk-toolbar">
          <TextInput
            id="lookup-reference"
            type="search"
            value={text}
            onChange={(_event, value) => setText(value)}
            placeholder="registry.redhat.io/ubi9/ubi"
            validated={refusal ? 'error' : 'default'}
            aria-describedby="lookup-help"
            maxLength={2048}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
          />
          <Button type="submit" variant="primary">
            {t('lookup.ask')}
          </Button>
        </div>
        <div id="lookup-help" className="pk-field-help" aria-live="polite">
          {refusal ? (
            <p className="pk-field-error">
              {refusal === 'userinfo' ? t('lookup.userinfo') : t(`registryRefusal.${refusal}`)}
            </p>
          ) : (
            <p className="pk-muted">{t('lookup.fieldHelp')}</p>
          )}
        </div>
      </FormGroup>
    </form>
  );
}
