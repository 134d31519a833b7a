import { useCallback, useEffect, useRef } from 'react';

/**
 * Runs work at once, or when the pointer is up again if it is pressed: a field that loses the focus to
 * a click may show a warning, and what the click is aimed at must not move away under it.
 */
export function useAfterPress(): (work: () => void) => void {
  const isPressed = useRef(false);
  const pending = useRef<(() => void) | null>(null);
  useEffect(() => {
    const press = () => {
      isPressed.current = true;
    };
    const release = () => {
      isPressed.current = false;
      const work = pending.current;
      pending.current = null;
      // The click comes after the release.
      if (work) setTimeout(work);
    };
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('pointerup', release, true);
    document.addEventListener('pointercancel', release, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('pointerup', release, true);
      document.removeEventListener('pointercancel', release, true);
    };
  }, []);
  return useCallback((work) => {
    if (isPressed.current) pending.current = work;
    else work();
  }, []);
}
