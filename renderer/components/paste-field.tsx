import '../styles/paste.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import { TextArea } from '@patternfly/react-core/dist/dynamic/components/TextArea';
import { type ClipboardEvent, useRef, useState } from 'react';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** On the button that hands on what was typed. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly maxLength: number;
  readonly onRead: (text: string) => void;
}

/** A place for text with secrets: a whole paste is handed on as it comes, and never stands in the field. */
export function PasteField({ id, label, help, action, isBusy, maxLength, onRead }: Props) {
  /** The only holder of a typed text in this process: read once and emptied. */
  const input = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setEmpty] = useState(true);
  const readTyped = () => {
    const element = input.current;
    if (!element || element.value.trim() === '') return;
    const text = element.value;
    element.value = '';
    setEmpty(true);
    onRead(text);
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!isEmpty || text.trim() === '') return;
    event.preventDefault();
    if (!isBusy) onRead(text.slice(0, maxLength));
  };
  return (
    <div className="pk-paste">
      <label htmlFor={id}>
        <strong>{label}</strong>
      </label>
      <TextArea
        id={id}
        ref={input}
        aria-describedby={`${id}-help`}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        rows={3}
        maxLength={maxLength}
        onPaste={onPaste}
        onInput={(event) => setEmpty(event.currentTarget.value.trim() === '')}
      />
      <p id={`${id}-help`} className="pk-muted pk-small">
        {help}
      </p>
      <div className="pk-actions">
        <Button
          variant="secondary"
          isDisabled={isEmpty || isBusy}
          isLoading={isBusy}
          onClick={readTyped}
        >
          {action}
        </Button>
      </div>
    </div>
  );
}
