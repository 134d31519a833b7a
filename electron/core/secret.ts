import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A secret on its way through main. It cannot be printed, serialised or logged by accident: the text
 * comes out of `reveal()` alone.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
