import { useEffect, useRef } from 'react';

/** Takes a file that is dropped on the page before the import does, which takes what is dropped elsewhere. */
export function useDroppedFile(
  isActive: boolean,
  take: (dropped: { readonly file: File }) => void,
): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!isActive) return;
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current({ file });
    };
    document.addEventListener('drop', onDrop, { capture: true });
    return () => document.removeEventListener('drop', onDrop, { capture: true });
  }, [isActive]);
}
