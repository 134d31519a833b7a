/** Quotes a text as one word of a POSIX shell. Control characters are refused: a script is there to be read. */
export function shellWord(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError('a control character in a word of a script');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text that may stand behind a `#`: one line, nothing that a terminal would obey or reorder. */
export function commentText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
