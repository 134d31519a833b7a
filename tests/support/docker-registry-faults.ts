import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Authority, CertificateRequest } from './tls.ts';

/** How the server answers one path: a status, headers and a body, or never. */
export type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'never';

export interface Faults {
  /** `GET /v2/` */
  readonly ping: Answer;
  /** `GET /token`, which a challenge may name as its realm. */
  readonly token?: Answer;
}

export interface FaultyRegistry {
  /** `address:port` */
  readonly registry: string;
  /** A Bearer challenge whose realm is this server's `/token`. */
  readonly bearer: Answer;
  /** What every request from now on is answered with; forgets the requests so far. */
  behave(faults: Faults): void;
  /** Every request since: method, path without query, and whether it carried a credential. */
  readonly requests: readonly { readonly path: string; readonly authorized: boolean }[];
  /** Resolves when a request has come since `behave`. */
  asked(): Promise<void>;
  close(): Promise<void>;
}

/** A registry over TLS that does one thing wrong at a time. */
export async function startFaultyRegistry(
  authority: Authority,
  certificate?: CertificateRequest,
  address = '127.0.0.1',
): Promise<FaultyRegistry> {
  let faults: Faults = { ping: { status: 404 } };
  let requests: { path: string; authorized: boolean }[] = [];

  const answer = (given: Answer, response: ServerResponse) => {
    if (given !== 'never') {
      response.writeHead(given.status, {
        'docker-distribution-api-version': 'registry/2.0',
        ...given.headers,
      });
      response.end(given.body ?? '');
    }
  };
  const listener: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.push({
      path: `${request.method} ${path}`,
      authorized: request.headers.authorization !== undefined,
    });
    answer(path === '/token' ? (faults.token ?? { status: 404 }) : faults.ping, response);
  };
  const { cert, key } = await authority.issue(certificate);
  const server = createServer({ cert, key }, listener);
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') {
    throw new Error('the registry has no port');
  }
  const registry = `${address}:${bound.port}`;
  return {
    registry,
    bearer: {
      status: 401,
      headers: {
        'www-authenticate': `Bearer realm="https://${registry}/token",service="${registry}"`,
      },
    },
    behave(next) {
      faults = next;
      requests = [];
    },
    get requests() {
      return requests;
    },
    async asked() {
      if (requests.length === 0) {
        await once(server, 'request');
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
