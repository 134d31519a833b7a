import { useEffect, useRef } from 'react';

interface Shortcuts {
  /** Ctrl+N, or Command+N. */
  readonly onNewLogin: () => void;
  /** Ctrl+K, or Command+K. */
  readonly onPalette: () => void;
  /** F1. */
  readonly onHelp: () => void;
  /** Ctrl+L, or Command+L, in front of a dialog too. */
  readonly onLock: () => void;
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

/** The keys that work on every page. A dialog keeps all but locking to itself while it is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const control = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (control && event.key.toLowerCase() === 'l') {
        event.preventDefault();
        latest.current.onLock();
      }
      if (document.querySelector('[role="dialog"]')) return;
      if (control && event.key.toLowerCase() === 'n') {
        event.preventDefault();
        latest.current.onNewLogin();
      } else if (control && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current.onPalette();
      } else if (event.key === 'F1') {
        event.preventDefault();
        latest.current.onHelp();
      } else if (event.key === '/' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        event.preventDefault();
        latest.current.onSearch();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
