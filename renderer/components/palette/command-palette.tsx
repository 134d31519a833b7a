import { Modal, ModalBody } from '@patternfly/react-core/dist/dynamic/components/Modal';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuickAction } from '../../../shared/quick.ts';
import { call } from '../../bridge.ts';
import { wordsIn } from '../../i18n.ts';
import { ErrorAlert } from '../error-alert.tsx';
import { showGuide } from '../help/guide.ts';
import { type PaletteEntry, paletteEntries } from './entries.ts';
import { matching } from './matching.ts';
import { ResultLine } from './result-line.tsx';
import '../../styles/palette.css';

interface Props {
  readonly onClose: () => void;
  readonly onGo: (path: string) => void;
}

/** Every view and every action of the tray by a few typed letters. */
export default function CommandPalette({ onClose, onGo }: Props) {
  const { t } = useTranslation();
  const listId = useId();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const credentials = useQuery({
    queryKey: ['palette-credentials'],
    queryFn: () => call('credentials.list'),
    staleTime: 0,
    gcTime: 0,
  });
  const profiles = useQuery({
    queryKey: ['palette-profiles'],
    queryFn: () => call('profiles.list'),
    staleTime: 0,
    gcTime: 0,
  });
  // Whoever reads another language may know the English words.
  const english = useQuery({
    queryKey: ['palette-english'],
    queryFn: () => wordsIn('en'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const run = useMutation({
    mutationFn: ({ action }: { action: QuickAction; entry: PaletteEntry }) =>
      call('quick.run', { action }),
  });
  const entries = useMemo(
    () => paletteEntries(credentials.data ?? [], profiles.data ?? [], t, english.data ?? null),
    [credentials.data, profiles.data, t, english.data],
  );
  const shown = matching(entries, typed);
  const current = shown[Math.min(at, shown.length - 1)];
  const optionId = (entry: PaletteEntry) => `${listId}-${entry.id}`;

  useEffect(() => {
    if (current)
      document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, listId]);

  const choose = (entry: PaletteEntry) => {
    if ('path' in entry.does) {
      onClose();
      onGo(entry.does.path);
    } else if ('guide' in entry.does) {
      onClose();
      showGuide(entry.does.guide);
    } else if (!run.isPending) run.mutate({ action: entry.does.action, entry });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A key that ends the composition of a word chooses nothing.
    if (event.nativeEvent.isComposing) return;
    const last = shown.length - 1;
    if (event.key === 'ArrowDown') setAt(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? last : at - 1);
    else if (event.key === 'Enter' && current) choose(current);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      isOpen
      variant="medium"
      position="top"
      onClose={onClose}
      elementToFocus={`#${CSS.escape(inputId)}`}
      aria-label={t('palette.title')}
    >
      <ModalBody>
        <div className="pk-palette">
          <input
            id={inputId}
            className="pk-palette-input"
            type="text"
            role="combobox"
            aria-label={t('palette.title')}
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={current && optionId(current)}
            aria-autocomplete="list"
            placeholder={t('palette.placeholder')}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
              run.reset();
            }}
            onKeyDown={onKeyDown}
          />
          {credentials.error && <ErrorAlert error={credentials.error} />}
          <div
            id={listId}
            role="listbox"
            aria-label={t('palette.list')}
            className="pk-palette-list"
          >
            {shown.map((entry) => (
              // The field above has the keyboard; a click is for the mouse.
              <div
                key={entry.id}
                id={optionId(entry)}
                role="option"
                tabIndex={-1}
                aria-selected={entry === current}
                className="pk-palette-entry"
                onMouseMove={() => setAt(shown.indexOf(entry))}
                onClick={() => choose(entry)}
                onKeyDown={onKeyDown}
              >
                <span>{entry.label}</span>
                {entry.about !== '' && <span className="pk-muted pk-small">{entry.about}</span>}
              </div>
            ))}
          </div>
          {shown.length === 0 && !credentials.isPending && (
            <p className="pk-muted">{t('palette.noMatch')}</p>
          )}
          <div role="status">
            {run.isPending && <p className="pk-muted">{t('palette.running')}</p>}
            {run.data && <ResultLine result={run.data} action={run.variables.action} />}
          </div>
          {run.error && <ErrorAlert error={run.error} />}
          <p className="pk-muted pk-small">{t('palette.keys')}</p>
        </div>
      </ModalBody>
    </Modal>
  );
}
