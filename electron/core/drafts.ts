import { randomUUID } from 'node:crypto';
import { Failure } from './failure.ts';

/** A checked login waits this long for the user to commit it; then its secret is dropped. */
export const DRAFT_LIMIT_MS = 600_000;

/** Things that wait in main for the user's decision, each with the secret that goes with it. */
export class Drafts<T> {
  readonly #drafts = new Map<string, { value: T; timer: NodeJS.Timeout }>();

  constructor(private readonly limitMs = DRAFT_LIMIT_MS) {}

  get size(): number {
    return this.#drafts.size;
  }

  keep(value: T): string {
    const id = randomUUID();
    const timer = setTimeout(() => this.drop(id), this.limitMs);
    timer.unref();
    this.#drafts.set(id, { value, timer });
    return id;
  }

  /** @throws DRAFT_EXPIRED */
  get(id: string): T {
    const draft = this.#drafts.get(id);
    if (draft === undefined) throw new Failure('DRAFT_EXPIRED', { limitMs: this.limitMs });
    return draft.value;
  }

  /** The same, and its time begins anew. @throws DRAFT_EXPIRED */
  renew(id: string): T {
    const value = this.get(id);
    this.#drafts.get(id)?.timer.refresh();
    return value;
  }

  drop(id: string): void {
    clearTimeout(this.#drafts.get(id)?.timer);
    this.#drafts.delete(id);
  }

  dropAll(): void {
    for (const id of [...this.#drafts.keys()]) this.drop(id);
  }
}
