import type { AuthScope } from './auth-scope.ts';
import type { CredentialKind } from './credential.ts';
import { HOST_NOTES, parseHostAndPort } from './host-name.ts';
import {
  type ImagePath,
  isNamespace,
  isShortName,
  parseImagePath,
  parseUrlPath,
} from './image-reference.ts';
import type { Link } from './links.ts';
import type { TargetFormat } from './target.ts';

/** What was changed or left out of a pasted text; each has its words in every locale. */
export const REGISTRY_NOTES = [
  'trimmed',
  'scheme-removed',
  'path-removed',
  'repository-removed',
  'docker-hub-short-name',
  'docker-hub-alias',
  ...HOST_NOTES,
] as const;
export type RegistryNote = (typeof REGISTRY_NOTES)[number];

/** Why a text names no registry; each has its words in every locale. */
export const REGISTRY_REFUSALS = [
  'empty',
  'too-long',
  'control-character',
  'whitespace',
  'userinfo',
  'scheme-unsupported',
  'host-invalid',
  'port-invalid',
] as const;
export type RegistryRefusal = (typeof REGISTRY_REFUSALS)[number];

export type ParsedRegistry =
  | {
      readonly ok: true;
      /** `host[:port]`, lower case, as in an auth key; `docker.io` for Docker Hub. */
      readonly registry: string;
      /** What was typed; `http` is the user's own word that the registry speaks plain HTTP. */
      readonly scheme: 'https' | 'http' | null;
      /** The repository of a pasted image reference. */
      readonly repository: string | null;
      /** Its tag, or its digest with the algorithm (`sha256:...`). */
      readonly reference: string | null;
      readonly notes: readonly RegistryNote[];
    }
  | { readonly ok: false; readonly reason: RegistryRefusal };

/** The key under which docker keeps Docker Hub's credential. */
export const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_API = 'registry-1.docker.io';
const DOCKER_HUB_HOSTS: ReadonlySet<string> = new Set([
  DOCKER_HUB,
  'index.docker.io',
  DOCKER_HUB_API,
]);
/** The web site: no tool pulls from it, people paste it. */
const DOCKER_HUB_SITE = 'hub.docker.com';

/** For telemetry and OpenShift's cluster manager: in every pull secret, and no image is there. */
export const TELEMETRY_HOST = 'cloud.openshift.com';

const MAX_TEXT_LENGTH = 2048;
/** What a paste drags along on either side: quotes, brackets and characters of no width. */
const PASTE_DEBRIS = '["\'`<>\\s\\u200b-\\u200f\\u2060\\ufeff]';
const LEADING_DEBRIS = new RegExp(`^${PASTE_DEBRIS}+`);
const TRAILING_DEBRIS = new RegExp(`${PASTE_DEBRIS}+$`);

/**
 * Reads what a person pastes where a registry is asked for: a host, a URL, an API address, an image
 * reference, with or without a transport. Never repeats what it refuses.
 */
