import '../../styles/help.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import TimesIcon from '@patternfly/react-icons/dist/dynamic/icons/times-icon';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { showGuide } from './guide.ts';
import { topicOf } from './topics.ts';
import { useHelpWords } from './words.ts';

const KEYS = [
  ['F1', 'help'],
  ['Ctrl K', 'palette'],
  ['Ctrl N', 'login'],
  ['/', 'search'],
  ['Esc', 'close'],
] as const;

/** Beside the page: what it shows, what it changes, what it never does, and the words that it uses. */
export default function HelpPanel() {
  const words = useHelpWords();
  const { pathname } = useLocation();
  const title = useRef<HTMLHeadingElement>(null);
  const isThere = words !== null;
  useEffect(() => {
    if (isThere) title.current?.focus();
  }, [isThere]);
  if (words === null) return null;
  const { view, terms } = topicOf(pathname);
  const about = words.views[view];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    showGuide(null);
  };
  return (
    <aside className="pk-help" aria-labelledby="help-title" onKeyDown={onKeyDown}>
      <header>
        <h2 id="help-title" ref={title} tabIndex={-1}>
          {words.title}
        </h2>
        <Button
          variant="plain"
          icon={<TimesIcon />}
          aria-label={words.close}
          onClick={() => showGuide(null)}
        />
      </header>
      {(['shows', 'does', 'never'] as const).map((part) => (
        <section key={part}>
          <h3>{words[part]}</h3>
          <p>{about[part]}</p>
        </section>
      ))}
      <section>
        <h3>{words.words}</h3>
        {terms.map((term) => (
          <details key={term}>
            <summary>{words.terms[term].name}</summary>
            <p>{words.terms[term].text}</p>
          </details>
        ))}
      </section>
      <section>
        <h3>{words.keys}</h3>
        <dl className="pk-keys">
          {KEYS.map(([keys, name]) => (
            <div key={name}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{words.keyList[name]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Button variant="secondary" onClick={() => showGuide('tour')}>
        {words.takeTour}
      </Button>
    </aside>
  );
}
