import { exemptionOf, type ProxyTarget } from '../proxy/no-proxy.ts';

/**
 * The part of a NO_PROXY text that somebody most likely wrote for this host and that does not match it: with a
 * scheme or a path, another port, separated by something else than a comma, or with a `*` in the middle of it.
 * Null where it is exempt, or nothing is meant for it.
 */
export function meantFor(noProxy: string, target: ProxyTarget): string | null {
  if (exemptionOf(noProxy, target) !== null) return null;
  const entries = noProxy
    .split(/[,;|\s]+/)
    .map((each) => each.replace(/^["']|["']$/g, ''))
    .filter((each) => each !== '');
  return entries.find((entry) => matches(entry, target)) ?? null;
}

function matches(entry: string, { host, port }: ProxyTarget): boolean {
  const bare = entry
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/(?!\d{1,3}$).*$/, '')
    .replace(/\.$/, '');
  const withoutPort = bare.replace(/:\d+$/, '');
  const spelled = [bare, withoutPort, withoutPort.replace(/^\*+(?!\.)/, '')];
  if (spelled.some((each) => exemptionOf(each, { host, port }) !== null)) return true;
  return withoutPort.includes('*') && globMatches(withoutPort, host);
}

function globMatches(glob: string, host: string): boolean {
  const pattern = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  return new RegExp(`^${pattern}$`, 'i').test(host);
}
