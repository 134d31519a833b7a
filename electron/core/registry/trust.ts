import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Host } from '../host.ts';

/** Which certificates the tools on this machine accept from one registry, and show to it. */
export interface RegistryTrust {
  /** The directory of certs.d that applies; null where none exists. */
  readonly directory: string | null;
  /** PEM, in addition to the system's authorities. */
  readonly authorities: readonly string[];
  readonly clients: readonly ClientCertificate[];
}

/** Nothing but the system's authorities. */
export const NO_TRUST: RegistryTrust = { directory: null, authorities: [], clients: [] };

export interface ClientCertificate {
  /** PEM */
  readonly cert: string;
  /** PEM */
  readonly key: string;
}

/** A file that says whom to trust, or who we are, cannot be used. The tools stop there, and so do we. */
export class TrustUnusable extends Error {
  constructor(
    readonly path: string,
    readonly why: string,
  ) {
    super(`${path}: ${why}`);
  }
}

/** Where distributions keep the system's authorities; the order of Go's crypto/x509, which the tools use. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Whose rules say where certificates are looked for: podman, skopeo and buildah; the docker daemon of root, or of a user. */
export type TrustRules = 'containers' | 'docker' | 'docker-rootless';

/** Where each of them looks for a directory that is named after a registry; the first that exists counts. */
export function trustPlaces(rules: TrustRules, host: Pick<Host, 'home'>, etc = '/etc'): string[] {
  switch (rules) {
    case 'containers':
      return [
        join(host.home, '.config/containers/certs.d'),
        join(etc, 'containers/certs.d'),
        join(etc, 'docker/certs.d'),
      ];
    case 'docker':
      return [join(etc, 'docker/certs.d')];
    case 'docker-rootless':
      return [join(host.home, '.config/docker/certs.d')];
  }
}

/**
 * Reads the certs.d directory of a registry: `*.crt` are authorities, `*.cert` and `*.key` of the same name a
 * client certificate. The name of the directory is the registry as written in references, port included.
 *
 * @param etc where the system's configuration is; another place in tests
 * @param rules whose; the app itself goes by those of podman, skopeo and buildah
 * @throws TrustUnusable
 * @see https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md
 * @see https://docs.docker.com/engine/security/certificates/
 */
export async function readRegistryTrust(
  registry: string,
  host: Host,
  etc = '/etc',
  rules: TrustRules = 'containers',
): Promise<RegistryTrust> {
  for (const place of trustPlaces(rules, host, etc)) {
    const directory = join(place, registry);
    const names = await listDirectory(directory);
    if (names !== null) return readDirectory(directory, names);
  }
  return NO_TRUST;
}

/** Null where the directory does not exist or is closed to us: the next place counts then. */
async function listDirectory(directory: string): Promise<string[] | null> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM') return null;
    throw new TrustUnusable(directory, code);
  }
}

async function readDirectory(directory: string, names: readonly string[]): Promise<RegistryTrust> {
  const authorities: string[] = [];
  const clients: ClientCertificate[] = [];
  for (const name of names) {
    const path = join(directory, name);
    if (name.endsWith('.crt')) {
      authorities.push(await readPem(path));
    } else if (name.endsWith('.cert')) {
      const key = join(directory, name.replace(/cert$/, 'key'));
      clients.push({ cert: await readPem(path), key: await readPem(key) });
    } else if (name.endsWith('.key') && !names.includes(name.replace(/key$/, 'cert'))) {
      throw new TrustUnusable(path, 'its .cert is missing');
    }
  }
  return { directory, authorities, clients };
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new TrustUnusable(path, codeOf(error));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}

interface Authorities {
  /** Changes with what `pem` was read from. */
  readonly stamp: string;
  readonly pem: string;
}

let system: Authorities | null = null;
/**
 * By everything that went into it. Reading the 140 authorities of a system takes 30 ms, as long as a
 * whole `podman login`. No client certificate is kept here.
 */
const contexts = new Map<string, SecureContext>();
const MAX_CONTEXTS = 4;

/**
 * What a connection to the registry verifies the other side with: the system's authorities (the
 * bundle that `SSL_CERT_FILE` names, or the distribution's, or the platform's; Node's own list where
 * there is none), and the registry's. Verification itself is never turned off.
 *
 * @throws TrustUnusable
 */
export async function secureContextFor(trust: RegistryTrust, host: Host): Promise<SecureContext> {
  const { stamp, pem } = await systemAuthorities(host);
  const key = [stamp, ...trust.authorities].join('\n');
  const kept = trust.clients.length === 0 ? contexts.get(key) : undefined;
  if (kept !== undefined) return kept;
  let context: SecureContext;
  try {
    context = createSecureContext({
      ca: [pem, ...trust.authorities],
      // As the tools' Go does: an authority counts by being there, whoever signed it.
      allowPartialTrustChain: true,
      cert: trust.clients.map(({ cert }) => cert),
      key: trust.clients.map(({ key }) => key),
    });
  } catch (error) {
    throw new TrustUnusable(trust.directory ?? stamp, codeOf(error));
  }
  if (trust.clients.length === 0) {
    const [oldest] = contexts.keys();
    if (oldest !== undefined && contexts.size >= MAX_CONTEXTS) contexts.delete(oldest);
    contexts.set(key, context);
  }
  return context;
}

async function systemAuthorities(host: Host): Promise<Authorities> {
  const named = host.env.SSL_CERT_FILE;
  const paths = named ? [named] : host.platform === 'linux' ? SYSTEM_BUNDLES : [];
  for (const path of paths) {
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = `${path} ${mtimeMs} ${size}`;
      if (system?.stamp !== stamp) system = { stamp, pem: await readFile(path, 'utf8') };
      return system;
    } catch (error) {
      if (path === named) throw new TrustUnusable(path, codeOf(error));
    }
  }
  if (system?.stamp !== PLATFORM) {
    system = { stamp: PLATFORM, pem: platformAuthorities().join('\n') };
  }
  return system;
}

const PLATFORM = 'the platform';

function platformAuthorities(): readonly string[] {
  // Older runtimes cannot read the platform's store.
  if (typeof tls.getCACertificates !== 'function') return rootCertificates;
  const platform = tls.getCACertificates('system');
  return platform.length > 0 ? platform : rootCertificates;
}
