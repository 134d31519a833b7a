import { z } from 'zod';
import { credentialId } from '../../../shared/credential.ts';
import { type TargetId, targetId } from '../../../shared/target.ts';
import type { Storage } from '../storage.ts';

const place = z.strictObject({
  credentialId,
  targetId,
  /** The session in which the login was in the target last. */
  session: z.string().max(256),
});
type Place = z.infer<typeof place>;

const document = z.strictObject({ version: z.literal(1), places: z.array(place).max(20_000) });

/**
 * In which session each login was in place last. Who logs out within a session means it; what is missing
 * in a session that never had it went with an earlier one.
 */
export class Remembered {
  #places: readonly Place[] | null = null;

  constructor(private readonly storage: Storage) {}

  isOf(session: string, credential: string, target: TargetId): boolean {
    return this.#load().some(
      (each) =>
        each.credentialId === credential && each.targetId === target && each.session === session,
    );
  }

  /** @throws INDEX_UNREADABLE */
  remember(seen: readonly Place[]): void {
    if (seen.length === 0) return;
    const isSame = (one: Place) => (other: Place) =>
      one.credentialId === other.credentialId && one.targetId === other.targetId;
    const kept = this.#load().filter((each) => !seen.some(isSame(each)));
    this.#places = [...kept, ...seen];
    this.storage.write({ version: 1, places: this.#places });
  }

  /** What is damaged counts as nothing: then more is put back than need be, never less. */
  #load(): readonly Place[] {
    if (this.#places !== null) return this.#places;
    const parsed = document.safeParse(readOrNothing(this.storage));
    this.#places = parsed.success ? parsed.data.places : [];
    return this.#places;
  }
}

function readOrNothing(storage: Storage): unknown {
  try {
    return storage.read();
  } catch {
    return undefined;
  }
}
