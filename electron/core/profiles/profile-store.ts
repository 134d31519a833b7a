import { z } from 'zod';
import { PROFILES_MAX } from '../../../shared/list-limits.ts';
import { type Profile, profile } from '../../../shared/profile.ts';
import { Failure } from '../failure.ts';
import { type Storage, unreadable } from '../storage.ts';

export const profilesDocument = z.strictObject({
  version: z.literal(1),
  profiles: z.array(profile).max(PROFILES_MAX),
});

/** The profiles, by name. They have ids of credentials and targets in them, and no secret. */
export class ProfileStore {
  constructor(private readonly storage: Storage) {}

  /** In the order of their names. @throws PROFILES_UNREADABLE for a document that is damaged or a newer version's */
  list(): readonly Profile[] {
    const data = this.storage.read();
    if (data === undefined) return [];
    const parsed = profilesDocument.safeParse(data);
    if (!parsed.success) throw unreadable('profiles', { reason: 'not a list of profiles' });
    return parsed.data.profiles;
  }

  /** @throws PROFILE_UNKNOWN, PROFILES_UNREADABLE */
  get(id: string): Profile {
    const found = this.list().find((each) => each.id === id);
    if (found === undefined) throw new Failure('PROFILE_UNKNOWN');
    return found;
  }

  /** Takes the place of the one with its id. @throws PROFILE_EXISTS for a name that another one has, PROFILES_UNREADABLE */
  put(next: Profile): void {
    const others = this.list().filter(({ id }) => id !== next.id);
    if (others.some(({ name }) => isSameName(name, next.name)) || others.length >= PROFILES_MAX) {
      throw new Failure('PROFILE_EXISTS');
    }
    this.#write([...others, next].sort((a, b) => a.name.localeCompare(b.name)));
  }

  /** @throws PROFILES_UNREADABLE */
  remove(id: string): void {
    this.#write(this.list().filter((each) => each.id !== id));
  }

  #write(profiles: readonly Profile[]): void {
    this.storage.write({ version: 1, profiles });
  }
}

function isSameName(a: string, b: string): boolean {
  return a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0;
}
