import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import { ProfileStore } from './profile-store.ts';
import { Profiles } from './profiles.ts';

/** The contract's calls of the profiles. */
export function createProfilesCalls(services: Services): CallsOf<'profiles'> {
  const { runs, drift, storage } = services;
  const profiles = new Profiles({ ...services, store: new ProfileStore(storage('profiles')) });
  return {
    'profiles.list': () => profiles.list(),
    'profiles.save': async (input) => ({ profileId: await profiles.save(input) }),
    'profiles.delete': async ({ profileId }) => void profiles.delete(profileId),
    'profiles.plan': ({ profileId }) => profiles.plan(profileId),
    'profiles.apply': ({ runId, profileId, planId }) =>
      drift.quietly(() => runs.during(runId, (run) => profiles.apply(run, profileId, planId))),
  };
}
