import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { json, type Reply, send } from '../../../support/hostile-server.ts';
import type { Certificate } from '../../../support/tls.ts';

export interface Registry {
  /** Host names; the token server and the blobs are on the registry's own host unless said otherwise. */
  readonly realm?: string;
  readonly blobHost?: string;
  /** Password by user name. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Answers in place of what a registry would say, by the beginning of the path. */
  readonly answers?: Readonly<Record<string, Reply>>;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How far away it is: each answer takes that long, in ms. */
  readonly delayMs?: number;
  /** Images that somebody who is let in may not have. */
  readonly denied?: readonly string[];
}

const CONFIG = JSON.stringify({ architecture: 'amd64', os: 'linux' });
const CONFIG_DIGEST = `sha256:${createHash('sha256').update(CONFIG).digest('hex')}`;
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    size: CONFIG.length,
    digest: CONFIG_DIGEST,
  },
  layers: [],
});

/** The texts of Red Hat's token server, which alone tell "nothing sent" from "wrong". */
const NOT_SENT =
  'Please login to the Red Hat Registry using your Customer Portal credentials. Further instructions can be found here: https://access.redhat.com/RegistryAuthentication';
const WRONG = 'Invalid username or password';

/** A registry with its token server and blobs that answers as Red Hat's do, unless a case says otherwise. */
export function registryAnswers(registry: Registry) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const host = request.headers.host ?? '';
    const { pathname } = new URL(request.url ?? '/', 'https://registry.invalid');
    for (const [name, value] of Object.entries(registry.headers ?? {}))
      response.setHeader(name, value);
    if (registry.headers?.date !== undefined) response.sendDate = false;
    const reply = replyTo(registry, pathname, host, request.headers.authorization);
    if (registry.delayMs === undefined) send(response, reply);
    else setTimeout(() => send(response, reply), registry.delayMs);
  };
}

function replyTo(
  registry: Registry,
  path: string,
  host: string,
  authorization: string | undefined,
): Reply {
  const instead = Object.entries(registry.answers ?? {}).find(([begin]) => path.startsWith(begin));
  if (instead !== undefined) return instead[1];
  if (path === '/token') return tokenReply(registry, authorization);
  if (path.startsWith('/blob/')) return { status: 200, body: CONFIG };
  if (authorization === 'Bearer good') return signedIn(registry, path, host);
  const realm = registry.realm ?? `https://${host}/token`;
  const value = `Bearer realm="${realm}",service="docker-registry"`;
  return {
    ...unauthorized('Access to the requested resource is not authorized'),
    headers: { 'content-type': 'application/json', 'www-authenticate': value },
  };
}

function unauthorized(message: string): Reply {
  return json(401, { errors: [{ code: 'UNAUTHORIZED', message }] });
}

function tokenReply({ accounts = {} }: Registry, authorization: string | undefined): Reply {
  if (authorization === undefined) return unauthorized(NOT_SENT);
  const [username = '', ...password] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  return accounts[username] === password.join(':')
    ? json(200, { token: 'good', expires_in: 300 })
    : unauthorized(WRONG);
}

function signedIn(registry: Registry, path: string, host: string): Reply {
  if (path === '/v2/') return { status: 200 };
  const [, repository = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  const error = (status: number, code: string) =>
    json(status, { errors: [{ code, message: code }] });
  if (registry.denied?.includes(repository)) return error(403, 'DENIED');
  if (!repository.startsWith('org/')) return error(404, 'NAME_UNKNOWN');
  if (kind === 'blobs') {
    const location = `https://${registry.blobHost ?? host}/blob/${reference}`;
    return { status: 307, headers: { location } };
  }
  if (reference !== '1') return error(404, 'MANIFEST_UNKNOWN');
  const type = 'application/vnd.oci.image.manifest.v1+json';
  return { status: 200, headers: { 'content-type': type }, body: MANIFEST };
}

/** A server at an address and port of the laboratory. */
export async function serve(
  address: string,
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  certificate?: Certificate,
): Promise<{ close(): Promise<void> }> {
  const server =
    certificate === undefined
      ? createServer(answer)
      : createSecureServer({ ...certificate }, answer);
  server.listen(port, address);
  await once(server, 'listening');
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
