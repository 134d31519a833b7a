import { authKeyFor, DOCKER_HUB_KEY, parseRegistry } from '../../../shared/registry.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { refusedKey } from '../authfile/edit-rules.ts';
import { nearMiss } from '../lookup/keys.ts';

/** Why the readers of a file do not find an entry that a person would say is there. */
export interface Misfit {
  /** A word of the lookup (`wrong-case`, `other-port`, ...), or `hub-alias`. */
  readonly reason: string;
  /** The key under which they all find it; null where there is none. */
  readonly key: string | null;
}

const KEY = /^\s*(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:[^/@]*@)?([^/]*)(.*)$/s;
const HUB_SITE = 'hub.docker.com';

/** @returns null for a key that its readers find, for a host or for a namespace */
export function misfitOf(key: string, format: TargetFormat): Misfit | null {
  const [, scheme = '', host = '', rest = ''] = KEY.exec(key.trimEnd()) ?? [];
  if (/[*?]/.test(host)) return { reason: 'glob-not-understood', key: null };
  const bare = host.toLowerCase().replace(/:443$/, '');
  const parsed = parseRegistry(bare);
  // A name without a dot is a short name of Docker Hub to every reader of an image reference.
  if (!parsed.ok || parsed.notes.includes('docker-hub-short-name')) return null;
  const { registry } = parsed;
  const reason =
    nearMiss(key, { registry, repository: null }) ??
    (bare === HUB_SITE ? 'wrong-host' : hubAlias(key, registry, format));
  if (reason === null || reason === 'other-namespace') return null;
  return { reason, key: rightKey(key, registry, scheme === '' ? namespaceOf(rest) : '', format) };
}

/** docker asks for Docker Hub by one key alone; the other names are podman's. */
function hubAlias(key: string, registry: string, format: TargetFormat): string | null {
  const isHub = registry === 'docker.io' && format === 'docker-config';
  return isHub && key !== DOCKER_HUB_KEY ? 'hub-alias' : null;
}

function namespaceOf(rest: string): string {
  const path = rest.replace(/\/+$/, '');
  return /^\/v[12]$/.test(path) ? '' : path;
}

function rightKey(
  key: string,
  registry: string,
  namespace: string,
  format: TargetFormat,
): string | null {
  const right = namespace === '' ? authKeyFor(registry, format) : registry + namespace;
  return right === key || refusedKey(right, format) !== null ? null : right;
}
