import type { Socket } from 'node:net';
import { Client } from 'undici';
import { type Within, within } from './within.ts';

export interface HttpLimits {
  /** From the request being sent to the end of the answer's headers. */
  readonly headersMs: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headersMs: 10_000,
  headerBytes: 16_384,
  bodyBytes: 1_048_576,
};

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole URL on the request line, as a proxy for plain HTTP wants it. */
  readonly absoluteForm?: boolean;
}

export interface Answer {
  readonly status: number;
  /** Every value of a header, by its name in lower case. */
  header(name: string): readonly string[];
  readonly body: string;
  /** Where it came from, after redirects. */
  readonly url: URL;
  /** From the request to the end of the answer's headers, the connection included if there was none. */
  readonly headersMs: number;
  /** From the request to the end of the answer. */
  readonly totalMs: number;
}

/** The requests to one origin, one after another, over one connection where the other side keeps it. */
export interface HttpClient {
  /**
   * One request and its whole answer. No redirect is followed, nothing is tried again.
   *
   * @throws the signal's reason, what `connect` rejected with, or an error with a code of undici
   *   (`UND_ERR_HEADERS_TIMEOUT`, `UND_ERR_RES_EXCEEDED_MAX_SIZE`, `HPE_...`) or of the system
   */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<Answer>;
  /** Cuts the connection. */
  close(): void;
}

/**
 * @param origin `https://host[:port]` or `http://host[:port]`
 * @param connect gives a connection that stands, TLS included, once it is wanted; for one exchange on a
 *   connection at hand: `async () => socket`
 */
export function createHttpClient(
  origin: string,
  connect: () => Promise<Socket>,
  limits: HttpLimits = HTTP_LIMITS,
): HttpClient {
  const client = createClient(origin, connect, limits);
  return {
    async exchange({ method, url, headers, body, absoluteForm = false }, signal) {
      const startedAt = performance.now();
      const since = () => performance.now() - startedAt;
      const response = await client.request({
        method,
        path: absoluteForm ? url.href : `${url.pathname}${url.search}`,
        headers: { accept: 'application/json, */*;q=0.5', 'user-agent': 'pullkeeper', ...headers },
        body: body ?? null,
        signal,
      });
      const headersMs = since();
      const text = await response.body.text();
      return {
        status: response.statusCode,
        header: (name) => [response.headers[name] ?? []].flat(),
        body: text,
        url,
        headersMs,
        totalMs: since(),
      };
    },
    close: () => void client.destroy().catch(() => {}),
  };
}

export interface TunnelAnswer {
  readonly status: number;
  header(name: string): readonly string[];
  /** The connection through the proxy; null where the proxy refused (anything but 2xx). */
  readonly socket: Socket | null;
}

/**
 * Asks a proxy for a connection to elsewhere. What the proxy refuses with is an answer, not an error. When
 * this rejects or the proxy refuses, the connection is destroyed.
 *
 * @param proxy a connection to the proxy that stands, TLS included for an https:// proxy
 * @param target `host:port`, an IPv6 address in brackets
 * @throws TimedOut, the signal's reason, or an error with a code of undici or of the system
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 */
export async function openTunnel(
  proxy: Socket,
  target: string,
  headers: Readonly<Record<string, string>>,
  limits: Within,
): Promise<TunnelAnswer> {
  const client = createClient('http://proxy.invalid', async () => proxy, HTTP_LIMITS);
  try {
    const answer = await within(limits, (signal) =>
      client.connect({
        path: target,
        headers: { 'user-agent': 'pullkeeper', ...headers, host: target },
        signal,
      }),
    );
    const isOpen = answer.statusCode >= 200 && answer.statusCode <= 299;
    if (!isOpen) proxy.destroy();
    return {
      status: answer.statusCode,
      header: (name) => [answer.headers[name] ?? []].flat(),
      // What undici hands out is the connection that it was given.
      socket: isOpen ? proxy : null,
    };
  } catch (error) {
    // Left to itself it would ask for a connection again and again, and get the one that is gone.
    void client.destroy().catch(() => {});
    proxy.destroy();
    throw error;
  }
}

function createClient(
  origin: string,
  connect: () => Promise<Socket>,
  { headersMs, headerBytes, bodyBytes }: HttpLimits,
): Client {
  return new Client(origin, {
    connect: (_options, callback) => {
      connect().then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
    allowH2: false,
    pipelining: 1,
    headersTimeout: headersMs,
    // The caller's signal is what limits the whole.
    bodyTimeout: 0,
    maxHeaderSize: headerBytes,
    maxResponseSize: bodyBytes,
  });
}
