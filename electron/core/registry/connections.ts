import { lookup as lookupAddress } from 'node:dns';
import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { mayReceive } from './addresses.ts';

/** The connection would lead to where a credential for this registry may not go. */
export class AddressRefused extends Error {}

/** The connection, TLS included, did not stand in time. */
export class ConnectTimedOut extends Error {
  readonly code = 'ETIMEDOUT';
}

export interface ConnectionOptions {
  /** Asked for with the first https connection only. */
  readonly secureContext: () => Promise<SecureContext>;
  readonly connectMs: number;
  /** The resolver; another one in tests. */
  readonly lookup?: LookupFunction | undefined;
}

type Connected = (error: Error | null, socket?: Socket) => void;

/**
 * The connections of one check. A request gets a connection only once it stands and its address was
 * looked at, so that no byte of it can go where it must not. The address of the first connection is
 * the registry's.
 */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #sockets = new Set<Socket>();
  readonly #plain = new HttpAgent({ keepAlive: true });
  #secure: HttpsAgent | null = null;
  #secureContext: Promise<SecureContext> | null = null;
  #registryAddress: string | null = null;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#plain.createConnection = (args, connected) => {
      const { host, port } = endpointOf(args, 80);
      const lookup = this.#lookup;
      this.#watch(connectPlain({ host, port, lookup, noDelay: true }), 'connect', connected);
      return undefined;
    };
  }

  /** The IP address that answered first; null before that. */
  get registryAddress(): string | null {
    return this.#registryAddress;
  }

  agentFor(url: URL): HttpAgent {
    if (url.protocol !== 'https:') return this.#plain;
    this.#secure ??= this.#createSecureAgent();
    return this.#secure;
  }

  /** Cuts everything. Nothing waits for the other side. */
  close(): void {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#plain.destroy();
    this.#secure?.destroy();
  }

  #createSecureAgent(): HttpsAgent {
    const agent = new HttpsAgent({ keepAlive: true });
    agent.createConnection = (args, connected) => {
      const { host, port } = endpointOf(args, 443);
      const lookup = this.#lookup;
      // No server name for an address: TLS has none, and the certificate is compared with the address.
      const servername = isIP(host) === 0 ? host : '';
      this.#secureContext ??= this.#options.secureContext();
      this.#secureContext.then(
        (secureContext) => {
          const socket = connectTls({ host, port, servername, lookup, secureContext });
          socket.setNoDelay(true);
          this.#watch(socket, 'secureConnect', connected);
        },
        (error: Error) => tell(connected, error),
      );
      return undefined;
    };
    return agent;
  }

  #watch(socket: Socket, event: 'connect' | 'secureConnect', connected: AgentCallback): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (this.#closed) socket.destroy();
    const timer = setTimeout(() => socket.destroy(new ConnectTimedOut()), this.#options.connectMs);
    const settle: Connected = (error) => {
      clearTimeout(timer);
      socket.off('error', settle);
      socket.off('close', onClose);
      tell(connected, error, socket);
    };
    const onClose = () => settle(new Error('closed'));
    socket.once('error', settle);
    socket.once('close', onClose);
    socket.once(event, () => {
      const refused = this.#refusal(socket);
      if (refused === null) settle(null);
      else socket.destroy(refused);
    });
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

type AgentCallback = Parameters<HttpAgent['createConnection']>[1];

/** Node takes a callback without a socket where there is an error; its types do not say so. */
function tell(connected: AgentCallback, error: Error | null, socket?: Socket): void {
  (connected as Connected | undefined)?.(error, socket);
}

function endpointOf(
  { host, port }: ClientRequestArgs,
  defaultPort: number,
): { host: string; port: number } {
  return { host: host ?? '', port: Number(port ?? defaultPort) };
}
