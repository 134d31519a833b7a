/** Why a text is not the JSON that was expected: words for a catalogue, not sentences. */
export type JsonReason =
  | 'empty'
  | 'byte-order-mark'
  | 'not-utf8'
  | 'unexpected-end'
  | 'unexpected-character'
  | 'comment'
  | 'trailing-comma'
  | 'trailing-data'
  | 'bad-string'
  | 'bad-number'
  | 'too-deep'
  | 'wrong-type'
  | 'duplicate-key';

/** The first place where a text stops being what it should be. `offset` counts UTF-16 units from 0. */
export class JsonError extends Error {
  override readonly name = 'JsonError';

  constructor(
    readonly reason: JsonReason,
    readonly offset: number,
    readonly field: string,
  ) {
    super(reason);
  }
}

/** Go's decoder, which every consumer of these files uses, refuses deeper nesting than this. */
const DEPTH_MAX = 10_000;

/** What a string may hold as it is: no quote, no backslash, no control character below U+0020. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
export const QUOTE = 0x22;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Reads RFC 8259 JSON strictly and knows where it is. It builds nothing: who calls decides which
 * parts become nodes, so that a file of ten thousand entries costs little more than one pass.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class JsonScanner {
  pos = 0;
  /** The way to the member being read: `.name` in an object with known members, `[key` in a map. */
  readonly trail: string[] = [];

  constructor(readonly text: string) {}

  /** The member being read, as an error names it: `auths["quay.io"].auth`. */
  get field(): string {
    return this.trail
      .map((step, at) => {
        const name = step.slice(1);
        if (step.startsWith('.')) return at === 0 ? name : step;
        return at === 0 ? JSON.stringify(name) : `[${JSON.stringify(name)}]`;
      })
      .join('');
  }

  fail(reason: JsonReason, offset = this.pos): never {
    throw new JsonError(reason, offset, this.field);
  }

  /** The code unit at the position, after spaces; NaN at the end. */
  peek(): number {
    const { text } = this;
    let { pos } = this;
    for (;;) {
      const code = text.charCodeAt(pos);
      if (code !== SPACE && code !== LF && code !== TAB && code !== CR) {
        this.pos = pos;
        return code;
      }
      pos += 1;
    }
  }

  /** Reads a string and gives its value. */
  string(): string {
    const { text } = this;
    const start = this.pos + 1;
    let end = start;
    for (;;) {
      const code = text.charCodeAt(end);
      if (code === QUOTE) {
        this.pos = end + 1;
        return text.slice(start, end);
      }
      // Also where the text ends, where the code is NaN.
      if (!(code >= SPACE && code !== BACKSLASH)) break;
      end += 1;
    }
    this.#stringTail(end);
    const value: unknown = JSON.parse(text.slice(start - 1, this.pos));
    return String(value);
  }

  /** Goes over one value of any kind, checking its grammar. */
  skipValue(): void {
    const closers: number[] = [];
    for (;;) {
      const code = this.peek();
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        const closer = code === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.pos += 1;
        if (closers.length >= DEPTH_MAX) this.fail('too-deep');
        if (this.peek() !== closer) {
          closers.push(closer);
          if (closer === CLOSE_BRACE) this.#key();
          continue;
        }
        this.pos += 1;
      } else {
        this.#scalar(code);
      }
      if (!this.#nextOf(closers)) return;
    }
  }

  /**
   * Reads an object, giving each member's key and where the key starts; `member` must read the value.
   * Gives the offset of the closing brace.
   */
  object(member: (key: string, start: number, keyEnd: number) => void): number {
    this.pos += 1;
    if (this.peek() === CLOSE_BRACE) {
      this.pos += 1;
      return this.pos - 1;
    }
    for (;;) {
      if (this.peek() !== QUOTE) this.#unexpected();
      const start = this.pos;
      const key = this.string();
      const keyEnd = this.pos;
      this.#colon();
      member(key, start, keyEnd);
      const code = this.peek();
      if (code === CLOSE_BRACE) {
        this.pos += 1;
        return this.pos - 1;
      }
      if (code !== COMMA) this.#unexpected();
      this.#comma(CLOSE_BRACE);
    }
  }

  /** Reads an array; `item` must read each value. */
  array(item: () => void): void {
    this.pos += 1;
    if (this.peek() === CLOSE_BRACKET) {
      this.pos += 1;
      return;
    }
    for (;;) {
      item();
      const code = this.peek();
      if (code === CLOSE_BRACKET) {
        this.pos += 1;
        return;
      }
      if (code !== COMMA) this.#unexpected();
      this.#comma(CLOSE_BRACKET);
      this.peek();
    }
  }

  #key(): void {
    if (this.peek() !== QUOTE) this.#unexpected();
    this.string();
    this.#colon();
  }

  #colon(): void {
    if (this.peek() !== COLON) this.#unexpected();
    this.pos += 1;
    this.peek();
  }

  #comma(closer: number): void {
    const at = this.pos;
    this.pos += 1;
    if (this.peek() === closer) this.fail('trailing-comma', at);
  }

  /** After a value inside containers: goes on to the next value; false when all are closed. */
  #nextOf(closers: number[]): boolean {
    for (;;) {
      const closer = closers.at(-1);
      if (closer === undefined) return false;
      const code = this.peek();
      if (code === COMMA) {
        this.#comma(closer);
        if (closer === CLOSE_BRACE) this.#key();
        return true;
      }
      if (code !== closer) this.#unexpected();
      this.pos += 1;
      closers.pop();
    }
  }

  #scalar(code: number): void {
    if (code === QUOTE) {
      this.string();
      return;
    }
    const pattern = code === 0x2d || (code >= 0x30 && code <= 0x39) ? NUMBER : LITERAL;
    pattern.lastIndex = this.pos;
    if (!pattern.test(this.text)) {
      if (pattern === NUMBER) this.fail('bad-number');
      this.#unexpected();
    }
    const end = pattern.lastIndex;
    // `01`, `1.e5` and `truex` match a prefix only.
    if (/[0-9A-Za-z_.+-]/.test(this.text.charAt(end))) {
      this.fail(pattern === NUMBER ? 'bad-number' : 'unexpected-character', end);
    }
    this.pos = end;
  }

  #stringTail(from: number): void {
    const { text } = this;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.pos = at + 1;
        return;
      }
      if (Number.isNaN(code)) this.fail('unexpected-end', at);
      if (code !== BACKSLASH) this.fail('bad-string', at);
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) this.fail('bad-string', at);
      PLAIN.lastIndex = ESCAPE.lastIndex;
      PLAIN.test(text);
      at = PLAIN.lastIndex;
    }
  }

  #unexpected(): never {
    if (this.pos >= this.text.length) this.fail('unexpected-end');
    if (this.text.charCodeAt(this.pos) === SLASH) this.fail('comment');
    this.fail('unexpected-character');
  }
}

/** Line and column of an offset, both from 1; the column counts characters, as editors do. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: [...text.slice(lineStart, offset)].length + 1 };
}
