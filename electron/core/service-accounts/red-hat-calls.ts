import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import type { RedHatSession } from './session.ts';

/** The contract's calls of the connection to Red Hat. */
export function createRedHatCalls({ runs }: Services, session: RedHatSession): CallsOf<'red-hat'> {
  return {
    'red-hat.status': () => session.status(),
    'red-hat.configure': async ({ settings }) => {
      await session.configure(settings);
      return session.status();
    },
    'red-hat.sign-in': ({ runId }) =>
      runs.during(runId, async (run) => {
        await session.signIn(run);
        return session.status();
      }),
    'red-hat.sign-out': async () => {
      await session.signOut();
      return session.status();
    },
  };
}
