import type { Socket } from 'node:net';
import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { endpointOf } from '../../proxy/route.ts';
import { certificateFacts, oneLine } from '../../registry/certificate-facts.ts';
import { reasonOfNetworkError } from '../../registry/network-errors.ts';
import { TrustUnusable } from '../../registry/trust.ts';
import { connectTcp } from '../../registry/wire/connect.ts';
import { examineTls, type TlsFacts } from '../../registry/wire/tls.ts';
import type { Within } from '../../registry/wire/within.ts';
import { clockEvidence, SKEW_LIMIT_S, skewByPlainHttp } from '../clock.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip, warn } from '../probing.ts';
import { isPublicHost } from '../public-hosts.ts';
import { reach } from '../reach.ts';
import { tlsCause } from '../tls-verdict.ts';

/** What the server shows of itself, and whether this machine believes it. */
export function tlsProbe(examination: Examination): ProbeSpec {
  return {
    id: 'tls',
    kind: 'tls',
    target: examination.origin.host,
    limitMs: PROBE_LIMITS_MS.tls,
    late: 'tls-failed',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, limits: Within): Promise<Outcome> {
  const { facts, origin, about } = examination;
  facts.secured = false;
  facts.chain = [];
  if (about.plainHttp) {
    facts.secured = facts.reached;
    return skip('plain-http');
  }
  if (!facts.reached) return skip('depends-on-failed');
  const endpoint = endpointOf(origin);
  try {
    const trust = await examination.trust();
    const secureContext = await examination.secureContext();
    const plain = await connection(examination, limits);
    const examined = await examineTls(plain, { host: endpoint.host, secureContext, ...limits });
    facts.chain = examined.facts.chain;
    const seen = shown(examined.facts);
    const cause = tlsCause(endpoint.host, examined.facts, trust.authorities);
    facts.secured = examined.facts.authorizationError === null;
    if (examined.socket !== null) {
      if (facts.route?.proxy) examined.socket.destroy();
      else examination.keepConnection(examined.socket);
    }
    if (cause === null) return pass(...seen);
    const issuer = examined.facts.chain.at(-1)?.issuer;
    if (cause === 'tls-intercepted' && issuer !== undefined && isPublicHost(endpoint.host)) {
      seen.push(saw('unexpected-issuer', { issuer: oneLine(issuer) }));
    }
    // It is believed here; whether the tools in containers and on nodes believe it is another question.
    if (facts.secured) return warn(cause, ...seen);
    return await withClock(cause, seen, examination, limits);
  } catch (error) {
    if (limits.signal.aborted) throw error;
    if (error instanceof TrustUnusable) {
      return fail('trust-unusable', saw('trust-file', { path: error.path, problem: error.why }));
    }
    const reason = reasonOfNetworkError(error);
    const problem = error instanceof Error && 'code' in error ? String(error.code) : reason;
    const isHttp = reason === 'http-on-tls-port';
    return fail(isHttp ? 'tls-plain-http' : 'tls-failed', saw('tls-problem', { problem }));
  }
}

/** The one that stands already, or a new one: through the proxy, or to the address that could be connected to. */
async function connection(examination: Examination, limits: Within): Promise<Socket> {
  const { facts, origin } = examination;
  const endpoint = endpointOf(origin);
  const proxy = facts.route?.proxy ?? null;
  if (proxy !== null) return reach(endpoint, proxy, () => examination.proxyContext(), limits);
  const standing = examination.takeConnection();
  if (standing !== null) return standing;
  const connected = [...facts.connections].find(([, reason]) => reason === null)?.[0];
  return connectTcp({ ...endpoint, host: connected ?? endpoint.host }, limits);
}

/** A certificate that is out of its time may be right, and the clock wrong. */
async function withClock(
  cause: Cause,
  seen: readonly Evidence[],
  examination: Examination,
  { signal }: Within,
): Promise<Outcome> {
  if (cause !== 'tls-expired' && cause !== 'tls-not-yet-valid') return fail(cause, ...seen);
  const skew = await skewByPlainHttp(examination, { limitMs: 1_500, signal });
  if (skew === null) return fail(cause, ...seen);
  const isClock = cause === 'tls-expired' ? skew > SKEW_LIMIT_S : skew < -SKEW_LIMIT_S;
  return fail(isClock ? 'clock-wrong' : cause, ...seen, clockEvidence(skew));
}

function shown({ chain, protocol, authorizationError }: TlsFacts): Evidence[] {
  return [
    ...chain.map((certificate, position) =>
      saw('certificate', { position, ...certificateFacts(certificate) }),
    ),
    ...(protocol === null ? [] : [saw('tls-protocol', { protocol })]),
    ...(authorizationError === null ? [] : [saw('tls-problem', { problem: authorizationError })]),
  ];
}
