/** A text that may stand behind a `#`: one line, nothing that a terminal would obey or reorder. */
export function commentText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
