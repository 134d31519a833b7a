/** What was dropped or pasted somewhere else and is to be imported. */
export type Handed = { readonly text: string } | { readonly file: File };

let handed: Handed | null = null;
let heard: (() => void) | null = null;

/** Hands something to the import page, which takes it once. Nothing of it stays here then. */
export function handToImport(what: Handed): void {
  handed = what;
  heard?.();
}

export function takeHanded(): Handed | null {
  const what = handed;
  handed = null;
  return what;
}

/** Tells when something is handed over while the page is there. @returns how to stop */
export function onHanded(listener: () => void): () => void {
  heard = listener;
  return () => {
    heard = null;
  };
}
