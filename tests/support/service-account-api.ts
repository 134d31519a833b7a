import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Authority } from './tls.ts';

/** Somebody of an organization, as the identity provider knows them. */
export interface Person {
  readonly username: string;
  readonly organization: string;
  readonly isAdministrator: boolean;
}

/** An account as the service keeps it. */
export interface StoredAccount {
  name: string;
  description: string;
  organization: string;
  createdBy: string;
  tokenDate: string;
  password: string;
}

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Answers like Red Hat's API of Registry Service Accounts, and like the registry that takes them. */
export interface ServiceAccountApiDouble {
  /** What the app is configured with. */
  readonly base: string;
  /** `127.0.0.1:port`, over TLS, Basic: takes the accounts with the password that they have now. */
  readonly registry: string;
  readonly accounts: Map<string, StoredAccount>;
  /** `METHOD /path?query` of every request, and nothing of its headers. */
  readonly requests: string[];
  /** Answers in the place of the service where it returns true; null for none. */
  fault: Fault | null;
  usernameOf(name: string): string;
  passwordOf(name: string): string;
  put(by: Person, name: string, description?: string): StoredAccount;
  close(): Promise<void>;
}

const PREFIX = '11009103';
const PATH = '/hydra/rest/terms-based-registry/v1/service-accounts';

/**
 * The rules are the article's: everybody of an organization sees all of its accounts and their
 * credentials; an administrator changes all of them, others those that they created; another organization's
 * are not there.
 *
 * @param whoIs the person that an access token stands for; null for a token that is good no more
 * @param passwords makes them; canaries, where they are looked for
 * @param pageLimit what it gives out at a time at the most, whatever it is asked for
 */
export async function startServiceAccountApi({
  authority,
  whoIs,
  passwords = () => `eyJ${randomBytes(16).toString('hex')}`,
  pageLimit = 1000,
}: {
  readonly authority: Authority;
  readonly whoIs: (token: string) => Promise<Person | null>;
  readonly passwords?: () => string;
  readonly pageLimit?: number;
}): Promise<ServiceAccountApiDouble> {
  const accounts = new Map<string, StoredAccount>();
  const requests: string[] = [];
  let ticks = 0;
  const now = () => new Date(Date.UTC(2026, 0, 1, 0, 0, ++ticks)).toISOString();
  const usernameOf = (name: string) => `${PREFIX}|${name}`;
  const shown = (account: StoredAccount) => ({
    name: account.name,
    description: account.description,
    redHatAccountId: account.organization,
    created: account.tokenDate,
    createdBy: account.createdBy,
    lastUpdatedBy: account.createdBy,
    tokenDate: account.tokenDate,
    credentials: { username: usernameOf(account.name), password: account.password },
  });
  const put = (by: Person, name: string, description = ''): StoredAccount => {
    const account = {
      name,
      description,
      organization: by.organization,
      createdBy: by.username,
      tokenDate: now(),
      password: passwords(),
    };
    accounts.set(name, account);
    return account;
  };

  const api = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api');
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body ?? null));
    if (double.fault?.(request, response) === true) return;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const person = token === undefined ? null : await whoIs(token);
    if (person === null) return void reply(401, { message: 'Unauthorized' });
    if (!url.pathname.startsWith(PATH)) return void reply(404, { message: 'Not found' });
    const [organization, name] = url.pathname
      .slice(PATH.length + 1)
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    const body = await bodyOf(request);
    if (organization === undefined) {
      if (request.method !== 'POST') return void reply(405, {});
      const wanted = String(body.name);
      if (body.redHatAccountId !== person.organization) return void reply(403, {});
      if (accounts.has(wanted)) return void reply(409, { message: 'ConflictError' });
      return void reply(201, shown(put(person, wanted, String(body.description ?? ''))));
    }
    if (organization !== person.organization) return void reply(403, { message: 'Forbidden' });
    const own = [...accounts.values()].filter((each) => each.organization === organization);
    if (name === undefined) {
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const most = Math.min(Number(url.searchParams.get('maxResults') ?? 1000), pageLimit);
      return void reply(200, { services: own.slice(offset, offset + most).map(shown) });
    }
    const account = own.find((each) => each.name === name);
    if (account === undefined) return void reply(404, { message: 'Not found' });
    if (request.method === 'GET') return void reply(200, shown(account));
    const mayChange = person.isAdministrator || account.createdBy === person.username;
    if (!mayChange) return void reply(403, { message: 'Forbidden' });
    if (request.method === 'DELETE') {
      accounts.delete(name);
      return void response.writeHead(204).end();
    }
    if (body.description !== undefined) account.description = String(body.description);
    if (body.regenerateToken === true) {
      account.password = passwords();
      account.tokenDate = now();
    }
    return void reply(200, shown(account));
  }

  const registry = createSecureServer(await authority.issue(), (request, response) => {
    const given = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
    const isKnown = [...accounts.values()].some(
      ({ name, password }) => given === `${usernameOf(name)}:${password}`,
    );
    response
      .writeHead(isKnown ? 200 : 401, {
        'docker-distribution-api-version': 'registry/2.0',
        ...(isKnown ? {} : { 'www-authenticate': 'Basic realm="registry"' }),
      })
      .end('{}');
  });
  for (const server of [api, registry]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const portOf = (server: typeof api | typeof registry) => (server.address() as AddressInfo).port;
  const double: ServiceAccountApiDouble = {
    base: `http://127.0.0.1:${portOf(api)}/hydra/rest/terms-based-registry`,
    registry: `127.0.0.1:${portOf(registry)}`,
    accounts,
    requests,
    fault: null,
    usernameOf,
    passwordOf: (name) => accounts.get(name)?.password ?? '',
    put,
    async close() {
      for (const server of [api, registry]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
  return double;
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}