export function parseRegistry(text: string): ParsedRegistry {
  if (text.length > MAX_TEXT_LENGTH) return refuse('too-long');
  const trimmed = text.replace(LEADING_DEBRIS, '').replace(TRAILING_DEBRIS, '');
  if (trimmed === '') return refuse('empty');
  if (/\s/.test(trimmed)) return refuse('whitespace');
  if (/\p{Cc}/u.test(trimmed)) return refuse('control-character');

  const notes = new Set<RegistryNote>();
  if (trimmed !== text) notes.add('trimmed');
  const prefix = /^([a-z][a-z0-9+.-]*:)?\/\//i.exec(trimmed)?.[0] ?? '';
  if (prefix !== '') notes.add('scheme-removed');
  const transport = prefix.slice(0, -2).toLowerCase();
  const isUrl = transport === 'https:' || transport === 'http:';
  // `docker://` is skopeo's transport, `oci://` is how Helm writes a registry.
  if (!isUrl && !['', 'docker:', 'oci:'].includes(transport)) return refuse('scheme-unsupported');

  const [location = ''] = trimmed.slice(prefix.length).split(/[?#]/, 1);
  if (prefix.length + location.length < trimmed.length) notes.add('path-removed');
  const slash = location.indexOf('/');
  const authority = slash < 0 ? location : location.slice(0, slash);
  const path = slash < 0 ? '' : location.slice(slash).replace(/^\/+|\/+$/g, '');

  if (!isUrl && prefix !== '//' && isShortName(authority, path)) {
    const name = location.replace(/\/+$/, '');
    const image = parseImagePath(name.toLowerCase());
    if (image) {
      if (name !== name.toLowerCase()) notes.add('lower-cased');
      notes.add('docker-hub-short-name');
      return found(DOCKER_HUB, null, image, notes);
    }
  }
  if (authority.includes('@')) return refuse('userinfo');
  const parsed = parseHostAndPort(authority);
  if (!parsed.ok) return refuse(parsed.reason);
  for (const note of parsed.notes) notes.add(note);
  const registry = parsed.port === null ? parsed.host : `${parsed.host}:${parsed.port}`;

  const image = parseUrlPath(registry === DOCKER_HUB_SITE ? path.replace(/^(?:_|r)\//, '') : path);
  if (image) notes.add('repository-removed');
  else if (slash >= 0) notes.add('path-removed');
  const scheme = isUrl ? (transport === 'http:' ? 'http' : 'https') : null;
  return found(registry, scheme, image, notes);
}

function refuse(reason: RegistryRefusal): ParsedRegistry {
  return { ok: false, reason };
}

function found(
  host: string,
  scheme: 'https' | 'http' | null,
  image: ImagePath | null,
  notes: Set<RegistryNote>,
): ParsedRegistry {
  const isHub = isDockerHub(host) || host === DOCKER_HUB_SITE;
  if (isHub && host !== DOCKER_HUB) notes.add('docker-hub-alias');
  const official = isHub && image !== null && !image.repository.includes('/');
  return {
    ok: true,
    registry: isHub ? DOCKER_HUB : host,
    scheme,
    repository: official ? `library/${image.repository}` : (image?.repository ?? null),
    reference: image?.reference ?? null,
    notes: [...notes],
  };
}

/** Docker Hub's registry under any of the names that the tools take for one another. */
export function isDockerHub(host: string): boolean {
  return DOCKER_HUB_HOSTS.has(host);
}

/** The host that answers the registry API: not the registry's own name for Docker Hub. */
export function apiHost(registry: string): string {
  return isDockerHub(registry) ? DOCKER_HUB_API : registry;
}

/** The auth key under which a target of this format keeps the credential of a whole registry. */
export function authKeyFor(registry: string, format: TargetFormat): string {
  if (!isDockerHub(registry)) return registry;
  return format === 'containers-auth' ? DOCKER_HUB : DOCKER_HUB_KEY;
}

/**
 * The registry that an auth key serves as a whole: a bare host, a URL with any path, or one of Docker
 * Hub's aliases (always answered as `docker.io`). Null for a namespaced key (`quay.io/org`) and for
 * what no tool takes for a registry (`HTTPS://x`, `*.x`, a leading space).
 *
 * Case is kept: keys are compared case-sensitively.
 */
export function registryOfKey(key: string): string | null {
  const withoutScheme = key.replace(/^http:\/\//, '').replace(/^https:\/\//, '');
  const [host = '', ...path] = withoutScheme.split('/');
  // Without a scheme only docker cuts the path off, and only the API paths are no namespace.
  if (withoutScheme === key && !/^(?:v[12])?$/.test(path.filter((part) => part !== '').join('/'))) {
    return null;
  }
  const parsed = parseHostAndPort(host);
  if (!parsed.ok || parsed.notes.includes('brackets-added')) return null;
  return isDockerHub(host) ? DOCKER_HUB : host;
}

/** Reads the text of a scope. Null for what no login can be made for: a tag, upper case, a bad host. */
export function parseScope(text: string): AuthScope | null {
  const slash = text.indexOf('/');
  const registry = slash === -1 ? text : text.slice(0, slash);
  const parsed = parseRegistry(`https://${registry}`);
  // Docker Hub's other names serve the whole of it: no reader looks for a namespace under them.
  if (!parsed.ok || parsed.registry !== registry) return null;
  if (slash === -1) return { registry };
  const namespace = text.slice(slash + 1);
  return isNamespace(namespace) ? { registry, namespace } : null;
}

export interface KnownRegistry {
  readonly id:
    | 'red-hat'
    | 'red-hat-connect'
    | 'red-hat-access'
    | 'quay'
    | 'docker-hub'
    | 'github-packages';
  readonly registry: string;
  /**
   * What pulling takes. For the Red Hat registries this is the table of "Red Hat Container Registry
   * Authentication"; elsewhere `anonymous` is about public images.
   */
  readonly capability: {
    readonly anonymous: boolean;
    readonly redHatLogin: boolean;
    readonly token: boolean;
  };
  /** The kinds of credential it takes, the usual one first. Empty: it takes none, nobody logs in. */
  readonly accepts: readonly CredentialKind[];
  /** Pages that help to get such a credential. */
  readonly links: readonly Link[];
}

/** The registries that the app offers by name. */
export const KNOWN_REGISTRIES: readonly KnownRegistry[] = [
  {
    id: 'red-hat',
    registry: 'registry.redhat.io',
    capability: { anonymous: false, redHatLogin: true, token: true },
    accepts: ['service-account', 'red-hat-login'],
    links: ['red-hat-service-accounts', 'red-hat-registry-authentication'],
  },
  {
    id: 'red-hat-connect',
    registry: 'registry.connect.redhat.com',
    capability: { anonymous: false, redHatLogin: true, token: true },
    accepts: ['service-account', 'red-hat-login'],
    links: ['red-hat-service-accounts', 'red-hat-registry-authentication'],
  },
  {
    id: 'red-hat-access',
    registry: 'registry.access.redhat.com',
    capability: { anonymous: true, redHatLogin: false, token: false },
    accepts: [],
    links: ['red-hat-registry-authentication'],
  },
  {
    id: 'quay',
    registry: 'quay.io',
    capability: { anonymous: true, redHatLogin: false, token: true },
    accepts: ['robot', 'token', 'other'],
    links: ['quay-robot-accounts'],
  },
  {
    id: 'docker-hub',
    registry: DOCKER_HUB,
    capability: { anonymous: true, redHatLogin: false, token: true },
    accepts: ['token', 'other'],
    links: ['docker-hub-tokens'],
  },
  {
    id: 'github-packages',
    registry: 'ghcr.io',
    capability: { anonymous: true, redHatLogin: false, token: true },
    accepts: ['token'],
    links: ['github-tokens'],
  },
];

/** What is known of a registry, by `host[:port]`; null for one that the app has no special words for. */
export function knownRegistry(registry: string): KnownRegistry | null {
  const name = isDockerHub(registry) ? DOCKER_HUB : registry;
  return KNOWN_REGISTRIES.find((known) => known.registry === name) ?? null;
}

/** Token servers, other than the registry's own host, that are known to belong to a registry. */
const KNOWN_REALM_HOSTS: Readonly<Record<string, readonly string[]>> = {
  [DOCKER_HUB]: ['auth.docker.io'],
  'registry.redhat.io': ['sso.redhat.com'],
  'registry.connect.redhat.com': ['sso.redhat.com'],
  'registry.gitlab.com': ['gitlab.com'],
};

/** Whether a token server on this host may get the registry's credential without asking the user. */
export function isKnownRealmHost(registry: string, realmHost: string): boolean {
  const name = isDockerHub(registry) ? DOCKER_HUB : registry;
  return (
    Object.hasOwn(KNOWN_REALM_HOSTS, name) && KNOWN_REALM_HOSTS[name]?.includes(realmHost) === true
  );
}
