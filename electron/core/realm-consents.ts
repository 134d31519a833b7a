import { z } from 'zod';
import type { Storage } from './storage.ts';

/** A user does not say yes to more token servers than this; the oldest answer goes first. */
const MAX_CONSENTS = 500;

const stored = z.strictObject({
  version: z.literal(1),
  realms: z.array(
    z.strictObject({ registry: z.string().max(512), realmHost: z.string().max(512) }),
  ),
});
type Consent = z.infer<typeof stored>['realms'][number];

/**
 * The token servers that the user let a registry use (requirement N2: asked once, naming both). Only a
 * "yes" is remembered, for exactly that pair; a "no" is asked again at the next check.
 */
export class RealmConsents {
  #realms: Consent[] | undefined;

  constructor(private readonly storage: Storage) {}

  allowed(registry: string, realmHost: string): boolean {
    return this.#read().some(
      (realm) => realm.registry === registry && realm.realmHost === realmHost,
    );
  }

  allow(registry: string, realmHost: string): void {
    if (this.allowed(registry, realmHost)) return;
    this.#realms = [...this.#read(), { registry, realmHost }].slice(-MAX_CONSENTS);
    this.storage.write({ version: 1, realms: this.#realms });
  }

  /** What cannot be read counts as no consent: the user is asked again. */
  #read(): Consent[] {
    if (this.#realms === undefined) {
      const parsed = stored.safeParse(this.storage.read());
      this.#realms = parsed.success ? parsed.data.realms : [];
    }
    return this.#realms;
  }
}
