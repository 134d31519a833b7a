import {
  RED_HAT_API,
  RED_HAT_ISSUER,
  RED_HAT_REGISTRY,
  type RedHatSettings,
} from '../../../shared/red-hat-settings.ts';
import type { CallsOf } from '../calls.ts';
import { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import type { RedHatSession } from './session.ts';

/** Addresses that a page may set unasked: what goes there goes to Red Hat. */
const RED_HATS_OWN = {
  issuer: ['', RED_HAT_ISSUER],
  apiBase: ['', RED_HAT_API],
  registry: [RED_HAT_REGISTRY],
} as const satisfies Partial<Record<keyof RedHatSettings, readonly string[]>>;

/** The contract's calls of the connection to Red Hat. */
export function createRedHatCalls(
  { runs, desktop }: Pick<Services, 'runs' | 'desktop'>,
  session: RedHatSession,
): CallsOf<'red-hat'> {
  /** Tokens and new secrets go to these addresses, so a page that was taken over may not choose them: main asks. */
  const agree = async (settings: RedHatSettings) => {
    const before = session.settings;
    const isAsked = (['issuer', 'apiBase', 'registry'] as const).some((name) => {
      const own: readonly string[] = RED_HATS_OWN[name];
      return settings[name] !== before[name] && !own.includes(settings[name]);
    });
    if (!isAsked) return;
    const { issuer, apiBase, registry } = settings;
    if (!(await desktop.agree({ to: 'red-hat', issuer, apiBase, registry }))) {
      throw new Failure('CANCELLED');
    }
  };
  return {
    'red-hat.status': () => session.status(),
    'red-hat.configure': async ({ settings }) => {
      session.expectFree(settings);
      await agree(settings);
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
