import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { FormGroup } from '@patternfly/react-core/dist/dynamic/components/Form';
import {
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core/dist/dynamic/components/FormSelect';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Subject } from '../../../shared/diagnosis.ts';
import { parseRegistry } from '../../../shared/registry.ts';
import { credentialsOfQuery } from './credentials-of.ts';

const MAX_REFERENCES = 32;

interface Props {
  readonly isRunning: boolean;
  readonly onStart: (subject: Subject) => void;
  readonly onCancel: () => void;
}

/**
 * Asks what to diagnose: references, one a line, or a pull secret as it is. The text of a pull secret is in
 * the field alone, where it cannot be read, and leaves it when it is sent.
 */
export function SubjectForm({ isRunning, onStart, onCancel }: Props) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const field = useRef<HTMLTextAreaElement>(null);
  const given = search.get('reference') ?? '';
  const [references, setReferences] = useState<readonly string[]>(() => referencesIn(given));
  const [isSecret, setSecret] = useState(false);
  const [chosen, setChosen] = useState('');
  const registry = onlyRegistry(references);
  const { data: credentials = [] } = useQuery(credentialsOfQuery(registry));
  const credentialId = credentials.find(({ id }) => id === chosen)?.id ?? null;
  const isReady = isSecret || (references.length > 0 && references.length <= MAX_REFERENCES);

  const typed = (text: string) => {
    const isPasted = text.trimStart().startsWith('{');
    setSecret(isPasted);
    setReferences(isPasted ? [] : referencesIn(text));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isRunning) return;
    if (!isSecret)
      return onStart({ kind: 'references', references: [...references], credentialId });
    onStart({ kind: 'pull-secret', text: field.current?.value.trim() ?? '' });
    if (field.current) field.current.value = '';
    typed('');
  };

  return (
    <form onSubmit={submit} className="pk-subject">
      <FormGroup label={t('diagnosis.field')} fieldId="diagnosis-subject">
        <TextArea
          id="diagnosis-subject"
          ref={field}
          className={isSecret ? 'pk-pasted pk-masked' : 'pk-pasted'}
          defaultValue={given}
          onChange={(_event, value) => typed(value)}
          rows={1}
          resizeOrientation="vertical"
          placeholder="registry.redhat.io/ubi9/ubi"
          aria-describedby="diagnosis-help"
          spellCheck={false}
          autoComplete="off"
        />
      </FormGroup>
      {credentials.length > 0 && (
        <FormGroup label={t('diagnosis.askAs')} fieldId="diagnosis-credential">
          <FormSelect
            id="diagnosis-credential"
            value={credentialId ?? ''}
            onChange={(_event, value) => setChosen(value)}
          >
            <FormSelectOption value="" label={t('diagnosis.askAsUsual')} />
            {credentials.map(({ id, username, namespace }) => (
              <FormSelectOption
                key={id}
                value={id}
                label={namespace === undefined ? username : `${username} · ${namespace}`}
              />
            ))}
          </FormSelect>
        </FormGroup>
      )}
      <div className="pk-actions">
        <Button type="submit" variant="primary" isAriaDisabled={!isReady || isRunning}>
          {t('diagnosis.start')}
        </Button>
        {isRunning && (
          <Button variant="secondary" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
      <p id="diagnosis-help" className="pk-subject-help pk-muted">
        {isSecret ? t('diagnosis.pullSecretHelp') : t('diagnosis.fieldHelp')}
      </p>
      <Button
        variant="link"
        isInline
        isAriaDisabled={isRunning}
        onClick={() => onStart({ kind: 'pull-secret-file' })}
      >
        {t('diagnosis.chooseFile')}
      </Button>
      <span role="status" className="pk-muted">
        {isRunning && t('diagnosis.running')}
      </span>
    </form>
  );
}

function referencesIn(text: string): string[] {
  return text.split(/\s+/).filter((each) => each !== '');
}

/** The registry that all of them are of; null where they are of several, or of none that is understood. */
function onlyRegistry(references: readonly string[]): string | null {
  const registries = new Set(
    references.map((each) => {
      const parsed = parseRegistry(each);
      return parsed.ok ? parsed.registry : null;
    }),
  );
  const [only = null] = registries;
  return registries.size === 1 ? only : null;
}
