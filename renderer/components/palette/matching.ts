import type { PaletteEntry } from './entries.ts';

/** A list that is longer is read by nobody; the words narrow it. */
const SHOWN_MAX = 50;
const INNER = /[\p{L}\p{N}]/u;
/** Scripts that put no space between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

/**
 * Those that have every typed word, in any order, each as the beginning of a word. What says the words itself comes
 * before what is only known by them.
 */
export function matching(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  const said: PaletteEntry[] = [];
  const known: PaletteEntry[] = [];
  for (const entry of entries) {
    const shown = folded(`${entry.label} ${entry.about}`);
    if (wanted.every((word) => hasWord(shown, word))) said.push(entry);
    else {
      const all = `${shown} ${folded(entry.words)}`;
      if (wanted.every((word) => hasWord(all, word))) known.push(entry);
    }
    if (said.length === SHOWN_MAX) break;
  }
  return [...said, ...known].slice(0, SHOWN_MAX);
}

/** Case and width of letters mean nothing. */
function folded(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase();
}

function hasWord(text: string, word: string): boolean {
  if (UNSPACED.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !INNER.test(text[at - 1] ?? '') || UNSPACED.test(text[at - 1] ?? ''))
      return true;
  }
  return false;
}
