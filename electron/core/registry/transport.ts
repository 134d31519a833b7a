import { lookup as lookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Agent, Dispatcher } from 'undici';
import type { CheckReason } from '../../../shared/credential.ts';
import { mayReceive } from './addresses.ts';
import { reasonOfNetworkError } from './network-errors.ts';
import { TrustUnusable } from './trust.ts';

/** What one check may take at the most. */
export interface Limits {
  readonly connectMs: number;
  /** From the request being sent to the end of the answer's headers; also between parts of its body. */
  readonly headersMs: number;
  /** All requests together; time in which the user is asked something does not count. */
  readonly totalMs: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly redirects: number;
}

export const LIMITS: Limits = {
  connectMs: 5_000,
  headersMs: 10_000,
  totalMs: 20_000,
  headerBytes: 16_384,
  bodyBytes: 1_048_576,
  redirects: 5,
};

export interface Answer {
  readonly status: number;
  /** Every value of a header, by its name in lower case. */
  header(name: string): readonly string[];
  readonly body: string;
  /** Where it came from, after redirects. */
  readonly url: URL;
}

/** No answer, or none that may be used. */
export class NoAnswer extends Error {
  constructor(
    readonly reason: CheckReason,
    readonly host: string,
    options?: { readonly cause?: unknown },
  ) {
    super(reason, options);
  }
}

class AddressRefused extends Error {}

export interface TransportOptions {
  /** Asked for with the first https request only. */
  readonly secureContext: () => Promise<SecureContext>;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** The resolver; another one in tests. */
  readonly lookup?: LookupFunction | undefined;
}

/** Loading undici takes longer than a whole check on a near network: ask for it before it is needed. */
export async function loadTransport(): Promise<void> {
  await import('undici');
}

/**
 * The connections of one check. It keeps nothing that outlives the check: no pool, no cookie, no
 * credential. The address that answers the first request is the registry's; later connections, to
 * whatever name, must lead to where a credential for it may go.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #sockets = new Set<Socket>();
  #agent: Agent | null = null;
  #registryAddress: string | null = null;
  #spentMs = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The IP address that answered the first request; null before that. */
  get registryAddress(): string | null {
    return this.#registryAddress;
  }

  get remainingMs(): number {
    return Math.max(0, this.#options.limits.totalMs - Math.round(this.#spentMs));
  }

  /**
   * GET, following redirects within the same scheme, host and port. To anywhere else none is followed:
   * not with the credential, which is not meant for that place, and not without it, since the answer
   * would then say nothing about it.
   *
   * @throws NoAnswer
   */
  async get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const startedAt = performance.now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), this.remainingMs);
    let at = url;
    try {
      for (let followed = 0; ; followed += 1) {
        const answer = await this.#request(at, headers, deadline.signal);
        const next = redirectOf(answer);
        if (next === null) return answer;
        if (next.origin !== url.origin || followed >= this.#options.limits.redirects) {
          throw new NoAnswer('redirect-refused', at.host);
        }
        at = next;
      }
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      throw new NoAnswer(this.#reasonOf(error, deadline.signal), at.host, { cause: error });
    } finally {
      clearTimeout(timer);
      this.#spentMs += performance.now() - startedAt;
    }
  }

  /** Cuts every connection. Nothing waits for the other side. */
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#agent?.destroy().catch(() => {});
    this.#agent = null;
  }

  async #request(
    url: URL,
    headers: Readonly<Record<string, string>>,
    deadline: AbortSignal,
  ): Promise<Answer> {
    const signal = AbortSignal.any([this.#options.signal, deadline]);
    signal.throwIfAborted();
    this.#agent ??= await this.#createAgent();
    const response = await this.#agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { accept: 'application/json, */*;q=0.5', 'user-agent': 'pullkeeper', ...headers },
      signal,
    });
    return answerOf(response, url);
  }

  async #createAgent(): Promise<Agent> {
    const undici = await import('undici');
    const { limits } = this.#options;
    const lookup: LookupFunction = (hostname, options, callback) =>
      this.#lookup(hostname, options, callback);
    const common = { lookup, timeout: limits.connectMs, maxCachedSessions: 0 };
    const plain = undici.buildConnector(common);
    let secure: Promise<typeof plain> | null = null;

    const connect: typeof plain = (options, callback) => {
      const connectWith = (connector: typeof plain) => {
        // undici hands the socket out, though its types do not say so.
        const started: unknown = connector(options, (...[error, socket]) => {
          const refused = error ?? this.#refusal(socket);
          if (refused === null && socket !== null) return callback(null, socket);
          socket?.destroy();
          callback(refused ?? new AddressRefused(), null);
        });
        if (isSocket(started)) this.#track(started);
      };
      if (options.protocol !== 'https:') return connectWith(plain);
      secure ??= this.#options
        .secureContext()
        .then((secureContext) => undici.buildConnector({ ...common, secureContext }));
      secure.then(connectWith, (error: Error) => callback(error, null));
    };
    return new undici.Agent({
      connect,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.headersMs,
      maxHeaderSize: limits.headerBytes,
      maxResponseSize: limits.bodyBytes,
    });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Resolves a name, and refuses it before a connection if the credential could not go there anyway. */
  #lookup(...[hostname, options, callback]: Parameters<LookupFunction>): void {
    const resolve: LookupFunction = this.#options.lookup ?? lookupAddress;
    resolve(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : found?.map(({ address }) => address);
      const refused = error ? undefined : addresses?.find((address) => !this.#mayConnect(address));
      callback(refused === undefined ? error : new AddressRefused(), found, family);
    });
  }

  /** The check that counts: on the address that the connection stands to, whatever the name said before. */
  #refusal(socket: Socket | null): Error | null {
    const address = socket?.remoteAddress;
    if (address === undefined) return new AddressRefused();
    this.#registryAddress ??= address;
    return this.#mayConnect(address) ? null : new AddressRefused();
  }

  #mayConnect(address: string): boolean {
    return this.#registryAddress === null || mayReceive(address, this.#registryAddress);
  }

  #reasonOf(error: unknown, deadline: AbortSignal): CheckReason {
    if (this.#options.signal.aborted) return 'cancelled';
    if (deadline.aborted) return 'timed-out';
    if (error instanceof AddressRefused) return 'realm-private-address';
    return error instanceof TrustUnusable ? 'trust-unusable' : reasonOfNetworkError(error);
  }
}

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'destroy' in value && 'once' in value;
}

/** Where an answer redirects to; null where it does not. A Location that is no URL counts as elsewhere. */
function redirectOf({ status, header, url }: Answer): URL | null {
  const [location] = header('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  if (!URL.canParse(location, url.href)) throw new NoAnswer('redirect-refused', url.host);
  const next = new URL(location, url);
  if (next.username !== '' || next.password !== '') {
    throw new NoAnswer('redirect-refused', url.host);
  }
  return next;
}

async function answerOf(response: Dispatcher.ResponseData, url: URL): Promise<Answer> {
  const body = await response.body.text();
  return {
    status: response.statusCode,
    header(name) {
      const value = response.headers[name];
      return value === undefined ? [] : typeof value === 'string' ? [value] : value;
    },
    body,
    url,
  };
}
