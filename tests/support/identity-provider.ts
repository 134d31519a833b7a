import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Configuration } from 'oidc-provider';
import type { Person } from './service-account-api.ts';

export const CLIENT_ID = 'pullkeeper-test';
const HOUR_S = 3_600;

/** A real OpenID provider on this machine, with people who sign in. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Whom the browser signs in as from now on. */
  signsIn: Person;
  /** The person that an access token stands for; null for one that is good no more. */
  whoIs(token: string): Promise<Person | null>;
  /** Ends every session: refresh tokens are refused from now on. */
  endSessions(): void;
  /** Access tokens that were given out are good no more. */
  expireAccess(): void;
  /** Goes through the sign-in as a browser with cookies does, to the end of the redirects. */
  browse(url: string): Promise<Response>;
  /** Every refresh and access token that was given out. */
  readonly issued: ReadonlySet<string>;
  close(): Promise<void>;
}

/** @param people by user name; the first one signs in unless told otherwise */
export async function startIdentityProvider(
  people: readonly [Person, ...Person[]],
): Promise<IdentityProvider> {
  let expired = new Set<string>();
  const issued = new Set<string>();
  let ended = false;
  const server = createServer((request, response) => {
    void callback(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    scopes: ['openid', 'email', 'id.username', 'api.console', 'api.iam.registry_service_accounts'],
    claims: {
      openid: ['sub'],
      email: ['email'],
      'id.username': ['preferred_username'],
      'api.console': ['organization', 'is_org_admin'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    // Everything that it would otherwise remark on.
    ttl: {
      AccessToken: HOUR_S,
      Grant: HOUR_S,
      IdToken: HOUR_S,
      Interaction: HOUR_S,
      RefreshToken: HOUR_S,
      Session: HOUR_S,
    },
    features: {
      devInteractions: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context, client, token) => token.clientId === client.clientId,
      },
    },
    cookies: { keys: ['for a test alone'] },
    async findAccount(_context, sub) {
      const person = people.find(({ username }) => username === sub);
      if (person === undefined || ended) return undefined;
      return {
        accountId: sub,
        claims: async () => ({
          sub,
          preferred_username: sub,
          email: `${sub}@example.com`,
          organization: { id: person.organization },
          is_org_admin: person.isAdministrator,
        }),
      };
    },
  };
  const provider = await quietly(async () => {
    const { default: Provider } = await import('oidc-provider');
    return new Provider(issuer, configuration);
  });
  provider.on('access_token.saved', (token) => issued.add(token.jti));
  provider.on('refresh_token.saved', (token) => issued.add(token.jti));
  const callback = provider.callback();

  const double: IdentityProvider = {
    issuer,
    signsIn: people[0],
    issued,
    async whoIs(value) {
      const token = await provider.AccessToken.find(value);
      if (token === undefined || expired.has(token.jti)) return null;
      return people.find(({ username }) => username === token.accountId) ?? null;
    },
    endSessions: () => {
      ended = true;
    },
    expireAccess: () => {
      expired = new Set(issued);
    },
    async browse(first) {
      const jar = new Map<string, string>();
      const visit = async (url: string, body?: URLSearchParams): Promise<Response> => {
        const isOurs = url.startsWith(issuer);
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(url, {
          redirect: 'manual',
          headers: isOurs ? { cookie } : {},
          ...(body !== undefined && { method: 'POST', body }),
        });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (value === '') jar.delete(name);
          else jar.set(name, value);
        }
        const next = response.headers.get('location');
        if (next !== null) return visit(new URL(next, url).href);
        if (!isOurs) return response;
        const page = await response.text();
        const prompt = /name="prompt" value="(login|consent)"/.exec(page)?.[1];
        const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
        if (prompt === undefined || action === undefined) return response;
        const form = new URLSearchParams({ prompt });
        if (prompt === 'login') {
          form.set('login', double.signsIn.username);
          form.set('password', 'any');
        }
        return visit(new URL(action, url).href, form);
      };
      return visit(first);
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return double;
}

/** The provider warns, as it is loaded and made, that it is not fit for production: it is here for tests. */
async function quietly<T>(make: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await make();
  } finally {
    console.warn = warn;
  }
}
