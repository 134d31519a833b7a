import { isIP } from 'node:net';
import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { endpointOf } from '../../proxy/route.ts';
import { classOfAddress } from '../../registry/addresses.ts';
import { resolveHost } from '../../registry/wire/resolve.ts';
import type { Within } from '../../registry/wire/within.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, skip, warn } from '../probing.ts';
import { isPublicHost } from '../public-hosts.ts';
import {
  askServers,
  hostsFileAddresses,
  resolverSettings,
  type ServerAnswer,
} from '../resolvers.ts';

/** Which addresses the registry's name leads to, who says so, and whether that can be. */
export function dnsProbe(examination: Examination): ProbeSpec {
  const { host } = endpointOf(examination.origin);
  return {
    id: 'dns',
    kind: 'dns',
    target: host,
    limitMs: PROBE_LIMITS_MS.dns,
    late: 'dns-unreachable',
    look: (limits) => look(examination, host, limits),
  };
}

async function look({ facts, deps }: Examination, name: string, limits: Within): Promise<Outcome> {
  facts.addresses = null;
  facts.namesAnswered = true;
  if (facts.route?.proxy) return skip('through-proxy');
  if (isIP(name) !== 0) {
    facts.addresses = [name];
    return pass(saw('system-address', { address: name }));
  }
  const { servers, search } = resolverSettings(deps.etc);
  const hosts = hostsFileAddresses(name, deps.etc);
  const isLocal = name === 'localhost' || name.endsWith('.localhost');
  const asked = isLocal ? [] : await askServers(name, servers, limits.signal);
  const seen = [
    ...servers.map((server) => saw('dns-server', { server })),
    ...search.map((domain) => saw('dns-search', { domain })),
    ...hosts.map((address) => saw('hosts-file', { name, address })),
    ...asked.flatMap(evidenceOf),
  ];
  const isHeard = asked.some(({ problem }) => problem === null || ANSWERS.has(problem));
  facts.namesAnswered = isHeard || isLocal;
  if (!facts.namesAnswered && hosts.length === 0) return fail('dns-unreachable', ...seen);

  const extended = await Promise.all(
    exists(asked) || hosts.length > 0
      ? []
      : search.map((domain) => askServers(`${name}.${domain}`, servers, limits.signal)),
  );
  const viaSearch = extended.flat().filter(({ addresses }) => addresses.length > 0);
  seen.push(...viaSearch.flatMap(evidenceOf));
  const system = await resolveHost(name, { family: 0, ...limits }).catch((error: unknown) =>
    error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN',
  );
  if (typeof system === 'string') {
    seen.push(saw('dns-problem', { name, server: null, problem: system }));
    return fail(failureOf(asked), ...seen);
  }
  facts.addresses = [...new Set(system)];
  seen.push(...facts.addresses.map((address) => saw('system-address', { address })));
  const cause = doubtOf(name, facts.addresses, hosts, asked, viaSearch);
  return cause === null ? pass(...seen) : warn(cause, ...seen);
}

/** What a server says of a name, as against saying nothing. */
const ANSWERS = new Set(['ENOTFOUND', 'ESERVFAIL', 'EREFUSED', 'EFORMERR', 'ENOTIMP']);

function exists(asked: readonly ServerAnswer[]): boolean {
  return asked.some(({ problem }) => problem === null);
}

function failureOf(asked: readonly ServerAnswer[]): Cause {
  const said = (code: string) => asked.some(({ problem }) => problem === code);
  if (said('ENOTFOUND') || exists(asked)) return 'dns-not-found';
  return said('ESERVFAIL') || said('EREFUSED') ? 'dns-failed' : 'dns-unreachable';
}

/** What is odd about a name that leads somewhere. */
function doubtOf(
  name: string,
  addresses: readonly string[],
  hosts: readonly string[],
  asked: readonly ServerAnswer[],
  viaSearch: readonly ServerAnswer[],
): Cause | null {
  const fromServers = asked.flatMap((each) => each.addresses);
  if (hosts.length > 0 && fromServers.length > 0) {
    return hosts.some((address) => fromServers.includes(address)) ? null : 'dns-hosts-file';
  }
  if (viaSearch.length > 0) return 'dns-search-domain';
  if (name === 'localhost' || hosts.length > 0) return null;
  const classes = addresses.map(classOfAddress);
  const isSinkhole = classes.every((each) => each === 'special' || each === 'loopback');
  const isInside = isPublicHost(name) && classes.every((each) => each !== 'public');
  return isSinkhole || isInside ? 'dns-wrong-address' : null;
}

function evidenceOf({ server, name, family, addresses, problem }: ServerAnswer): Evidence[] {
  if (problem !== null) return [saw('dns-problem', { server, name, family, problem })];
  return addresses.map((address) => saw('dns-answer', { server, name, address }));
}
