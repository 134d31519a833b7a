import { useEffect, useRef } from 'react';

interface Shortcuts {
  /** Ctrl+N, or Command+N. */
  readonly onNewLogin: () => void;
  /** Ctrl+K, or Command+K. */
  readonly onPalette: () => void;
  /** `/`, where no text is being typed. */
  readonly onSearch: () => void;
}

/** Whether a key or a paste belongs to a field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** The keys that work on every page. A dialog keeps them to itself while it is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      if (document.querySelector('[role="dialog"]')) return;
      const control = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (control && event.key.toLowerCase() === 'n') {
        event.preventDefault();
        latest.current.onNewLogin();
      } else if (control && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.onPalette();
      } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        event.preventDefault();
        latest.current.onSearch();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
