import type { CandidateReason } from '../../../shared/lookup.ts';
import { isDockerHub } from '../../../shared/registry.ts';
import type { ImageReference } from './world.ts';

/** What containers/image folds every name of Docker Hub into. */
const HUB_HOST = 'index.docker.io';
export function foldHub(host: string): string {
  return isDockerHub(host) ? HUB_HOST : host;
}

/**
 * The host that docker takes a key for. docker 27 and later parse any URL, user and all; earlier ones
 * know `http://` and `https://` alone.
 * @see docker/cli cli/config/credentials/file_store.go `ConvertToHostname`
 */
export function hostOfKey(key: string, parsesUrls: boolean): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(key);
  if (parsesUrls && url?.[1] !== undefined) return url[1];
  const withoutScheme = key.replace(/^http:\/\//, '').replace(/^https:\/\//, '');
  return withoutScheme.split('/', 1)[0] ?? '';
}

/**
 * A key for the comparison that containers/image makes when no key matches exactly: a URL loses its
 * path, a bare key does so in the legacy format only.
 */
export function normalizeAuthFileKey(key: string, legacy: boolean): string {
  const withoutScheme = key.replace(/^http:\/\//, '').replace(/^https:\/\//, '');
  const isUrl = withoutScheme !== key;
  return foldHub(isUrl || legacy ? (withoutScheme.split('/', 1)[0] ?? '') : key);
}

/** Every exact key that may answer for a reference, most specific first. */
export function exactKeys(reference: ImageReference): string[] {
  const keys: string[] = [];
  let name =
    reference.repository === null
      ? reference.registry
      : `${reference.registry}/${reference.repository}`;
  for (;;) {
    keys.push(name);
    const slash = name.lastIndexOf('/');
    if (slash < 0) return keys;
    name = name.slice(0, slash);
  }
}

/**
 * Why a key that a person would take for this registry's does not count for a tool that compares as
 * the Go tools do; null for a key of another registry.
 */
export function nearMiss(key: string, reference: ImageReference): CandidateReason | null {
  const trimmed = key.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed);
  const rest = trimmed.slice(scheme?.[0].length ?? 0).replace(/^[^/@]*@/, '');
  const host = rest.split('/', 1)[0] ?? '';
  const path = rest.slice(host.length);
  const wanted = foldHub(reference.registry);

  if (host.includes('*') || host.includes('?')) {
    return globMatches(host, reference.registry) ? 'glob-not-understood' : null;
  }
  if (foldHub(host) === wanted) {
    const plainScheme = scheme === null || scheme[0] === 'http://' || scheme[0] === 'https://';
    if (!plainScheme || trimmed !== key || /^[^/@]*@/.test(trimmed.slice(scheme?.[0].length ?? 0)))
      return 'scheme-not-understood';
    if (scheme !== null || path === '') return null;
    if (path.endsWith('/') || /^\/v[12]$/.test(path)) return 'path-not-understood';
    return 'other-namespace';
  }
  if (foldHub(host.toLowerCase()) === foldHub(reference.registry.toLowerCase())) {
    return 'wrong-case';
  }
  return withoutPort(host.toLowerCase()) === withoutPort(reference.registry.toLowerCase())
    ? 'other-port'
    : null;
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Shell globs label by label, as the kubelet compares; `*` never spans a dot. Ports must be equal as text. */
export function globMatches(pattern: string, host: string): boolean {
  const [patternHost = '', patternPort] = splitPort(pattern);
  const [name = '', port] = splitPort(host);
  if (patternPort !== port) return false;
  const patternLabels = patternHost.split('.');
  const labels = name.split('.');
  return (
    patternLabels.length === labels.length &&
    patternLabels.every((label, at) => labelMatches(label, labels[at] ?? ''))
  );
}

function splitPort(host: string): [string, string | undefined] {
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']')
    ? [host.slice(0, colon), host.slice(colon + 1)]
    : [host, undefined];
}

function labelMatches(pattern: string, label: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${expression}$`).test(label);
  } catch {
    return false;
  }
}
