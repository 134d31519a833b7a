import { useEffect } from 'react';
import { handToImport } from '../import-handoff.ts';
import { isTyping } from './shortcuts.ts';

/** Where a paste that goes into no field is meant for the import. */
const PASTE_PAGES = /^#\/(?:credentials|import)?$/;

/** A file dropped on any page, and a paste on the list, lead to the import, which shows what is in it first. */
export function useImportGestures(open: () => void): void {
  useEffect(() => {
    const isBusy = () => document.querySelector('[role="dialog"]') !== null;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = isBusy() ? 'none' : 'copy';
    };
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      if (isBusy()) return;
      handToImport({ file });
      open();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isBusy() || isTyping(event.target)) return;
      if (!PASTE_PAGES.test(window.location.hash || '#/')) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file === undefined && text.trim() === '') return;
      event.preventDefault();
      handToImport(file === undefined ? { text } : { file });
      open();
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
      document.removeEventListener('paste', onPaste);
    };
  }, [open]);
}
