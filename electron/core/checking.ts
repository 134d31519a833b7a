import type { CheckResult } from '../../shared/credential.ts';
import type { Host } from './host.ts';
import type { Log } from './log.ts';
import type { RouteFor } from './proxy/route.ts';
import type { RealmConsents } from './realm-consents.ts';
import type { CheckOptions, CheckRequest } from './registry/check.ts';
import type { Run } from './runs.ts';

export interface CheckingDeps {
  readonly host: Host;
  readonly consents: RealmConsents;
  readonly log: Log;
  readonly route: RouteFor;
}

/** The network client is a large part of what main loads; nobody needs it to see a list. */
export function loadChecking() {
  return import('./registry/check.ts');
}

/** Token servers that the user allowed stay allowed; another one is asked about. */
export function realmAnswers(
  run: Pick<Run, 'askRealm'>,
  consents: RealmConsents,
): Required<Pick<CheckOptions, 'realmAllowed' | 'askRealm'>> {
  return {
    realmAllowed: (registry, realmHost) => consents.allowed(registry, realmHost),
    askRealm: async (registry, realmHost) => {
      const allow = await run.askRealm(registry, realmHost);
      if (allow) consents.allow(registry, realmHost);
      return allow;
    },
  };
}

/**
 * Checks a credential against its registry as part of a run: its steps are told, and a token server
 * that does not belong to the registry is asked about once, then remembered.
 *
 * @throws CANCELLED when the run was: that is no result of the check
 */
export async function checkInRun(
  run: Pick<Run, 'signal' | 'step' | 'askRealm'>,
  request: CheckRequest,
  { host, consents, log, route }: CheckingDeps,
): Promise<CheckResult> {
  const { checkCredential } = await loadChecking();
  const release = log.scrubber.hold(request.secret, request.username);
  try {
    const result = await checkCredential(request, {
      host,
      signal: run.signal,
      route,
      onStep: ({ step, ...about }) => run.step(step, about.status, about),
      ...realmAnswers(run, consents),
    });
    run.signal.throwIfAborted();
    return result;
  } finally {
    release();
  }
}
