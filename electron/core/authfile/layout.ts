import type { TargetFormat } from '../../../shared/target.ts';
import { JsonScanner, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './json-scanner.ts';
import { ENTRY_STRINGS, type Shape, TOP_SHAPES } from './shapes.ts';

/** One member of an object, as offsets into the text. */
export interface Member {
  readonly key: string;
  readonly start: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** An object, as offsets: `open` is its brace, `close` the matching one. */
export interface ObjectNode<M extends Member = Member> {
  readonly open: number;
  readonly close: number;
  readonly members: readonly M[];
}

/** One entry of `auths`. `object` is null where the value is `null`. */
export interface EntryMember extends Member {
  readonly object: ObjectNode<EntryField> | null;
}

/** One member of an entry; `text` is its value where that is a string. */
export interface EntryField extends Member {
  readonly text: string | null;
}

export interface AuthsMember extends Member {
  readonly object: ObjectNode<EntryMember> | null;
}

/** Something odd that was read all the same. `offset` says where. */
export interface Oddity {
  readonly code: 'duplicate-key' | 'trailing-data' | 'empty';
  readonly offset: number;
  readonly field: string;
  /** Whether a write would lose or change what is there; then only reading is possible. */
  readonly blocksWriting: boolean;
}

/** Where everything of a credential file is, which is all that a patch needs. */
export interface Layout {
  readonly text: string;
  /** Null where the document is `null`, or nothing at all. */
  readonly root: ObjectNode | null;
  /** The value of the document, without the space around it. */
  readonly start: number;
  readonly end: number;
  /** Every member that Go decodes into `auths`; the later ones add to the earlier. */
  readonly auths: readonly AuthsMember[];
  readonly credHelpers: ReadonlyMap<string, string>;
  /** Every `credHelpers` object; the later ones add to the earlier. */
  readonly helperSections: readonly ObjectNode[];
  readonly credsStore: string | null;
  readonly oddities: readonly Oddity[];
}

/** Folds a member name as Go's `encoding/json` does when it looks for the field. */
export function foldName(name: string): string {
  // As nearly every name is written; ten thousand entries have ten thousand of them.
  if (/^[a-z]+$/.test(name)) return name;
  return name.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}

const LETTER_N = 0x6e;

class LayoutReader {
  readonly #scanner: JsonScanner;
  readonly #format: TargetFormat;
  readonly #auths: AuthsMember[] = [];
  readonly #credHelpers = new Map<string, string>();
  readonly #helperSections: ObjectNode[] = [];
  readonly #oddities: Oddity[] = [];
  #credsStore: string | null = null;

  constructor(text: string, format: TargetFormat) {
    this.#scanner = new JsonScanner(text);
    this.#format = format;
  }

  read(): Layout {
    const scanner = this.#scanner;
    const { text } = scanner;
    if (text.charCodeAt(0) === 0xfeff) scanner.fail('byte-order-mark');
    const first = scanner.peek();
    if (Number.isNaN(first)) {
      // docker takes nothing at all for an empty configuration; the others refuse it.
      if (this.#format !== 'docker-config') scanner.fail('empty');
      this.#odd('empty', 0, '', true);
      return this.#layout(null, 0, 0);
    }
    const start = scanner.pos;
    const root = this.#format === 'legacy-dockercfg' ? this.#legacyRoot() : this.#root();
    const end = scanner.pos;
    if (!Number.isNaN(scanner.peek())) {
      // docker reads the first value and drops the rest at the next save.
      if (this.#format !== 'docker-config') scanner.fail('trailing-data');
      this.#odd('trailing-data', scanner.pos, '', true);
    }
    return this.#layout(root, start, end);
  }

  #layout(root: ObjectNode | null, start: number, end: number): Layout {
    return {
      text: this.#scanner.text,
      root,
      start,
      end,
      auths: this.#auths,
      credHelpers: this.#credHelpers,
      helperSections: this.#helperSections,
      credsStore: this.#credsStore,
      oddities: this.#oddities,
    };
  }

  #legacyRoot(): ObjectNode | null {
    const start = this.#scanner.pos;
    const object = this.#entries();
    const valueEnd = this.#scanner.pos;
    this.#auths.push({ key: '', start, keyEnd: start, valueStart: start, valueEnd, object });
    return object;
  }

  #root(): ObjectNode | null {
    const scanner = this.#scanner;
    if (this.#null()) return null;
    const open = this.#expectObject();
    const members: Member[] = [];
    const seen = new Set<string>();
    const close = scanner.object((key, start, keyEnd) => {
      const name = foldName(key);
      const valueStart = scanner.pos;
      scanner.trail.push(`.${key}`);
      let object: ObjectNode<EntryMember> | null = null;
      if (name === 'auths') object = this.#entries();
      else if (name === 'credhelpers') this.#helpers();
      else this.#known(TOP_SHAPES[this.#format].get(name), name);
      const member = { key, start, keyEnd, valueStart, valueEnd: scanner.pos };
      if (name === 'auths') this.#auths.push({ ...member, object });
      members.push(member);
      if (seen.has(name)) this.#odd('duplicate-key', start, key, name === 'auths');
      seen.add(name);
      scanner.trail.pop();
    });
    return { open, close, members };
  }

  #known(shape: Shape | undefined, name: string): void {
    if (shape === undefined) {
      this.#scanner.skipValue();
      return;
    }
    const value = this.#shaped(shape);
    if (name === 'credsstore') this.#credsStore = value || null;
  }

  /** Reads a value of a given type, or `null`; gives a string's text. */
  #shaped(shape: Shape): string | null {
    const scanner = this.#scanner;
    if (this.#null()) return null;
    if (shape === 'string') return this.#expectString();
    if (shape === 'array') {
      if (scanner.peek() !== OPEN_BRACKET) scanner.fail('wrong-type');
      scanner.skipValue();
      return null;
    }
    this.#expectObject();
    scanner.object((key) => {
      scanner.trail.push(`[${key}`);
      if (shape === 'string-map') this.#shaped('string');
      else if (!this.#null()) {
        this.#expectObject();
        scanner.skipValue();
      }
      scanner.trail.pop();
    });
    return null;
  }

  #helpers(): void {
    const scanner = this.#scanner;
    if (this.#null()) {
      this.#credHelpers.clear();
      return;
    }
    const open = this.#expectObject();
    const members: Member[] = [];
    const close = scanner.object((key, start, keyEnd) => {
      scanner.trail.push(`[${key}`);
      if (this.#credHelpers.has(key)) this.#odd('duplicate-key', start, scanner.field, false);
      const valueStart = scanner.pos;
      this.#credHelpers.set(key, this.#null() ? '' : this.#expectString());
      members.push({ key, start, keyEnd, valueStart, valueEnd: scanner.pos });
      scanner.trail.pop();
    });
    this.#helperSections.push({ open, close, members });
  }

  /** Reads the map of entries; null where it is `null`. */
  #entries(): ObjectNode<EntryMember> | null {
    const scanner = this.#scanner;
    if (this.#null()) return null;
    const open = this.#expectObject();
    const members: EntryMember[] = [];
    const seen = new Set<string>();
    const close = scanner.object((key, start, keyEnd) => {
      scanner.trail.push(`[${key}`);
      if (seen.has(key)) this.#odd('duplicate-key', start, scanner.field, false);
      seen.add(key);
      const valueStart = scanner.pos;
      const object = this.#entry();
      members.push({ key, start, keyEnd, valueStart, valueEnd: scanner.pos, object });
      scanner.trail.pop();
    });
    return { open, close, members };
  }

  #entry(): ObjectNode<EntryField> | null {
    const scanner = this.#scanner;
    if (this.#null()) return null;
    const strings = ENTRY_STRINGS[this.#format];
    const open = this.#expectObject();
    const members: EntryField[] = [];
    const close = scanner.object((key, start, keyEnd) => {
      const valueStart = scanner.pos;
      let text: string | null = null;
      scanner.trail.push(`.${key}`);
      if (!strings.has(foldName(key))) scanner.skipValue();
      else if (!this.#null()) text = this.#expectString();
      scanner.trail.pop();
      members.push({ key, start, keyEnd, valueStart, valueEnd: scanner.pos, text });
    });
    return { open, close, members };
  }

  /** Goes over `null`, which Go takes for "not there" whatever the type. */
  #null(): boolean {
    const scanner = this.#scanner;
    if (scanner.peek() !== LETTER_N || !scanner.text.startsWith('null', scanner.pos)) return false;
    scanner.skipValue();
    return true;
  }

  #expectObject(): number {
    const scanner = this.#scanner;
    if (scanner.peek() !== OPEN_BRACE) this.#wrongType();
    return scanner.pos;
  }

  #expectString(): string {
    const scanner = this.#scanner;
    if (scanner.peek() !== QUOTE) this.#wrongType();
    return scanner.string();
  }

  /** A broken value is a grammar error at its own place before it is one of the wrong type. */
  #wrongType(): never {
    const at = this.#scanner.pos;
    this.#scanner.skipValue();
    this.#scanner.fail('wrong-type', at);
  }

  #odd(code: Oddity['code'], offset: number, field: string, blocksWriting: boolean): void {
    this.#oddities.push({ code, offset, field, blocksWriting });
  }
}

/**
 * Reads a credential file as the tools that own its format do: grammar, types, case-folded member
 * names, `null` for "not there".
 * @throws JsonError for the first place that such a tool would refuse
 */
export function readLayout(text: string, format: TargetFormat): Layout {
  return new LayoutReader(text, format).read();
}
