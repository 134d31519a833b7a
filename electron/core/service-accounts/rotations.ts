import { z } from 'zod';
import { type Rotation, rotation } from '../../../shared/service-account.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import { type Storage, unreadable } from '../storage.ts';
import type { Vault, VaultCallOptions } from '../vault/vault.ts';
import { PENDING_SECRETS } from './vault-items.ts';

/** So many are remembered; the oldest that is done goes first. */
const MAX = 1000;

export const rotationsDocument = z.strictObject({
  version: z.literal(1),
  rotations: z.array(rotation),
});
const secrets = z.record(z.string(), z.string());

/** How far each replacement of a secret has come, across restarts. No secret is in it. */
export class RotationJournal {
  constructor(private readonly storage: Storage) {}

  /** @throws DOCUMENT_UNREADABLE: what was under way must not be begun again unseen */
  list(): readonly Rotation[] {
    const data = this.storage.read();
    if (data === undefined) return [];
    const parsed = rotationsDocument.safeParse(data);
    if (!parsed.success) throw unreadable('rotations', { reason: 'not a list of rotations' });
    return parsed.data.rotations;
  }

  /** For those who only show them: the accounts are there without. A replacement is refused all the same. */
  shown(): readonly Rotation[] {
    try {
      return this.list();
    } catch {
      return [];
    }
  }

  find(username: string): Rotation | null {
    return this.list().find((each) => each.username === username) ?? null;
  }

  /** The last one of an account is the one that counts. */
  put(next: Rotation): Rotation {
    const others = this.list().filter(({ username }) => username !== next.username);
    const excess = others.length + 1 - MAX;
    const done = others.filter(({ stage }) => stage === 'done').slice(0, Math.max(0, excess));
    this.#keep([...others.filter((each) => !done.includes(each)), next]);
    return next;
  }

  drop(username: string): void {
    this.#keep(this.list().filter((each) => each.username !== username));
  }

  #keep(rotations: readonly Rotation[]): void {
    this.storage.write({ version: 1, rotations });
  }
}

/**
 * The new secrets that no credential has yet, in one item of the chosen store: what the service made must
 * not be lost, whatever happens next.
 */
export class PendingSecrets {
  constructor(
    private readonly vault: () => Vault,
    /** Does work while no other changes the store. */
    private readonly alone: <T>(work: () => Promise<T>) => Promise<T>,
  ) {}

  /** @throws the store's codes */
  async get(username: string, call: VaultCallOptions): Promise<Secret | null> {
    const text = (await this.#read(call))[username];
    return text === undefined ? null : new Secret(text);
  }

  /** @throws the store's codes */
  put(username: string, secret: Secret, call: VaultCallOptions): Promise<void> {
    return this.alone(async () => {
      const next = { ...(await this.#read(call)), [username]: secret.reveal() };
      await this.vault().set(PENDING_SECRETS, new Secret(JSON.stringify(next)), call);
    });
  }

  /** @throws the store's codes */
  drop(username: string, call: VaultCallOptions = {}): Promise<void> {
    return this.alone(async () => {
      const { [username]: gone, ...left } = await this.#read(call);
      if (gone === undefined) return;
      if (Object.keys(left).length === 0) await this.vault().delete(PENDING_SECRETS, call);
      else await this.vault().set(PENDING_SECRETS, new Secret(JSON.stringify(left)), call);
    });
  }

  async #read(call: VaultCallOptions): Promise<Readonly<Record<string, string>>> {
    const item = await this.vault().get(PENDING_SECRETS, call);
    if (item === null) return {};
    const parsed = secrets.safeParse(JSON.parse(item.reveal()));
    if (!parsed.success) throw new Failure('STORE_DAMAGED');
    return parsed.data;
  }
}
