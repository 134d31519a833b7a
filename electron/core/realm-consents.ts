import { z } from 'zod';
import type { Log } from './log.ts';
import { OptionalDocument } from './optional-document.ts';
import type { Storage } from './storage.ts';

/** A user does not say yes to more token servers than this; the oldest answer goes first. */
const MAX_CONSENTS = 500;

export const realmConsents = z.strictObject({
  version: z.literal(1),
  realms: z.array(
    z.strictObject({ registry: z.string().max(512), realmHost: z.string().max(512) }),
  ),
});
type Consent = z.infer<typeof realmConsents>['realms'][number];

/**
 * The token servers that the user let a registry use (requirement N2: asked once, naming both). Only a
 * "yes" is remembered, for exactly that pair; a "no" is asked again at the next check.
 */
export class RealmConsents {
  readonly #document: OptionalDocument<z.infer<typeof realmConsents>>;

  /** What cannot be read counts as no consent: the user is asked again. */
  constructor(storage: Storage, log: Pick<Log, 'warn'>) {
    this.#document = new OptionalDocument(storage, realmConsents, { version: 1, realms: [] }, log);
  }

  allowed(registry: string, realmHost: string): boolean {
    return this.#realms.some(
      (realm) => realm.registry === registry && realm.realmHost === realmHost,
    );
  }

  allow(registry: string, realmHost: string): void {
    if (this.allowed(registry, realmHost)) return;
    const realms = [...this.#realms, { registry, realmHost }].slice(-MAX_CONSENTS);
    this.#document.write({ version: 1, realms });
  }

  get #realms(): readonly Consent[] {
    return this.#document.read().realms;
  }
}
