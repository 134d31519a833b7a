/** Whom a helper logs in as, without the secret. `username` is null where it holds nothing. */
export interface HelperAnswer {
  readonly username: string | null;
  readonly fingerprint: string | null;
}

/**
 * What credential helpers were last seen to hold. A helper may show a prompt and cannot be watched, so
 * it is only asked while the user does something with its file; a list shows what is remembered of that.
 */
export class HelperAnswers {
  readonly #answers = new Map<string, HelperAnswer>();

  /** @param all hears of each answer too; what one job asked is not lost to it when that is cleared */
  constructor(private readonly all?: HelperAnswers) {}

  get(path: string, key: string): HelperAnswer | undefined {
    return this.#answers.get(`${path}\0${key}`);
  }

  remember(path: string, key: string, answer: HelperAnswer): void {
    this.#answers.set(`${path}\0${key}`, answer);
    this.all?.remember(path, key, answer);
  }

  clear(): void {
    this.#answers.clear();
  }
}
