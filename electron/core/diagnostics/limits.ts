import type { ProbeKind } from '../../../shared/diagnosis.ts';

/** A diagnosis ends by then, whatever does not answer; in milliseconds. */
export const RUN_LIMIT_MS = 15_000;

/**
 * What each probe may take; in milliseconds. With everything filtered the longest way is names (3 s) or, through a
 * proxy, one connection (4 s); where each step is answered at the last moment, the run's own limit counts.
 */
export const PROBE_LIMITS_MS: Readonly<Record<ProbeKind, number>> = {
  configuration: 6_000,
  dns: 3_000,
  tcp: 3_000,
  proxy: 4_000,
  tls: 4_000,
  ping: 4_000,
  challenge: 1_000,
  'token-anonymous': 4_000,
  token: 4_000,
  manifest: 5_000,
  blob: 5_000,
  lookup: 6_000,
  'allow-list': 5_000,
};
