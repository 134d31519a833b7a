import { z } from 'zod';
import {
  REMOTE_PAGE,
  type RemoteAccount,
  type RemotePage,
} from '../../../shared/service-account.ts';
import { Failure } from '../failure.ts';
import type { TransportRequest } from '../registry/transport.ts';
import type { Answer } from '../registry/wire/http.ts';
import type { Run } from '../runs.ts';
import { Secret } from '../secret.ts';
import type { Access, RedHatSession } from './session.ts';

const line = z.string().max(4096).nullish().catch(null);
const moment = z
  .union([z.string().max(64), z.number().transform((ms) => new Date(ms).toISOString())])
  .nullish()
  .catch(null);

/** `ServiceAccountV1`: of what is not needed nothing is required. */
const account = z.object({
  name: z.string().min(1).max(512),
  description: line,
  created: moment,
  createdBy: line,
  lastUpdatedBy: line,
  tokenDate: moment,
  credentials: z
    .object({ username: z.string().max(512).nullish(), password: z.string().max(65_536).nullish() })
    .nullish(),
});
type ApiAccount = z.infer<typeof account>;
const page = z.object({ services: z.array(account).max(1000).nullish() });

/** An account with what logs in with it, on its way to the store. */
export interface FetchedAccount {
  readonly account: RemoteAccount;
  readonly username: string;
  readonly secret: Secret;
}

/**
 * The API of an organization's Registry Service Accounts. Its answers hold the credentials; they leave
 * this module as `Secret` and by `fetch` alone.
 *
 * Every method throws RED_HAT_NOT_CONFIGURED, RED_HAT_SIGNED_OUT, RED_HAT_DENIED (403),
 * RED_HAT_UNREACHABLE, RED_HAT_ANSWER, the store's codes and CANCELLED.
 *
 * @see https://github.com/redhat-developer/podman-desktop-redhat-account-ext src/rh-api/registry-authorizer-schema.json
 */
export class ServiceAccountApi {
  constructor(private readonly session: RedHatSession) {}

  /** @param offset where the page begins */
  async list(run: Run, offset: number): Promise<RemotePage> {
    const services = await this.#page(run, offset, REMOTE_PAGE);
    const next = offset + services.length;
    // A service may give out less at a time than it was asked for; only an empty page is the end.
    const isEnd = services.length === 0 || (await this.#page(run, next, 1)).length === 0;
    return { accounts: services.map(shown), nextOffset: isEnd ? null : next };
  }

  /** @throws RED_HAT_NOT_FOUND */
  async view(run: Run, name: string): Promise<RemoteAccount> {
    return shown(await this.#account(run, name));
  }

  /** With what logs in with it. @throws RED_HAT_NOT_FOUND */
  async fetch(run: Run, name: string): Promise<FetchedAccount> {
    const found = await this.#account(run, name);
    const { username, password } = found.credentials ?? {};
    if (!username || !password) throw new Failure('RED_HAT_ANSWER', { reason: 'no-credentials' });
    return { account: shown(found), username, secret: new Secret(password) };
  }

  /** @throws RED_HAT_CONFLICT when the name is taken */
  async create(run: Run, name: string, description: string): Promise<void> {
    await this.#call(run, ({ account: { organization } }) => ({
      path: [],
      method: 'POST',
      body: { name, description, redHatAccountId: organization },
    }));
  }

  /** Another secret; the one before stops working at once. @throws RED_HAT_NOT_FOUND */
  async regenerate(run: Run, name: string): Promise<void> {
    await this.#change(run, name, { regenerateToken: true });
  }

  /** The secret stays. @throws RED_HAT_NOT_FOUND */
  async describe(run: Run, name: string, description: string): Promise<void> {
    await this.#change(run, name, { description });
  }

  /** @throws RED_HAT_NOT_FOUND */
  async delete(run: Run, name: string): Promise<void> {
    await this.#call(run, ({ account: { organization } }) => ({
      path: [organization, name],
      method: 'DELETE',
    }));
  }

  async #change(run: Run, name: string, body: object): Promise<void> {
    await this.#call(run, ({ account: { organization } }) => ({
      path: [organization, name],
      method: 'POST',
      body,
    }));
  }

  async #account(run: Run, name: string): Promise<ApiAccount> {
    const answer = await this.#call(run, ({ account: { organization } }) => ({
      path: [organization, name],
      method: 'GET',
    }));
    return parsed(answer, account);
  }

  async #page(run: Run, offset: number, maxResults: number): Promise<ApiAccount[]> {
    const answer = await this.#call(run, ({ account: { organization } }) => ({
      path: [organization],
      method: 'GET',
      query: { maxResults: String(maxResults), offset: String(offset) },
    }));
    return (parsed(answer, page).services ?? []).slice(0, REMOTE_PAGE);
  }

  /** One request; once more with a new token where the service takes the one at hand no more. */
  async #call(run: Run, requestOf: (access: Access) => ApiRequest): Promise<Answer> {
    const access = await this.session.access(run);
    const first = await this.#send(run, access, requestOf(access));
    if (first.status !== 401) return succeeded(first);
    const again = await this.session.access(run, access.token);
    return succeeded(await this.#send(run, again, requestOf(again)));
  }

  #send(run: Run, { token, settings }: Access, request: ApiRequest): Promise<Answer> {
    const { path, method, query = {}, body } = request;
    const segments = ['v1', 'service-accounts', ...path].map(encodeURIComponent);
    const url = new URL(`${settings.apiBase.replace(/\/+$/, '')}/${segments.join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const authorization = `Bearer ${token.reveal()}`;
    const sent: TransportRequest =
      body === undefined
        ? { method, headers: { authorization } }
        : {
            method,
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          };
    return this.session.send(url, sent, run.signal);
  }
}

interface ApiRequest {
  readonly path: readonly string[];
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

function succeeded(answer: Answer): Answer {
  const { status, url } = answer;
  if (status >= 200 && status <= 299) return answer;
  const { host } = url;
  switch (status) {
    case 401:
      throw new Failure('RED_HAT_SIGNED_OUT', { host });
    case 403:
      throw new Failure('RED_HAT_DENIED', { host });
    case 404:
      throw new Failure('RED_HAT_NOT_FOUND', { host });
    case 409:
      throw new Failure('RED_HAT_CONFLICT', { host });
    default:
      throw new Failure(
        'RED_HAT_ANSWER',
        { host, reason: `HTTP ${status}` },
        { retryable: status === 429 || status >= 500 },
      );
  }
}

/** Nothing of an answer is told that does not fit: it may hold a credential. */
function parsed<T>(answer: Answer, schema: z.ZodType<T>): T {
  try {
    const result = schema.safeParse(JSON.parse(answer.body));
    if (result.success) return result.data;
  } catch {
    // Not JSON.
  }
  throw new Failure('RED_HAT_ANSWER', { host: answer.url.host, reason: 'unexpected-form' });
}

function shown({ name, description, created, createdBy, ...rest }: ApiAccount): RemoteAccount {
  return {
    name,
    username: rest.credentials?.username ?? null,
    description: description ?? '',
    createdAt: created ?? null,
    createdBy: createdBy?.slice(0, 512) ?? null,
    updatedBy: rest.lastUpdatedBy?.slice(0, 512) ?? null,
    issuedAt: rest.tokenDate ?? null,
  };
}
