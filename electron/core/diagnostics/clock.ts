import type { Evidence } from '../../../shared/diagnosis.ts';
import { endpointOf } from '../proxy/route.ts';
import { createHttpClient } from '../registry/wire/http.ts';
import { type Within, within } from '../registry/wire/within.ts';
import type { Examination } from './examination.ts';
import { saw } from './probing.ts';
import { reach } from './reach.ts';

/** A difference that certificates and tokens do not survive for long. */
export const SKEW_LIMIT_S = 300;

/** How far this machine's clock is ahead of a `Date` field, in seconds; null where it is none. */
export function skewSeconds(date: string | undefined, now = Date.now()): number | null {
  const there = Date.parse(date ?? '');
  return Number.isNaN(there) ? null : Math.round((now - there) / 1000);
}

export function clockEvidence(skew: number, now = Date.now()): Evidence {
  const at = (time: number) => new Date(time).toISOString();
  return saw('clock', { skewSeconds: skew, here: at(now), there: at(now - skew * 1000) });
}

/**
 * How far this clock is ahead of what the registry's host says on port 80, in seconds: a certificate of the
 * wrong time cannot be verified with a clock that is wrong itself. Nothing but a HEAD is sent. Null: no answer.
 */
export async function skewByPlainHttp(
  examination: Examination,
  limits: Within,
): Promise<number | null> {
  const { host } = endpointOf(examination.origin);
  const url = new URL(`http://${examination.origin.hostname}/`);
  const proxy = examination.facts.route?.proxy ?? null;
  const connect = () => reach({ host, port: 80 }, proxy, () => examination.proxyContext(), limits);
  const client = createHttpClient(url.origin, connect);
  try {
    const answer = await within(limits, (signal) =>
      client.exchange({ method: 'HEAD', url }, signal),
    );
    return skewSeconds(answer.header('date')[0]);
  } catch {
    return null;
  } finally {
    client.close();
  }
}
