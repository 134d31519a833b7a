/** The shells that commands are written for; `sh` is every shell of the POSIX family. */
export const SHELLS = ['sh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * What no command for copying may hold: control characters and line separators, which a terminal may obey
 * or a shell take for the end of the command, and half characters, which no shell can be given.
 */
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]/u;

/** Words that mean themselves unquoted; each list is shorter than the shell's own. */
const PLAIN: Readonly<Record<Shell, RegExp>> = {
  sh: /^[A-Za-z0-9_./-][A-Za-z0-9_./:@+=-]*$/,
  fish: /^[A-Za-z0-9_./-][A-Za-z0-9_./:@+=-]*$/,
  // `1kb` is a number, `-a.b` and `-a:b` are two words, `@name` is a splat.
  powershell: /^(?:--?[A-Za-z][A-Za-z0-9-]*|[A-Za-z_/][A-Za-z0-9_./:-]*)$/,
};

const LITERAL: Readonly<Record<Shell, (text: string) => string>> = {
  sh: (text) => text.replaceAll("'", `'\\''`),
  fish: (text) => text.replaceAll(/[\\']/g, '\\$&'),
  // It takes the typographic quotes for the plain one.
  powershell: (text) => text.replaceAll(/['\u2018-\u201b]/g, '$&$&'),
};

/**
 * Quotes a text as one word, also where that is not needed.
 * @throws RangeError for a control character or half a character
 */
export function quoteLiteral(shell: Shell, text: string): string {
  if (REFUSED.test(text)) throw new RangeError('a character that no command may hold');
  return `'${LITERAL[shell](text)}'`;
}

/** Whether `quoteWord` takes the text. */
export function isQuotable(text: string): boolean {
  return !REFUSED.test(text);
}

/**
 * Writes a text as one word of a command, quoted where the shell would read anything else into it.
 *
 * Windows PowerShell and PowerShell before 7.3 hand a program's words on without escaping a double quote,
 * and leave an empty word out: a word with either is safe in PowerShell 7.3 and later alone.
 *
 * @throws RangeError for a control character or half a character
 */
export function quoteWord(shell: Shell, text: string): string {
  return PLAIN[shell].test(text) ? text : quoteLiteral(shell, text);
}

/**
 * Writes a program and its words as one line.
 * @throws RangeError for a control character or half a character
 */
export function quoteCommand(shell: Shell, words: readonly [string, ...string[]]): string {
  const [program, ...rest] = words;
  // What holds `=` at the start of a line is an assignment in sh.
  const first = program.includes('=') ? quoteLiteral(shell, program) : quoteWord(shell, program);
  // A quoted text at the start of a line is a value in PowerShell.
  const call = shell === 'powershell' && first !== program ? '& ' : '';
  return `${call}${[first, ...rest.map((word) => quoteWord(shell, word))].join(' ')}`;
}
