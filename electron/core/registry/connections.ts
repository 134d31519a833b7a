import { lookup as lookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import {
  DIRECT,
  endpointOf,
  type ProxyServer,
  proxyAuthorization,
  type Route,
  type RouteFor,
} from '../proxy/route.ts';
import { mayReceive } from './addresses.ts';
import { connectTcp, type Endpoint } from './wire/connect.ts';
import { createHttpClient, type HttpClient, type HttpLimits, openTunnel } from './wire/http.ts';
import { startTls } from './wire/tls.ts';
import type { Within } from './wire/within.ts';

/** The connection would lead to where a credential for this registry may not go. */
export class AddressRefused extends Error {}

/** The proxy could not be used; `why` says how. */
export class ProxyFailed extends Error {
  constructor(
    readonly why: 'unusable' | 'unreachable' | 'authentication-required' | 'refused',
    /** `host:port` of the proxy; null where none can be made out. */
    readonly proxyHost: string | null,
    /** What the proxy answered with. */
    readonly httpStatus: number | null,
    options?: { readonly cause?: unknown },
  ) {
    super(why, options);
  }
}

export interface ConnectionOptions {
  /** Asked for with the first connection to a registry or token server over TLS only. */
  readonly secureContext: () => Promise<SecureContext>;
  /** For TLS with an https:// proxy: the system's authorities alone, and no client certificate. */
  readonly proxyContext?: (() => Promise<SecureContext>) | undefined;
  /** For a connection to stand, TLS and the proxy included. */
  readonly connectMs: number;
  readonly http: HttpLimits;
  /** The resolver; another one in tests. */
  readonly lookup?: LookupFunction | undefined;
  /** The way to each URL. Default: directly. */
  readonly route?: RouteFor | undefined;
  /**
   * Gives away a direct connection to an origin that stands already, TLS included, its certificate verified; null for
   * none.
   */
  readonly standing?: ((origin: string) => Socket | null) | undefined;
}

/** What the requests to one origin go over. */
export interface Line {
  readonly client: HttpClient;
  /** The proxy that a plain request is handed to; null where the other side itself is spoken to. */
  readonly forwarder: ProxyServer | null;
}

/**
 * Whose address is not known, since a proxy resolved the name: nothing private or of this machine may then
 * be reached directly, as if the registry were a public one.
 */
const UNKNOWN_ADDRESS = '';

/**
 * The connections of one check. A request gets a connection only once it stands and its address was
 * looked at, so that no byte of it can go where it must not. The address of the first connection is
 * the registry's. Through a proxy there is no address to look at: names are resolved there, and what may be
 * reached is the proxy's to say; addresses that are written out are still judged.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #ended = new AbortController();
  readonly #sockets = new Set<Socket>();
  readonly #lines = new Map<string, Promise<Line>>();
  #secureContext: Promise<SecureContext> | null = null;
  #registryAddress: string | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The IP address that answered first, '' where a proxy hides it; null before that. */
  get registryAddress(): string | null {
    return this.#registryAddress;
  }

  /** The line to the origin of a URL, made at the first request to it. @throws ProxyFailed, the store's codes */
  lineTo(url: URL): Promise<Line> {
    let line = this.#lines.get(url.origin);
    if (line === undefined) {
      line = this.#createLine(url);
      this.#lines.set(url.origin, line);
    }
    return line;
  }

  /** Cuts everything. Nothing waits for the other side. */
  close(): void {
    this.#ended.abort();
    for (const line of this.#lines.values()) void line.then(({ client }) => client.close(), noop);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #createLine(url: URL): Promise<Line> {
    const { route = async () => DIRECT, http } = this.#options;
    const { proxy, why } = await route(url);
    if (why.rule === 'unusable' || why.rule === 'cgi')
      throw new ProxyFailed('unusable', null, null);
    const client = createHttpClient(url.origin, () => this.#open(url, proxy), http);
    return { client, forwarder: url.protocol === 'http:' ? proxy : null };
  }

  async #open(url: URL, proxy: Route['proxy']): Promise<Socket> {
    const { connectMs, secureContext } = this.#options;
    const startedAt = performance.now();
    const left = () => ({
      limitMs: Math.max(1, connectMs - (performance.now() - startedAt)),
      signal: this.#ended.signal,
    });
    const endpoint = endpointOf(url);
    const standing = proxy === null ? (this.#options.standing?.(url.origin) ?? null) : null;
    if (standing !== null) return this.#permitted(this.#watch(standing));
    const plain =
      proxy === null ? await this.#direct(endpoint, left()) : await this.#through(proxy, url, left);
    if (url.protocol !== 'https:') return plain;
    this.#secureContext ??= secureContext();
    const context = await this.#secureContext;
    const secure = await startTls(plain, {
      host: endpoint.host,
      secureContext: context,
      ...left(),
    });
    return this.#watch(secure);
  }

  async #direct(endpoint: Endpoint, limits: Within): Promise<Socket> {
    return this.#permitted(
      this.#watch(await connectTcp(endpoint, { lookup: this.#lookup, ...limits })),
    );
  }

  #permitted(socket: Socket): Socket {
    const refused = this.#refusal(socket);
    if (refused === null) return socket;
    socket.destroy();
    throw refused;
  }

  async #through(proxy: ProxyServer, url: URL, left: () => Within): Promise<Socket> {
    const { host } = proxy.url;
    const { host: name, port } = endpointOf(url);
    this.#registryAddress ??= isLiteral(url) ? name : UNKNOWN_ADDRESS;
    let socket: Socket;
    try {
      socket = this.#watch(await this.#reach(proxy, left));
    } catch (cause) {
      throw new ProxyFailed('unreachable', host, null, { cause });
    }
    if (url.protocol !== 'https:') return socket;
    const target = `${name.includes(':') ? `[${name}]` : name}:${port}`;
    const answer = await openTunnel(socket, target, proxyAuthorization(proxy), left()).catch(
      (cause: unknown) => {
        throw new ProxyFailed('unreachable', host, null, { cause });
      },
    );
    if (answer.socket !== null) return answer.socket;
    const why = answer.status === 407 ? 'authentication-required' : 'refused';
    throw new ProxyFailed(why, host, answer.status);
  }

  async #reach({ url }: ProxyServer, left: () => Within): Promise<Socket> {
    const endpoint = endpointOf(url);
    // The user's own word says where the proxy is: its address is nobody's to choose.
    const socket = await connectTcp(endpoint, { lookup: this.#options.lookup, ...left() });
    if (url.protocol !== 'https:') return socket;
    const { proxyContext, secureContext } = this.#options;
    const context = await (proxyContext ?? secureContext)();
    return startTls(socket, { host: endpoint.host, secureContext: context, ...left() });
  }

  #watch<S extends Socket>(socket: S): S {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Whoever uses it hears of errors by itself; between two uses nobody does.
    socket.on('error', noop);
    if (this.#ended.signal.aborted) socket.destroy();
    return socket;
  }

  /** The check that counts: on the address that the connection stands to, whatever the name said before. */
  #refusal(socket: Socket): Error | null {
    const address = socket.remoteAddress;
    if (address === undefined) return new AddressRefused();
    this.#registryAddress ??= address;
    return this.#mayConnect(address) ? null : new AddressRefused();
  }

  /** Resolves a name, and refuses it before there is a connection if the credential could not go there. */
  readonly #lookup: LookupFunction = (hostname, options, callback) => {
    const resolve: LookupFunction = this.#options.lookup ?? lookupAddress;
    resolve(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      const allowed = addresses.every((address) => this.#mayConnect(address));
      callback(allowed ? null : new AddressRefused(), found, family);
    });
  };

  #mayConnect(address: string): boolean {
    return this.#registryAddress === null || mayReceive(address, this.#registryAddress);
  }
}

function isLiteral(url: URL): boolean {
  return isIP(endpointOf(url).host) !== 0;
}

function noop(): void {}
