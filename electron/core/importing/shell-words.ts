import type { ImportShell } from '../../../shared/importing.ts';

/** One word of a command line. What a shell would put in at run time is not in it, and it is not literal then. */
export interface Word {
  readonly text: string;
  readonly literal: boolean;
}

/** One simple command. */
export interface Command {
  readonly words: readonly Word[];
  /** What it reads: a here-string; null for what the text does not say. */
  readonly input: Word | null;
  /** Whether it reads what the command before it writes. */
  readonly piped: boolean;
}

/** A quotation mark that nothing closes. `offset` is where it opens. */
export class UnclosedQuote extends Error {
  override readonly name = 'UnclosedQuote';

  constructor(readonly offset: number) {
    super('unclosed quotation mark');
  }
}

/** What differs between the shells, as far as one line of words goes. */
interface Rules {
  /** Takes the next character as it is; before a line end it joins the lines. */
  readonly escape: string;
  /** Inside single quotes: what stands for a quotation mark; null where these quotes mean nothing. */
  readonly single: 'none' | 'backslash' | 'doubled' | null;
  /** Inside double quotes: the escape, and what it may stand before (`*`: anything). */
  readonly double: { readonly escape: string; readonly before: string; readonly doubled: boolean };
  readonly dollar: boolean;
  readonly backtick: boolean;
  readonly parenthesis: boolean;
  readonly percent: boolean;
  readonly comment: boolean;
}

const RULES: Record<ImportShell, Rules> = {
  sh: {
    escape: '\\',
    single: 'none',
    double: { escape: '\\', before: '$`"\\\n', doubled: false },
    dollar: true,
    backtick: true,
    parenthesis: false,
    percent: false,
    comment: true,
  },
  fish: {
    escape: '\\',
    single: 'backslash',
    double: { escape: '\\', before: '$"\\\n', doubled: false },
    dollar: true,
    backtick: false,
    parenthesis: true,
    percent: false,
    comment: true,
  },
  powershell: {
    escape: '`',
    single: 'doubled',
    double: { escape: '`', before: '*', doubled: true },
    dollar: true,
    backtick: false,
    parenthesis: true,
    percent: false,
    comment: true,
  },
  cmd: {
    escape: '^',
    single: null,
    double: { escape: '\\', before: '"', doubled: false },
    dollar: false,
    backtick: false,
    parenthesis: false,
    percent: true,
    comment: false,
  },
};

const ANSI_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const POWERSHELL_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  n: '\n',
  r: '\r',
  t: '\t',
};
const ANSI_NUMBER = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|([0-7]{1,3}))/y;

/** Reads the commands of a text as one shell splits and unquotes them. Nothing is run or looked up. */
class CommandReader {
  readonly #rules: Rules;
  readonly #commands: Command[] = [];
  #words: Word[] = [];
  #input: Word | null = null;
  #piped = false;
  /** The word being read; null between words. */
  #word: string | null = null;
  #literal = true;
  /** What the next word is: an argument, a here-string, or a file that something is redirected to or from. */
  #next: 'argument' | 'here-string' | 'from-file' | 'to-file' = 'argument';
  #pos = 0;

  constructor(
    private readonly text: string,
    private readonly shell: ImportShell,
  ) {
    this.#rules = RULES[shell];
  }

