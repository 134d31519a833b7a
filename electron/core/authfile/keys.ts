import { takesNamespaces } from '../../../shared/auth-scope.ts';
import { isDockerHub, parseScope } from '../../../shared/registry.ts';
import type { AuthDocument } from './codec.ts';

/** One host for all names of Docker Hub; any other host stays as it is, case and port included. */
export function canonicalHost(host: string): string {
  return isDockerHub(host) ? 'docker.io' : host;
}

/**
 * The host that a key of a file answers for, by the rules of the file's readers, where it answers for
 * a whole host; null for a key that answers for a namespace or for nothing.
 * - containers: `https://host/any/path` serves the host, `host/path` is a namespace
 * - docker: the host is what stands before the first slash, scheme or not
 * @see https://github.com/containers/image/blob/main/pkg/docker/config/config.go `normalizeAuthFileKey`
 * @see https://github.com/docker/cli/blob/master/cli/config/credentials/file_store.go `ConvertToHostname`
 */
export function hostOfKey(key: string, format: AuthDocument['format']): string | null {
  const stripped = key.replace(/^http:\/\//, '').replace(/^https:\/\//, '');
  const slash = stripped.indexOf('/');
  const host = slash === -1 ? stripped : stripped.slice(0, slash);
  if (host === '') return null;
  if (slash === -1) return canonicalHost(host);
  const url = stripped !== key;
  const path = stripped.slice(slash);
  if (url || (format === 'docker-config' && /^\/(?:v[12]\/?)?$/.test(path))) {
    return canonicalHost(host);
  }
  return format === 'legacy-dockercfg' ? canonicalHost(host) : null;
}

/**
 * What a key of a file is for (see `AuthScope`), by the rules of the file's readers: a whole host, or a
 * namespace in a file whose readers know such. Null for a key that answers for nothing that one logs in to.
 */
export function scopeOfKey(key: string, format: AuthDocument['format']): string | null {
  const host = hostOfKey(key, format);
  if (host !== null || !takesNamespaces(format)) return host;
  return parseScope(key) === null ? null : key;
}

/**
 * The keys of a file under which its readers find a credential for a whole registry: the exact key
 * first, then URL forms and, for Docker Hub, the aliases. Namespaced keys (`host/org`) are not among
 * them: they are credentials of their own.
 * @param registry `host[:port]`
 */
export function keysServing(
  doc: Pick<AuthDocument, 'entries' | 'format'>,
  registry: string,
): string[] {
  const host = canonicalHost(registry);
  const keys = doc.entries
    .map(({ key }) => key)
    .filter((key) => hostOfKey(key, doc.format) === host);
  return keys.sort((a, b) => Number(b === registry) - Number(a === registry));
}
