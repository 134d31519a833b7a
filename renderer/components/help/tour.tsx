import '../../styles/help.css';
import { Button } from '@patternfly/react-core/dist/dynamic/components/Button';
import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { showGuide } from './guide.ts';
import { STOPS } from './tour-stops.ts';
import { type HelpWords, useHelpWords } from './words.ts';

/** Goes through the places of the window, one after another. It changes nothing and can be left at any time. */
export default function Tour() {
  const words = useHelpWords();
  return words === null ? null : <Stop words={words.tour} />;
}

function Stop({ words }: { readonly words: HelpWords['tour'] }) {
  const titleId = useId();
  const [at, setAt] = useState(0);
  const card = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const stop = STOPS[at] ?? STOPS[0];
  const spot = useSpot(stop.at);
  const { title: heading, text } = words.stops[stop.name];
  const isLast = at === STOPS.length - 1;
  const end = () => showGuide(null);
  // A screen reader says each stop as it comes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again at each stop
  useEffect(() => title.current?.focus(), [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Escape') end();
    else if (event.key === 'Tab') keepInside(event, card.current);
    else if (step !== 0) setAt(Math.min(STOPS.length - 1, Math.max(0, at + step)));
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div className="pk-tour">
      {spot && <div className="pk-tour-spot" style={boxOf(spot)} />}
      <div
        ref={card}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        className="pk-tour-card"
        style={spot === null ? {} : besideOf(spot)}
        onKeyDown={onKeyDown}
      >
        <p className="pk-muted pk-small">
          {words.label} ·{' '}
          {words.step
            .replace('{{step}}', String(at + 1))
            .replace('{{total}}', String(STOPS.length))}
        </p>
        <h2 id={titleId} ref={title} tabIndex={-1}>
          {heading}
        </h2>
        <p>{text}</p>
        <div className="pk-actions">
          <Button variant="primary" onClick={() => (isLast ? end() : setAt(at + 1))}>
            {isLast ? words.done : words.next}
          </Button>
          {at > 0 && (
            <Button variant="secondary" onClick={() => setAt(at - 1)}>
              {words.back}
            </Button>
          )}
          {!isLast && (
            <Button variant="link" onClick={end}>
              {words.skip}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** Where something is in the window, also after that has changed its size; null where it is not shown. */
function useSpot(selector: string): DOMRect | null {
  const [spot, setSpot] = useState<DOMRect | null>(null);
  useLayoutEffect(() => {
    const measure = () => {
      const found = document.querySelector(selector);
      found?.scrollIntoView({ block: 'nearest' });
      setSpot(found?.getBoundingClientRect() ?? null);
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, [selector]);
  return spot;
}

function boxOf({ left, top, width, height }: DOMRect): CSSProperties {
  return { left, top, width, height };
}

const CARD = { width: 368, height: 260, gap: 16 };

/** Right of the spot where there is room, else below it; never beyond the edge of the window. */
function besideOf({ left, right, top, bottom }: DOMRect): CSSProperties {
  const fitsRight = right + CARD.gap + CARD.width <= window.innerWidth;
  const x = fitsRight
    ? right + CARD.gap
    : Math.min(left, window.innerWidth - CARD.width - CARD.gap);
  const y = fitsRight ? top : bottom + CARD.gap;
  const lowest = window.innerHeight - CARD.height - CARD.gap;
  return { left: Math.max(CARD.gap, x), top: Math.max(CARD.gap, Math.min(y, lowest)) };
}

/** Tab goes round among the buttons of the card. */
function keepInside(event: KeyboardEvent, card: HTMLElement | null): void {
  const buttons = [...(card?.querySelectorAll('button') ?? [])];
  const [first, last] = [buttons[0], buttons.at(-1)];
  const { activeElement } = document;
  const isAtStart = activeElement === first || activeElement?.tagName !== 'BUTTON';
  if (event.shiftKey && isAtStart) last?.focus();
  else if (!event.shiftKey && activeElement === last) first?.focus();
  else return;
  event.preventDefault();
}
