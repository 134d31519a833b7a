import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import FileAltIcon from '@patternfly/react-icons/dist/dynamic/icons/file-alt-icon';
import { type ClipboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { StepLayout } from '../../components/step-layout.tsx';
import { UnfinishedNote } from '../../components/unfinished-note.tsx';
import type { Handed } from '../../import-handoff.ts';
import { leftImport } from './left-import.ts';

const TAKEN = ['files', 'kubernetes', 'commands', 'pairs', 'helpers'] as const;

interface Props {
  readonly reading: boolean;
  readonly error: Error | null;
  readonly onRead: (what: Handed) => void;
  readonly onChoose: () => void;
  /** Goes on with the import that was left. */
  readonly onGoOn: () => void;
  readonly onCancel: () => void;
}

/** Step 1: the one place to drop, paste or choose. */
export function InputStep({ reading, error, onRead, onChoose, onGoOn, onCancel }: Props) {
  const { t } = useTranslation();
  const left = leftImport.use();
  /** The only holder of a typed text in this process: read once and emptied. */
  const input = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setEmpty] = useState(true);
  const readTyped = () => {
    const element = input.current;
    if (!element || element.value.trim() === '') return;
    const text = element.value;
    element.value = '';
    setEmpty(true);
    onRead({ text });
  };
  // A whole paste is read as it comes, and never stands in the field.
  const onPaste = (event: ClipboardEvent) => {
    if (!isEmpty) return;
    const file = event.clipboardData.files[0];
    const text = event.clipboardData.getData('text/plain');
    if (file === undefined && text.trim() === '') return;
    event.preventDefault();
    onRead(file === undefined ? { text } : { file });
  };
  return (
    <div className="pk-step">
      <StepLayout
        title={t('import.input.title')}
        footer={
          <>
            <Button
              variant="primary"
              isDisabled={isEmpty || reading}
              isLoading={reading}
              onClick={readTyped}
            >
              {t('import.input.read')}
            </Button>
            <Button
              variant="secondary"
              icon={<FileAltIcon />}
              isDisabled={reading}
              onClick={onChoose}
            >
              {t('import.input.choose')}
            </Button>
            <Button variant="link" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {left && (
          <UnfinishedNote
            title={t('import.left', { count: left.draft.candidates.length })}
            expiresAt={left.expiresAt}
            onGoOn={onGoOn}
            onDrop={leftImport.drop}
          />
        )}
        {error && <ErrorAlert error={error} />}
        <div className="pk-import-drop">
          <label htmlFor="import-text">
            <strong>{t('import.input.label')}</strong>
          </label>
          <TextArea
            id="import-text"
            ref={input}
            className="pk-import-text"
            aria-describedby="import-text-help"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            rows={5}
            onPaste={onPaste}
            onInput={(event) => setEmpty(event.currentTarget.value.trim() === '')}
          />
          <p id="import-text-help" className="pk-muted pk-small">
            {t('import.input.help')}
          </p>
        </div>
        <section aria-labelledby="import-taken">
          <h3 id="import-taken">{t('import.input.taken')}</h3>
          <ul className="pk-import-taken">
            {TAKEN.map((what) => (
              <li key={what}>{t(`import.taken.${what}`)}</li>
            ))}
          </ul>
        </section>
      </StepLayout>
    </div>
  );
}
