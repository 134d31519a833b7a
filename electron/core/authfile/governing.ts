import type { AuthDocument } from './codec.ts';

/**
 * The credential helper that a file hands a key to; an entry written beside it would not be read.
 * - docker: `credHelpers[key]`, an empty one meaning "in this file"; else `credsStore`
 * - containers: `credHelpers[host]`, whose answer is final for every namespace of the host
 * @returns the helper's suffix (`secretservice` for `docker-credential-secretservice`), or null
 * @see https://github.com/docker/cli/blob/master/cli/config/configfile/file.go `getConfiguredCredentialStore`
 */
export function governingHelper(
  doc: Pick<AuthDocument, 'format' | 'credsStore' | 'credHelpers'>,
  key: string,
): string | null {
  if (doc.format === 'legacy-dockercfg') return null;
  const helper = doc.credHelpers.get(key);
  if (helper !== undefined) return helper === '' ? null : helper;
  if (doc.format === 'docker-config') return doc.credsStore;
  const host = key.split('/', 1)[0] ?? key;
  return doc.credHelpers.get(host) || null;
}
