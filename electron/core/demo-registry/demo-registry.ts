import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { DEMO_ACCOUNT, DEMO_REPOSITORY } from '../../../shared/demo.ts';
import { Accounts, type DemoAccount } from './accounts.ts';
import { type Blob, type Image, textImage } from './image.ts';

export interface DemoRepository {
  /** By tag. */
  readonly tags: Readonly<Record<string, Image>>;
  /** Refused as registry.access.redhat.com refuses what asks for its terms to be accepted. */
  readonly termsGated?: boolean;
}

export interface DemoRegistryOptions {
  readonly accounts?: readonly DemoAccount[];
  /** By name. */
  readonly repositories?: Readonly<Record<string, DemoRepository>>;
  readonly service?: string;
}

export interface DemoRegistry {
  /** `127.0.0.1:port`; it speaks plain HTTP. */
  readonly registry: string;
  close(): Promise<void>;
}

const REALM_PATH = '/auth/realms/rhcc/protocol/redhat-docker-v2/auth';
const TEXTS = {
  notAuthorized: 'Access to the requested resource is not authorized',
  notSent:
    'Please login to the Red Hat Registry using your Customer Portal credentials. Further instructions can be found here: https://access.redhat.com/RegistryAuthentication',
  wrong: 'Invalid username or password',
  terms: 'This repo requires terms acceptance and is only available on registry.redhat.io',
} as const;

const HELLO = 'Hello from the demo registry of Pullkeeper.\n';

/**
 * A registry on loopback that answers like registry.redhat.io: a Bearer challenge, a token server on
 * its own host with Red Hat's two texts for a missing and for a wrong credential, tokens of five
 * minutes, images that can really be pulled. Read only.
 */
export async function startDemoRegistry(options: DemoRegistryOptions = {}): Promise<DemoRegistry> {
  const {
    accounts = [DEMO_ACCOUNT],
    repositories = { [DEMO_REPOSITORY]: { tags: { latest: textImage('hello.txt', HELLO) } } },
    service = 'docker-registry',
  } = options;
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  const registry = `127.0.0.1:${address.port}`;

  const responder = new Responder(registry, service, new Accounts(accounts), repositories);
  server.on('request', (request, response) => {
    const { status, headers, body } = responder.reply(request);
    response.writeHead(status, {
      'docker-distribution-api-version': 'registry/2.0',
      'content-length': body.length,
      ...headers,
    });
    response.end(body);
  });
  return {
    registry,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

class Responder {
  readonly #challenge: string;

  constructor(
    private readonly registry: string,
    service: string,
    private readonly accounts: Accounts,
    private readonly repositories: Readonly<Record<string, DemoRepository>>,
  ) {
    this.#challenge = `Bearer realm="http://${registry}${REALM_PATH}",service="${service}"`;
  }

  reply({ method, url: target = '/', headers: { authorization } }: IncomingMessage): Reply {
    const url = new URL(target, `http://${this.registry}`);
    if (method !== 'GET' && method !== 'HEAD') {
      return failure(405, 'UNSUPPORTED', 'The operation is unsupported');
    }
    if (url.pathname === REALM_PATH) {
      return this.#issue(authorization, url.searchParams.getAll('scope'));
    }
    const granted = this.accounts.grantOf(authorization);
    if (url.pathname === '/v2/') return granted === null ? this.#demand() : json(200, {});
    const [, name, kind, reference] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (name === undefined || kind === undefined || reference === undefined) {
      return failure(404, 'NOT_FOUND', 'page not found');
    }
    return granted?.includes(name) ? this.#pull(name, kind, reference) : this.#demand(name);
  }

  #demand(repository?: string): Reply {
    const scope = repository === undefined ? '' : `,scope="repository:${repository}:pull"`;
    const refusal = failure(401, 'UNAUTHORIZED', TEXTS.notAuthorized);
    return {
      ...refusal,
      headers: { ...refusal.headers, 'www-authenticate': `${this.#challenge}${scope}` },
    };
  }

  #issue(authorization: string | undefined, scopes: readonly string[]): Reply {
    const account = this.accounts.identify(authorization);
    if (account === 'none') return failure(401, 'UNAUTHORIZED', TEXTS.notSent);
    if (account === 'wrong') return failure(401, 'UNAUTHORIZED', TEXTS.wrong);
    return json(200, this.accounts.issue(account, scopes));
  }

  #pull(name: string, kind: string, reference: string): Reply {
    const repository = Object.hasOwn(this.repositories, name) ? this.repositories[name] : undefined;
    if (repository === undefined) {
      return failure(404, 'NAME_UNKNOWN', 'repository name not known to registry');
    }
    if (repository.termsGated) return failure(403, 'UNSUPPORTED', TEXTS.terms);

    const tags = new Map(Object.entries(repository.tags));
    const images = [...tags.values()];
    const hasReference = ({ digest }: Blob) => digest === reference;
    switch (kind) {
      case 'tags':
        return json(200, { name, tags: [...tags.keys()].sort() });
      case 'manifests': {
        const image = tags.get(reference) ?? images.find(({ manifest }) => hasReference(manifest));
        if (image === undefined) return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
        return content(image.manifest, image.manifest.mediaType);
      }
      default: {
        const blob = images.flatMap(({ blobs }) => blobs).find(hasReference);
        if (blob === undefined) return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
        return content(blob, 'application/octet-stream');
      }
    }
  }
}

function json(status: number, value: unknown): Reply {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

function failure(status: number, code: string, message: string): Reply {
  return json(status, { errors: [{ code, message }] });
}

function content({ digest, bytes }: Blob, contentType: string): Reply {
  const headers = { 'content-type': contentType, 'docker-content-digest': digest };
  return { status: 200, headers, body: bytes };
}
