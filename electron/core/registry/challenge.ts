/** One challenge of a WWW-Authenticate field. */
export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  /** The credential-like blob that some schemes use in place of parameters. */
  readonly token68: string | null;
  /** By name in lower case; the first of a repeated name. */
  readonly params: ReadonlyMap<string, string>;
}

const SEPARATORS = /[ \t,]*/y;
const SPACES = /[ \t]*/y;
const TOKEN = /[!#$%&'*+\-.^_`|~\w]+/y;
const TOKEN68 = /([A-Za-z0-9\-._~+/]+=*)[ \t]*(?=,|$)/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
/** Not in the grammar: registries exist that leave a URL unquoted. */
const UNQUOTED = /[^\s,"]+/y;
const TO_NEXT_COMMA = /[^,]*/y;

/**
 * Reads every challenge of every WWW-Authenticate field of an answer, in order. What does not follow
 * the grammar is skipped up to the next comma; a parameter before any scheme belongs to nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function parseChallenges(headerValues: readonly string[]): Challenge[] {
  return headerValues.flatMap((value) => [...challengesOf(value)]);
}

function* challengesOf(text: string): Generator<Challenge> {
  const scanner = new Scanner(text);
  let current: { scheme: string; token68: string | null; params: Map<string, string> } | null =
    null;
  for (;;) {
    scanner.take(SEPARATORS);
    if (scanner.atEnd) break;
    const name = scanner.take(TOKEN);
    if (name === null) {
      scanner.take(TO_NEXT_COMMA);
      continue;
    }
    if (scanner.take(EQUALS) !== null) {
      const value = scanner.takeValue();
      const key = name.toLowerCase();
      if (value !== null && current !== null && !current.params.has(key)) {
        current.params.set(key, value);
      }
      continue;
    }
    if (current !== null) yield current;
    current = { scheme: name.toLowerCase(), token68: null, params: new Map() };
    if (scanner.take(SPACES)) current.token68 = scanner.take(TOKEN68, 1);
  }
  if (current !== null) yield current;
}

class Scanner {
  #at = 0;

  constructor(private readonly text: string) {}

  get atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  /** What the sticky pattern matches here, and moves behind it; null where it does not match. */
  take(pattern: RegExp, group = 0): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.#at = pattern.lastIndex;
    return match[group] ?? null;
  }

  takeValue(): string | null {
    if (this.text[this.#at] !== '"') return this.take(UNQUOTED);
    const quoted = this.take(QUOTED, 1);
    // A quote without its end swallows the rest: what follows cannot be told apart any more.
    if (quoted === null) this.#at = this.text.length;
    return quoted?.replace(/\\(.)/gs, '$1') ?? null;
  }
}