  read(): Command[] {
    const { text } = this;
    while (this.#pos < text.length) this.#step(text.charAt(this.#pos));
    this.#endCommand(false);
    return this.#commands;
  }

  #step(char: string): void {
    const rules = this.#rules;
    const following = this.text.charAt(this.#pos + 1);
    if (char === rules.escape) this.#escape(following);
    else if (char === "'" && rules.single !== null) this.#single();
    else if (char === '"') this.#double(this.#pos);
    else if (char === '$' && rules.dollar) this.#dollar(following);
    else if (char === '`' && rules.backtick) this.#unknown(this.#past('`', this.#pos + 1));
    else if (char === '(' && rules.parenthesis) this.#unknown(this.#pastParenthesis(this.#pos));
    else if (char === '%' && rules.percent) this.#percent();
    else if (char === '#' && rules.comment && this.#word === null) this.#comment();
    else {
      this.#pos += 1;
      this.#ordinary(char, following);
    }
  }

  #ordinary(char: string, following: string): void {
    if (char === ' ' || char === '\t' || char === '\r') this.#endWord();
    else if (char === '\n' || char === ';') this.#endCommand(false);
    else if (char === '&' && this.shell === 'powershell' && this.#isStart()) {
      // The call operator: what follows is the command.
    } else if (char === '|' || char === '&') {
      const twice = following === char;
      if (twice) this.#pos += 1;
      this.#endCommand(char === '|' && !twice);
    } else if (char === '<' || char === '>') this.#redirect(char);
    else this.#word = (this.#word ?? '') + char;
  }

  #comment(): void {
    const end = this.text.indexOf('\n', this.#pos);
    this.#pos = end === -1 ? this.text.length : end;
  }

  #isStart(): boolean {
    return this.#word === null && this.#words.length === 0;
  }

  #escape(following: string): void {
    this.#pos += 2;
    if (following === '\r' && this.text.charAt(this.#pos) === '\n') {
      this.#pos += 1;
      return;
    }
    if (following === '\n') return;
    const value =
      this.shell === 'powershell' ? (POWERSHELL_ESCAPES[following] ?? following) : following;
    this.#word = (this.#word ?? '') + value;
  }

