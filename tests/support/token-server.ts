import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { SignJWT } from 'jose';
import type { Certificate } from './tls.ts';

export interface TokenServerOptions {
  /** What it serves HTTPS with, and what signs the tokens: docker-registry verifies the chain in `x5c`. */
  readonly certificate: Certificate;
  readonly issuer: string;
  readonly service: string;
  /** Password by user name. */
  readonly accounts: ReadonlyMap<string, string>;
  /** User by identity token. */
  readonly identityTokens?: ReadonlyMap<string, string>;
}

export interface TokenServer {
  /** `https://127.0.0.2:port/token` */
  readonly realm: string;
  /** `host:port` */
  readonly host: string;
  /** The user of each token request so far, null where it sent no credential; and what was answered. */
  readonly requests: readonly { readonly username: string | null; readonly status: number }[];
  close(): Promise<void>;
}

interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

const LIFETIME_S = 300;
/** Another host than the registry's, as most token servers are. */
export const TOKEN_ADDRESS = '127.0.0.2';

/** `repository:name:pull,push` -> what a token grants; names may hold a colon themselves. */
function parseScope(scope: string): Access {
  const first = scope.indexOf(':');
  const last = scope.lastIndexOf(':');
  return {
    type: scope.slice(0, first),
    name: scope.slice(first + 1, last),
    actions: scope.slice(last + 1).split(','),
  };
}

/** The user and password of a Basic header, split at the first colon. */
function basicCredential(request: IncomingMessage): [string, string] | null {
  const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) {
    return null;
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : [text.slice(0, colon), text.slice(colon + 1)];
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/**
 * A token server that issues JWTs which Debian's docker-registry verifies, and that answers a wrong or
 * missing credential with Red Hat's two texts.
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 */
export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const { certificate, issuer, service, accounts } = options;
  const signingKey = createPrivateKey(certificate.key);
  const x5c = [new X509Certificate(certificate.cert).raw.toString('base64')];
  const requests: { username: string | null; status: number }[] = [];

  async function token(username: string, scopes: readonly string[]): Promise<string> {
    return new SignJWT({ access: scopes.map(parseScope) })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', x5c })
      .setIssuer(issuer)
      .setAudience(service)
      .setSubject(username)
      .setJti(randomUUID())
      .setIssuedAt()
      .setNotBefore('-10s')
      .setExpirationTime(`${LIFETIME_S}s`)
      .sign(signingKey);
  }

  /** @see https://distribution.github.io/distribution/spec/auth/oauth/ */
  async function refresh(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const username = options.identityTokens?.get(form.get('refresh_token') ?? '') ?? null;
    const isRefresh = form.get('grant_type') === 'refresh_token' && form.has('client_id');
    const status = username !== null && isRefresh && form.get('service') === service ? 200 : 400;
    requests.push({ username, status });
    if (username === null || status !== 200)
      return answer(response, 400, { error: 'invalid_grant' });
    const scopes = form.get('scope')?.split(' ') ?? [];
    answer(response, 200, {
      access_token: await token(username, scopes),
      expires_in: LIFETIME_S,
      refresh_token: form.get('refresh_token'),
    });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://token.invalid');
    const credential = basicCredential(request);
    const username = credential?.[0] ?? null;
    const refuse = (message: string) => {
      requests.push({ username, status: 401 });
      answer(response, 401, { errors: [{ code: 'UNAUTHORIZED', message, detail: {} }] });
    };
    if (request.method === 'POST' && url.pathname === '/token') {
      await refresh(request, response);
    } else if (request.method !== 'GET' || url.pathname !== '/token') {
      answer(response, 404, {});
    } else if (credential === null) {
      refuse(
        'Please login to the Red Hat Registry using your Customer Portal credentials. ' +
          'Further instructions can be found here: https://access.redhat.com/RegistryAuthentication',
      );
    } else if (accounts.get(credential[0]) !== credential[1]) {
      refuse('Invalid username or password');
    } else {
      const issued = await token(credential[0], url.searchParams.getAll('scope'));
      requests.push({ username, status: 200 });
      answer(response, 200, {
        token: issued,
        access_token: issued,
        expires_in: LIFETIME_S,
        issued_at: new Date().toISOString(),
      });
    }
  }

  const server = createServer(
    { cert: certificate.cert, key: certificate.key },
    (request, response) => {
      handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    },
  );
  server.listen(0, TOKEN_ADDRESS);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the token server has no port');
  }
  const host = `${TOKEN_ADDRESS}:${address.port}`;
  return {
    realm: `https://${host}/token`,
    host,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
