import type { CheckReason } from '../../../shared/credential.ts';
import { Failure } from '../failure.ts';
import { proxyAuthorization } from '../proxy/route.ts';
import { AddressRefused, type ConnectionOptions, Connections, ProxyFailed } from './connections.ts';
import { reasonOfNetworkError } from './network-errors.ts';
import { TrustUnusable } from './trust.ts';
import { type Answer, HTTP_LIMITS, type HttpLimits, type HttpRequest } from './wire/http.ts';
import { TimedOut, within } from './wire/within.ts';

/** What one check may take at the most. */
export interface Limits extends HttpLimits {
  /** For a connection to stand, TLS and the proxy included. */
  readonly connectMs: number;
  /** All requests together; time in which the user is asked something does not count. */
  readonly totalMs: number;
  readonly redirects: number;
}

export const LIMITS: Limits = {
  ...HTTP_LIMITS,
  connectMs: 5_000,
  totalMs: 20_000,
  redirects: 5,
};

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

export interface TransportOptions extends Omit<ConnectionOptions, 'connectMs' | 'http'> {
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** A request that follows redirects. */
export interface TransportRequest extends Pick<HttpRequest, 'headers' | 'body'> {
  readonly method?: HttpRequest['method'];
  /**
   * `same-origin` (the default) follows redirects within the same scheme, host and port alone: to anywhere
   * else neither with the credential, which is not meant for that place, nor without it, since the answer
   * would then say nothing about it. `anonymous` follows elsewhere without any `Authorization`, as blobs
   * are fetched from the hosts that a registry keeps them on; never from https to http.
   */
  readonly redirects?: 'same-origin' | 'anonymous';
}

/**
 * The requests of one check. It keeps nothing that outlives the check: no pool, no cookie, no
 * credential.
 */
export class Transport {
  readonly #limits: Limits;
  readonly #signal: AbortSignal;
  readonly #connections: Connections;
  #spentMs = 0;

  constructor({ limits, signal, ...options }: TransportOptions) {
    this.#limits = limits;
    this.#signal = signal;
    this.#connections = new Connections({ ...options, connectMs: limits.connectMs, http: limits });
  }

  /** The IP address that answered the first request, '' where a proxy hides it; null before that. */
  get registryAddress(): string | null {
    return this.#connections.registryAddress;
  }

  /** What is left of the time for all requests. */
  get remainingMs(): number {
    return Math.max(0, this.#limits.totalMs - Math.round(this.#spentMs));
  }

  close(): void {
    this.#connections.close();
  }

  /** @throws NoAnswer, the store's codes when a proxy's password cannot be read */
  get(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send(url, { headers });
  }

  /** One request, and those that its answer redirects to. @throws as `get` */
  async send(url: URL, request: TransportRequest): Promise<Answer> {
    const startedAt = performance.now();
    // Where it went last, for what went wrong there.
    const at = { host: url.host };
    try {
      return await within({ limitMs: this.remainingMs, signal: this.#signal }, (signal) =>
        this.#follow(url, request, at, signal),
      );
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof Failure) throw error;
      const host = error instanceof ProxyFailed ? (error.proxyHost ?? at.host) : at.host;
      throw new NoAnswer(this.#reasonOf(error), host, { cause: error });
    } finally {
      this.#spentMs += performance.now() - startedAt;
    }
  }

  async #follow(
    url: URL,
    { method = 'GET', redirects = 'same-origin', headers = {}, body }: TransportRequest,
    at: { host: string },
    signal: AbortSignal,
  ): Promise<Answer> {
    let request: HttpRequest = { method, url, headers, ...(body === undefined ? {} : { body }) };
    for (let followed = 0; ; followed += 1) {
      const answer = await this.#exchange(request, signal);
      const next = redirectOf(answer);
      if (next === null) return answer;
      if (followed >= this.#limits.redirects || !mayFollow(request, next, redirects)) {
        throw new NoAnswer('redirect-refused', request.url.host);
      }
      request =
        next.origin === request.url.origin ? { ...request, url: next } : elsewhere(request, next);
      at.host = next.host;
    }
  }

  async #exchange(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const { client, forwarder } = await this.#connections.lineTo(request.url);
    if (forwarder === null) return client.exchange(request, signal);
    const headers = { ...request.headers, ...proxyAuthorization(forwarder) };
    const answer = await client.exchange({ ...request, headers, absoluteForm: true }, signal);
    if (answer.status !== 407) return answer;
    throw new ProxyFailed('authentication-required', forwarder.url.host, 407);
  }

  #reasonOf(error: unknown): CheckReason {
    if (this.#signal.aborted) return 'cancelled';
    if (error instanceof TimedOut) return 'timed-out';
    if (error instanceof AddressRefused) return 'realm-private-address';
    if (error instanceof TrustUnusable) return 'trust-unusable';
    if (error instanceof ProxyFailed) return PROXY_REASONS[error.why];
    return reasonOfNetworkError(error);
  }
}

const PROXY_REASONS: Readonly<Record<ProxyFailed['why'], CheckReason>> = {
  unusable: 'proxy-unusable',
  unreachable: 'proxy-unreachable',
  'authentication-required': 'proxy-authentication',
  refused: 'proxy-refused',
};

function mayFollow(
  { method, url }: HttpRequest,
  next: URL,
  redirects: TransportRequest['redirects'],
): boolean {
  if (next.origin === url.origin) return true;
  const downgrade = url.protocol === 'https:' && next.protocol !== 'https:';
  return (
    redirects === 'anonymous' && method !== 'POST' && !downgrade && /^https?:$/.test(next.protocol)
  );
}

/** The same request to another place, which gets no credential. */
function elsewhere({ headers = {}, ...request }: HttpRequest, url: URL): HttpRequest {
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...request, url, headers: Object.fromEntries(kept) };
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
