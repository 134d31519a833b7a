import type { Finding, Probe, ProbeKind } from '../../../shared/diagnosis.ts';
import { PROBE_KINDS } from '../../../shared/diagnosis.ts';
import { type Cause, REMEDY_OF } from '../../../shared/diagnosis-causes.ts';

const NETWORK = ['tcp-refused', 'tcp-filtered', 'tcp-unreachable'] as const;
const NAMES = ['dns-unreachable', 'dns-not-found', 'dns-failed'] as const;
const TLS = [
  'tls-intercepted',
  'tls-self-signed',
  'tls-unknown-authority',
  'tls-missing-intermediate',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-wrong-host',
  'tls-plain-http',
  'tls-failed',
] as const;
const STRANGERS = [
  'captive-portal',
  'registry-not-found',
  'registry-forbidden',
  'registry-unexpected',
  'challenge-unusable',
] as const;
const ELSEWHERE = ['realm-unreachable', 'blobs-unreachable', 'allow-list-blocked'] as const;
const PROXY = ['proxy-refuses-registry', 'proxy-unreachable', 'proxy-authentication'] as const;
const LOGINS = [
  'credential-missing',
  'stale-entry',
  'other-file-wins',
  'other-key-wins',
  'entry-missing',
] as const;

/** What else a cause brings about, besides the probes that cannot be made because of it. */
const EXPLAINS: Readonly<Partial<Record<Cause, readonly Cause[]>>> = {
  'file-unusable': LOGINS,
  'other-users-file': LOGINS,
  'helper-broken': LOGINS,
  'dns-unreachable': ELSEWHERE,
  'dns-not-found': ['allow-list-blocked'],
  'dns-failed': ELSEWHERE,
  'dns-search-domain': [...NETWORK, ...TLS, ...STRANGERS, ...ELSEWHERE],
  'dns-wrong-address': [...NETWORK, ...TLS, ...STRANGERS, ...ELSEWHERE],
  'dns-hosts-file': [...NETWORK, ...TLS, ...STRANGERS],
  'tcp-filtered': ELSEWHERE,
  'tcp-refused': ['allow-list-blocked'],
  'tcp-unreachable': ELSEWHERE,
  'ipv6-broken': ['registry-error', 'realm-unreachable', 'blobs-unreachable', 'allow-list-blocked'],
  'proxy-tools-only': [...NAMES, ...NETWORK, ...TLS, 'captive-portal', ...ELSEWHERE],
  'no-proxy-exempts': [...NAMES, ...NETWORK, ...ELSEWHERE],
  'no-proxy-ineffective': [...PROXY, ...TLS],
  'proxy-unusable': ELSEWHERE,
  'proxy-unreachable': ELSEWHERE,
  'proxy-authentication': ELSEWHERE,
  'proxy-refuses-registry': ELSEWHERE,
  'proxy-refuses-blobs': ['allow-list-blocked'],
  'captive-portal': ELSEWHERE,
  'clock-wrong': ['credential-rejected', 'token-unusable'],
  'realm-unreachable': ['allow-list-blocked'],
  'blobs-unreachable': ['allow-list-blocked'],
};

/** Where nothing fails, what is most likely to make a pull fail all the same comes first. */
const WARNINGS: readonly Cause[] = [
  'other-users-file',
  'stale-entry',
  'other-file-wins',
  'other-key-wins',
  'proxy-tools-only',
  'proxy-app-only',
  'no-proxy-ineffective',
  'no-proxy-exempts',
  'dns-search-domain',
  'dns-wrong-address',
  'dns-hosts-file',
  'ipv6-broken',
  'tls-intercepted',
  'clock-wrong',
  'allow-list-blocked',
  'entry-missing',
];

/** What all probes of one registry come to. */
export interface Judgement {
  readonly headline: Finding | null;
  /** Ids of probes. */
  readonly consequences: readonly string[];
  readonly others: readonly Finding[];
}

/**
 * Finds the first real cause: the first failure in the order in which probes depend on one another, or what explains
 * that failure. The order in which the probes were made does not matter.
 */
export function judge(probes: readonly Probe[]): Judgement {
  const inOrder = inOrderOf(probes);
  const findings = inOrder.flatMap((probe) => {
    const { cause, status, id } = probe;
    if (cause === null || (status !== 'fail' && status !== 'warn')) return [];
    return [{ cause, remedy: REMEDY_OF[cause], probeId: id, severity: status } satisfies Finding];
  });
  const headline = headlineOf(findings);
  if (headline === null) return { headline, consequences: [], others: [] };
  const explained = new Set<string>(EXPLAINS[headline.cause]);
  const isSame = (finding: Finding) =>
    finding.cause === headline.cause && isOneOfMany(finding.probeId);
  const isConsequence = (finding: Finding) =>
    finding !== headline && (explained.has(finding.cause) || isSame(finding));
  const folded = new Set(findings.filter(isConsequence).map(({ probeId }) => probeId));
  for (const { id, because } of inOrder) if (because === 'depends-on-failed') folded.add(id);
  return {
    headline,
    consequences: inOrder.map(({ id }) => id).filter((id) => folded.has(id)),
    others: findings.filter(({ probeId }) => probeId !== headline.probeId && !folded.has(probeId)),
  };
}

/** In the order in which one kind builds on another. */
export function inOrderOf(probes: readonly Probe[]): Probe[] {
  return [...probes].sort((a, b) => rankOf(a.kind) - rankOf(b.kind) || compareIds(a.id, b.id));
}

function headlineOf(findings: readonly Finding[]): Finding | null {
  const warnings = findings
    .filter(({ severity }) => severity === 'warn')
    .sort((a, b) => likelihoodOf(a.cause) - likelihoodOf(b.cause));
  const failure = findings.find(({ severity }) => severity === 'fail');
  if (failure === undefined) return warnings[0] ?? null;
  const explaining = warnings.find(({ cause }) => EXPLAINS[cause]?.includes(failure.cause));
  return explaining ?? failure;
}

/** Addresses and hosts of the allow-list: several of a kind that say the same. */
function isOneOfMany(probeId: string): boolean {
  return probeId.includes(':');
}

function rankOf(kind: ProbeKind): number {
  return PROBE_KINDS.indexOf(kind);
}

function likelihoodOf(cause: Cause): number {
  const at = WARNINGS.indexOf(cause);
  return at < 0 ? WARNINGS.length : at;
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
