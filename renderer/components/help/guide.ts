import { useSyncExternalStore } from 'react';

/** What stands beside the page: nothing, the help on it, or the tour of the window. */
export type Guide = 'help' | 'tour' | null;

let shown: Guide = null;
/** What had the focus before, and gets it back. */
let opener: Element | null = null;
const listeners = new Set<() => void>();

/** Shows a guide in place of the other; the focus goes back to where it was once there is none. */
export function showGuide(guide: Guide): void {
  if (guide === shown) return;
  if (shown === null) opener = document.activeElement;
  shown = guide;
  for (const listener of listeners) listener();
  if (guide === null) {
    const back = opener instanceof HTMLElement && opener.isConnected ? opener : null;
    (back ?? document.getElementById('page-title'))?.focus();
    opener = null;
  }
}

export function useGuide(): Guide {
  return useSyncExternalStore(listen, () => shown);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
