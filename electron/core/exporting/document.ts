import { randomBytes } from 'node:crypto';
import { quoteLiteral, type Shell } from '../../../shared/shell-quoting.ts';
import { Failure } from '../failure.ts';

/** What stands for a secret where a document is shown. */
export const REDACTED = '••••••••';

/** A place for a secret in a document. */
interface Slot {
  /** What is shown there. */
  readonly shown: string;
  /** What stands there, encoded for its place. */
  readonly reveal: () => string;
}

/**
 * A text with places for secrets. There is one rendering: what is shown and what is made are the same
 * parts, and differ in their slots alone.
 */
export class SecretDocument {
  constructor(private readonly parts: readonly (string | Slot)[]) {}

  get hasSecrets(): boolean {
    return this.parts.some((part) => typeof part !== 'string');
  }

  redacted(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.shown)).join('');
  }

  /** @throws SECRET_INVALID for a secret that the place cannot hold */
  reveal(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.reveal())).join('');
  }
}

/**
 * What a document is built on. Its slots stand in the text as words of letters and digits, which JSON,
 * YAML and shells leave as they are, until the text is cut there. So each format is written by its own
 * writer, which never sees a secret.
 */
export class Sheet {
  readonly #mark = `slot${randomBytes(16).toString('hex')}x`;
  readonly #slots: Slot[] = [];

  /** A text of this sheet, or a secret, as base64: no format quotes that. */
  base64(text: string | (() => string)): string {
    const reveal = typeof text === 'string' ? this.#lateText(text) : text;
    return this.#slot({
      shown: REDACTED,
      reveal: () => Buffer.from(reveal(), 'utf8').toString('base64'),
    });
  }

  /** A secret, or an option that ends with one, as a word of a command. */
  shellWord(shell: Shell, before: string, reveal: () => string): string {
    return this.#slot({
      shown: quoteLiteral(shell, before + REDACTED),
      reveal: () => {
        try {
          return quoteLiteral(shell, before + reveal());
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          throw new Failure('SECRET_INVALID', { reason: 'control-character' });
        }
      },
    });
  }

  /** Cuts the text at its slots. */
  document(text: string): SecretDocument {
    const parts = text.split(new RegExp(`${this.#mark}(\\d+)z`));
    return new SecretDocument(
      parts.map((part, at) => (at % 2 === 0 ? part : (this.#slots[Number(part)] ?? part))),
    );
  }

  #lateText(text: string): () => string {
    const inner = this.document(text);
    return () => inner.reveal();
  }

  #slot(slot: Slot): string {
    this.#slots.push(slot);
    return `${this.#mark}${this.#slots.length - 1}z`;
  }
}
