import { z } from 'zod';
import { credentialId } from '../../../shared/credential.ts';
import { type TargetId, targetId } from '../../../shared/target.ts';
import type { Log } from '../log.ts';
import { OptionalDocument } from '../optional-document.ts';
import type { Storage } from '../storage.ts';

const place = z.strictObject({
  credentialId,
  targetId,
  /** The session in which the login was in the target last. */
  session: z.string().max(256),
});
type Place = z.infer<typeof place>;

export const rememberedPlaces = z.strictObject({
  version: z.literal(1),
  places: z.array(place).max(20_000),
});

/**
 * In which session each login was in place last. Who logs out within a session means it; what is missing
 * in a session that never had it went with an earlier one.
 */
export class Remembered {
  readonly #document: OptionalDocument<z.infer<typeof rememberedPlaces>>;

  /** What is damaged counts as nothing: then more is put back than need be, never less. */
  constructor(storage: Storage, log: Pick<Log, 'warn'>) {
    this.#document = new OptionalDocument(
      storage,
      rememberedPlaces,
      { version: 1, places: [] },
      log,
    );
  }

  isOf(session: string, credential: string, target: TargetId): boolean {
    return this.#document
      .read()
      .places.some(
        (each) =>
          each.credentialId === credential && each.targetId === target && each.session === session,
      );
  }

  remember(seen: readonly Place[]): void {
    if (seen.length === 0) return;
    const isSame = (one: Place) => (other: Place) =>
      one.credentialId === other.credentialId && one.targetId === other.targetId;
    const kept = this.#document.read().places.filter((each) => !seen.some(isSame(each)));
    this.#document.write({ version: 1, places: [...kept, ...seen] });
  }
}