  #single(): void {
    const { text } = this;
    const { single } = this.#rules;
    const open = this.#pos;
    let value = '';
    for (let at = open + 1; at < text.length; at += 1) {
      const char = text.charAt(at);
      const following = text.charAt(at + 1);
      if (single === 'backslash' && char === '\\' && (following === "'" || following === '\\')) {
        value += following;
        at += 1;
      } else if (char !== "'") {
        value += char;
      } else if (single === 'doubled' && following === "'") {
        value += "'";
        at += 1;
      } else {
        this.#pos = at + 1;
        this.#word = (this.#word ?? '') + value;
        return;
      }
    }
    throw new UnclosedQuote(open);
  }

  #double(open: number): void {
    const { text } = this;
    const { escape: sign, before, doubled } = this.#rules.double;
    let value = '';
    let at = open + 1;
    while (at < text.length) {
      const char = text.charAt(at);
      const following = text.charAt(at + 1);
      if (char === '"' && doubled && following === '"') {
        value += '"';
        at += 2;
      } else if (char === '"') {
        this.#pos = at + 1;
        this.#word = (this.#word ?? '') + value;
        return;
      } else if (
        char === sign &&
        following !== '' &&
        (before === '*' || before.includes(following))
      ) {
        if (following !== '\n') {
          value += sign === '`' ? (POWERSHELL_ESCAPES[following] ?? following) : following;
        }
        at += 2;
      } else {
        if (this.#putIn(char, following, at)) this.#literal = false;
        value += char;
        at += 1;
      }
    }
    throw new UnclosedQuote(open);
  }

  /** Whether a shell puts something else in at this place. */
  #putIn(char: string, following: string, at: number): boolean {
    const { dollar, backtick, percent } = this.#rules;
    if (char === '$' && dollar) return /[\w{(]/.test(following);
    if (char === '`' && backtick) return true;
    return char === '%' && percent && isVariable(this.text, at);
  }

  #dollar(following: string): void {
    if (this.shell === 'sh' && following === "'") this.#ansi();
    else if (this.shell === 'sh' && following === '"') this.#double(this.#pos + 1);
    else if (following === '(') this.#unknown(this.#pastParenthesis(this.#pos + 1));
    else if (following === '{') this.#unknown(this.#past('}', this.#pos + 2));
    else if (/[\w:?!@*#]/.test(following)) {
      let end = this.#pos + 1;
      while (/[\w:]/.test(this.text.charAt(end))) end += 1;
      this.#unknown(Math.max(end, this.#pos + 2));
    } else {
      this.#word = `${this.#word ?? ''}$`;
      this.#pos += 1;
    }
  }

  /** `$'...'` of bash, zsh and ksh. */
  #ansi(): void {
    const { text } = this;
    const open = this.#pos;
    let value = '';
    let at = open + 2;
    while (at < text.length) {
      const char = text.charAt(at);
      if (char === "'") {
        this.#pos = at + 1;
        this.#word = (this.#word ?? '') + value;
        return;
      }
      if (char !== '\\') {
        value += char;
        at += 1;
        continue;
      }
      ANSI_NUMBER.lastIndex = at;
      const number = ANSI_NUMBER.exec(text);
      if (number !== null) {
        const [whole, hex, unicode, octal] = number;
        const code =
          octal !== undefined
            ? Number.parseInt(octal, 8) & 0xff
            : Number.parseInt(hex ?? unicode ?? '0', 16);
        value += String.fromCharCode(code);
        at += whole.length;
      } else {
        const following = text.charAt(at + 1);
        value += ANSI_ESCAPES[following] ?? following;
        at += 2;
      }
    }
    throw new UnclosedQuote(open);
  }

  #percent(): void {
    if (isVariable(this.text, this.#pos)) this.#unknown(this.#past('%', this.#pos + 1));
    else {
      this.#word = `${this.#word ?? ''}%`;
      this.#pos += 1;
    }
  }

  #unknown(end: number): void {
    this.#word ??= '';
    this.#literal = false;
    this.#pos = end;
  }

  #past(closer: string, from: number): number {
    const end = this.text.indexOf(closer, from);
    return end === -1 ? this.text.length : end + 1;
  }

  #pastParenthesis(open: number): number {
    let depth = 0;
    for (let at = open; at < this.text.length; at += 1) {
      const char = this.text.charAt(at);
      if (char === '(') depth += 1;
      if (char === ')') depth -= 1;
      if (depth === 0) return at + 1;
    }
    return this.text.length;
  }

  #redirect(char: string): void {
    // The number of a stream belongs to the sign.
    if (this.#word !== null && /^\d$/.test(this.#word)) this.#word = null;
    this.#endWord();
    const { text } = this;
    let count = 1;
    while (text.charAt(this.#pos) === char) {
      this.#pos += 1;
      count += 1;
    }
    if (text.charAt(this.#pos) === '&') this.#pos += 1;
    if (char === '>') this.#next = 'to-file';
    else this.#next = count === 3 ? 'here-string' : 'from-file';
  }

  #endWord(): void {
    if (this.#word === null) return;
    const word = { text: this.#word, literal: this.#literal };
    if (this.#next === 'argument') this.#words.push(word);
    else if (this.#next === 'here-string') this.#input = word;
    else if (this.#next === 'from-file') this.#input = { text: '', literal: false };
    this.#next = 'argument';
    this.#word = null;
    this.#literal = true;
  }

  #endCommand(pipe: boolean): void {
    this.#endWord();
    if (this.#words.length > 0) {
      this.#commands.push({ words: this.#words, input: this.#input, piped: this.#piped });
    }
    this.#words = [];
    this.#input = null;
    this.#next = 'argument';
    this.#piped = pipe;
  }
}

/** `%NAME%` of cmd. */
function isVariable(text: string, at: number): boolean {
  const end = text.indexOf('%', at + 1);
  return end > at + 1 && end - at < 256 && /^[A-Za-z_][\w()]*$/.test(text.slice(at + 1, end));
}

/**
 * The commands of a text as a shell splits and unquotes them.
 * @throws UnclosedQuote where that shell would wait for more
 */
export function readCommands(text: string, shell: ImportShell): Command[] {
  return new CommandReader(text, shell).read();
}
