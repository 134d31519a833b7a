import { z } from 'zod';
import { credentialId } from '../credential.ts';
import { PROFILE_CREDENTIALS_MAX, PROFILES_MAX } from '../list-limits.ts';
import { profileId, profileName, profileView } from '../profile.ts';
import { runId } from '../run.ts';
import { appliedTarget, seenPlanId, shownPlan } from '../target.ts';
import { type CallSchemas, nothing } from './part.ts';

export const calls = {
  'profiles.list': { input: nothing, output: z.array(profileView).max(PROFILES_MAX) },
  /** A new profile, or another content for a known one. */
  'profiles.save': {
    input: z.strictObject({
      /** Null for a new one. */
      profileId: profileId.nullable(),
      name: profileName,
      exclusive: z.boolean(),
      /** Each with the targets that it is in, or those that a login writes to; null: what is active now. */
      credentialIds: z.array(credentialId).min(1).max(PROFILE_CREDENTIALS_MAX).nullable(),
    }),
    output: z.strictObject({ profileId }),
  },
  /** The credentials and the targets stay as they are. */
  'profiles.delete': { input: z.strictObject({ profileId }), output: nothing },
  /** What the switch would do: one plan over all targets. */
  'profiles.plan': { input: z.strictObject({ profileId }), output: shownPlan },
  /** The switch. Secrets are read before anything is written. */
  'profiles.apply': {
    input: z.strictObject({ runId, profileId, planId: seenPlanId }),
    output: z.array(appliedTarget).max(64),
  },
} as const satisfies CallSchemas<'profiles'>;
