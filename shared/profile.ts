import { z } from 'zod';
import { credentialId } from './credential.ts';
import { PROFILE_CREDENTIALS_MAX } from './list-limits.ts';
import { targetId } from './target.ts';

export const profileId = z.uuid();
export const profileName = z.string().trim().min(1).max(100);

/** A credential of a profile and the targets in which it is the active one. */
export const profileEntry = z.strictObject({
  credentialId,
  targetIds: z.array(targetId).min(1).max(64),
});
export type ProfileEntry = z.infer<typeof profileEntry>;

/** A set of credentials that are active together: "work", "customer A". */
export const profile = z.strictObject({
  id: profileId,
  name: profileName,
  /** Whether a switch takes every other stored credential out of the targets. */
  exclusive: z.boolean(),
  entries: z.array(profileEntry).max(PROFILE_CREDENTIALS_MAX),
});
export type Profile = z.infer<typeof profile>;

/**
 * How much of a profile is in the targets now.
 * - `active`: all of it, and of an exclusive one nothing else that is stored
 * - `partly`: some of it, or something else beside it
 * - `inactive`: nothing
 */
export const profileState = z.enum(['active', 'partly', 'inactive']);
export type ProfileState = z.infer<typeof profileState>;

/** A profile as it is shown: names in the place of ids. Credentials that were forgotten are left out. */
export const profileView = profile.omit({ entries: true }).extend({
  state: profileState,
  entries: z
    .array(
      profileEntry.extend({
        /** See `AuthScope`. */
        scope: z.string().max(1024),
        username: z.string().max(512),
      }),
    )
    .max(PROFILE_CREDENTIALS_MAX),
});
export type ProfileView = z.infer<typeof profileView>;
