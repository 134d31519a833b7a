import { RED_HAT_HOSTS } from '../../../shared/red-hat-hosts.ts';
import { knownRegistry } from '../../../shared/registry.ts';

const MORE = ['registry-1.docker.io', 'auth.docker.io', 'production.cloudflare.docker.com'];
const HOSTS: ReadonlySet<string> = new Set([...RED_HAT_HOSTS.map(({ host }) => host), ...MORE]);

/** Whether a host is known to be on the internet, with an address and a certificate that everybody can verify. */
export function isPublicHost(host: string): boolean {
  return HOSTS.has(host) || knownRegistry(host) !== null;
}

const RED_HAT = /(^|\.)(redhat\.io|redhat\.com|quay\.io)$/;

/** Whether pulling from a registry takes the hosts of Red Hat's allow-list. */
export function isRedHatRegistry(registry: string): boolean {
  return RED_HAT.test(registry);
}
