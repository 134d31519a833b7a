import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../secret.ts';

/**
 * Says whether an entry of a file holds the same secret as a credential, without keeping either and
 * without asking the store each time.
 *
 * A fingerprint is an HMAC under a key that this process made up and never tells. It is kept in memory
 * only (never in the index, where even a hash of a secret would be something to guess at) and is good
 * for one question: equal or not. A credential's fingerprint is learnt when its secret passes through
 * anyway - at login, at a check, at a write - or is fetched once from the open store. `clear` forgets
 * the key too, so that what was remembered before a lock says nothing after it.
 */
export class Fingerprints {
  #key = randomBytes(32);
  readonly #ofCredential = new Map<string, string>();

  of(secret: Secret): string {
    return createHmac('sha256', this.#key).update(secret.reveal(), 'utf8').digest('base64');
  }

  learn(credentialId: string, secret: Secret): void {
    this.#ofCredential.set(credentialId, this.of(secret));
  }

  knows(credentialId: string): boolean {
    return this.#ofCredential.has(credentialId);
  }

  /** Null while it cannot be said. */
  matches(credentialId: string, fingerprint: string): boolean | null {
    const known = this.#ofCredential.get(credentialId);
    return known === undefined ? null : known === fingerprint;
  }

  forget(credentialId: string): void {
    this.#ofCredential.delete(credentialId);
  }

  clear(): void {
    this.#key = randomBytes(32);
    this.#ofCredential.clear();
  }
}
