import { isIP } from 'node:net';
import type { CheckReason } from '../../../../shared/credential.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { endpointOf } from '../../proxy/route.ts';
import { reasonOfNetworkError } from '../../registry/network-errors.ts';
import { connectTcp } from '../../registry/wire/connect.ts';
import { TimedOut, type Within } from '../../registry/wire/within.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip, warn } from '../probing.ts';

const MAX_ADDRESSES = 16;

/** One probe for each address that the name leads to. */
export function tcpProbes(examination: Examination): ProbeSpec[] {
  const addresses = (examination.facts.addresses ?? []).slice(0, MAX_ADDRESSES);
  const attempts = new Attempts();
  return addresses.map((address) => ({
    id: `tcp:${address}`,
    kind: 'tcp',
    target: address,
    limitMs: PROBE_LIMITS_MS.tcp,
    late: 'tcp-filtered',
    look: (limits) => look(examination, address, limits, attempts.begin()),
  }));
}

/** Where there is no address, there is one probe that says why nothing was tried. */
export function tcpSkipped({ facts }: Examination): ProbeSpec {
  return {
    id: 'tcp',
    kind: 'tcp',
    target: null,
    limitMs: PROBE_LIMITS_MS.tcp,
    late: 'tcp-filtered',
    look: async () => skip(facts.route?.proxy ? 'through-proxy' : 'depends-on-failed'),
  };
}

/** What becomes of an address that does not answer depends on whether another one does. */
class Attempts {
  readonly #open = new Set<Promise<void>>();

  begin(): { end: () => void; others: () => Promise<unknown> } {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#open.add(ended);
    return { end, others: () => Promise.all([...this.#open]) };
  }
}

async function look(
  examination: Examination,
  address: string,
  { limitMs, signal }: Within,
  attempt: ReturnType<Attempts['begin']>,
): Promise<Outcome> {
  const { facts, origin } = examination;
  const { port } = endpointOf(origin);
  const startedAt = performance.now();
  let reason: CheckReason | null = null;
  try {
    // A little less than the probe's own limit: there has to be time to say what became of it.
    const limits = { limitMs: limitMs - 100, signal };
    examination.keepConnection(await connectTcp({ host: address, port }, limits));
  } catch (error) {
    if (signal.aborted) throw error;
    reason = error instanceof TimedOut ? 'timed-out' : reasonOfNetworkError(error);
  }
  facts.connections.set(address, reason);
  if (reason === null) facts.reached = true;
  attempt.end();
  if (reason === null) {
    return pass(saw('connected', { address, ms: Math.round(performance.now() - startedAt) }));
  }
  await attempt.others();
  const seen = saw('not-connected', { address, problem: reason });
  const isOtherGood = [...facts.connections.values()].includes(null);
  if (!isOtherGood) return fail(CAUSES[reason] ?? 'tcp-unreachable', seen);
  if (isIP(address) !== 6) return warn(CAUSES[reason] ?? 'tcp-unreachable', seen);
  return reason === 'network-unreachable' ? skip('no-ipv6', seen) : warn('ipv6-broken', seen);
}

const CAUSES: Readonly<Partial<Record<CheckReason, Cause>>> = {
  'connection-refused': 'tcp-refused',
  'timed-out': 'tcp-filtered',
};
