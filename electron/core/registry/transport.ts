import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { CheckReason } from '../../../shared/credential.ts';
import { AddressRefused, type ConnectionOptions, Connections } from './connections.ts';
import { reasonOfNetworkError } from './network-errors.ts';
import { TrustUnusable } from './trust.ts';

/** What one check may take at the most. */
export interface Limits {
  /** For a connection to stand, TLS included. */
  readonly connectMs: number;
  /** From the request being sent to the end of the answer's headers. */
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

export interface TransportOptions extends Omit<ConnectionOptions, 'connectMs'> {
  readonly limits: Limits;
  readonly signal: AbortSignal;
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
    this.#connections = new Connections({ ...options, connectMs: limits.connectMs });
  }

  /** The IP address that answered the first request; null before that. */
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
    const signal = AbortSignal.any([this.#signal, deadline.signal]);
    let at = url;
    try {
      for (let followed = 0; ; followed += 1) {
        const answer = await this.#request(at, headers, signal);
        const next = redirectOf(answer);
        if (next === null) return answer;
        if (next.origin !== url.origin || followed >= this.#limits.redirects) {
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

  async #request(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> {
    signal.throwIfAborted();
    const response = await this.#headersOf(url, headers, signal);
    const body = await readBody(response, this.#limits.bodyBytes);
    return {
      status: response.statusCode ?? 0,
      header: (name) => response.headersDistinct[name] ?? [],
      body,
      url,
    };
  }

  #headersOf(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { headerBytes, headersMs } = this.#limits;
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
        agent: this.#connections.agentFor(url),
        headers: { accept: 'application/json, */*;q=0.5', 'user-agent': 'pullkeeper', ...headers },
        maxHeaderSize: headerBytes,
        signal,
      });
      let timer: NodeJS.Timeout | undefined;
      request.once('socket', () => {
        timer = setTimeout(() => request.destroy(new HeadersTimedOut()), headersMs);
      });
      request.once('close', () => clearTimeout(timer));
      request.once('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      request.once('error', reject);
      request.end();
    });
  }

  #reasonOf(error: unknown, deadline: AbortSignal): CheckReason {
    if (this.#signal.aborted) return 'cancelled';
    if (deadline.aborted) return 'timed-out';
    if (error instanceof AddressRefused) return 'realm-private-address';
    if (error instanceof TrustUnusable) return 'trust-unusable';
    if (error instanceof BodyTooLarge) return 'answer-too-large';
    return reasonOfNetworkError(error);
  }
}

class HeadersTimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}

class BodyTooLarge extends Error {}

async function readBody(response: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the connection.
    if (length > limitBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
