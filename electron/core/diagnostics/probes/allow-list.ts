import { type AllowedHost, RED_HAT_HOSTS } from '../../../../shared/red-hat-hosts.ts';
import { ProxyFailed } from '../../registry/connections.ts';
import { reasonOfNetworkError } from '../../registry/network-errors.ts';
import type { Within } from '../../registry/wire/within.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { type Outcome, type ProbeSpec, pass, saw, skip, warn } from '../probing.ts';
import { isRedHatRegistry } from '../public-hosts.ts';
import { reach } from '../reach.ts';

/** One probe for each host and port that Red Hat's registries need; elsewhere one that says so. */
export function allowListProbes(examination: Examination): ProbeSpec[] {
  const { registry, withAllowList } = examination.about;
  const shared = {
    kind: 'allow-list',
    limitMs: PROBE_LIMITS_MS['allow-list'],
    late: 'allow-list-blocked',
  } as const;
  if (!withAllowList) {
    const because = isRedHatRegistry(registry) ? 'seen-elsewhere' : 'not-red-hat';
    return [{ ...shared, id: 'allow-list', target: null, look: async () => skip(because) }];
  }
  return RED_HAT_HOSTS.map((line) => ({
    ...shared,
    id: `allow-list:${line.host}:${line.port}`,
    target: `${line.host}:${line.port}`,
    look: (limits) => look(examination, line, limits),
  }));
}

async function look(
  examination: Examination,
  { host, port, required }: AllowedHost,
  { limitMs, signal }: Within,
): Promise<Outcome> {
  const { deps, facts } = examination;
  const { proxy } = await deps.route(new URL(`${port === 443 ? 'https' : 'http'}://${host}`));
  // Nobody who resolves names: each of these would wait for its turn to hear the same.
  if (proxy === null && !facts.namesAnswered) return skip('depends-on-failed');
  const startedAt = performance.now();
  try {
    // A little less than the probe's own limit: there has to be time to say what became of it.
    const limits = { limitMs: limitMs - 250, signal };
    (await reach({ host, port }, proxy, () => examination.proxyContext(), limits)).destroy();
    const ms = Math.round(performance.now() - startedAt);
    return pass(saw('host-reached', { host, port, ms }));
  } catch (error) {
    if (signal.aborted) throw error;
    const problem =
      error instanceof ProxyFailed ? `proxy-${error.why}` : reasonOfNetworkError(error);
    const seen = saw('host-blocked', { host, port, problem });
    return required ? warn('allow-list-blocked', seen) : pass(seen);
  }
}
