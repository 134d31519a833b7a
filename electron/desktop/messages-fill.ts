/** Puts values where a text names them in braces. All our languages write numbers as English does. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? value.toLocaleString('en') : (value ?? whole);
  });
}

/** Somebody else's text for a text of ours: on one line, in reading order, and not too long. */
export function lineOf(text: string, max: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}
