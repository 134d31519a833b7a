import { randomUUID } from 'node:crypto';
import { Failure } from './failure.ts';

/** A checked login waits this long for the user to commit it; then its secret is dropped. */
export const DRAFT_LIMIT_MS = 600_000;

/** Things that wait in main for the user's decision, each with the secret that goes with it. */
export class Drafts<T> {
  readonly #drafts = new Map<string, { value: T; timer: NodeJS.Timeout; expiresAt: Date }>();

  constructor(
    /** Told of each that its limit or a lock dropped, not of one that whoever kept it is done with. */
    private readonly expired: (id: string) => void = () => {},
    private readonly limitMs = DRAFT_LIMIT_MS,
  ) {}

  get size(): number {
    return this.#drafts.size;
  }

  keep(value: T): string {
    const id = randomUUID();
    const timer = setTimeout(() => this.#expire(id), this.limitMs);
    timer.unref();
    this.#drafts.set(id, { value, timer, expiresAt: this.#limit() });
    return id;
  }

  /** Until when it waits. @throws DRAFT_EXPIRED */
  expiresAt(id: string): Date {
    return this.#entry(id).expiresAt;
  }

  /** @throws DRAFT_EXPIRED */
  get(id: string): T {
    return this.#entry(id).value;
  }

  /** The same, and its time begins anew. @throws DRAFT_EXPIRED */
  renew(id: string): T {
    const draft = this.#entry(id);
    draft.timer.refresh();
    draft.expiresAt = this.#limit();
    return draft.value;
  }

  drop(id: string): void {
    clearTimeout(this.#drafts.get(id)?.timer);
    this.#drafts.delete(id);
  }

  dropAll(): void {
    for (const id of [...this.#drafts.keys()]) this.#expire(id);
  }

  #entry(id: string) {
    const draft = this.#drafts.get(id);
    if (draft !== undefined && Date.now() < draft.expiresAt.getTime()) return draft;
    // Its timer stood still while the machine slept.
    if (draft !== undefined) this.#expire(id);
    throw new Failure('DRAFT_EXPIRED', { limitMs: this.limitMs });
  }

  #expire(id: string): void {
    this.drop(id);
    this.expired(id);
  }

  #limit(): Date {
    return new Date(Date.now() + this.limitMs);
  }
}
