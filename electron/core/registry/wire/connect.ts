import { connect, type LookupFunction, type Socket } from 'node:net';
import { type Within, within } from './within.ts';

/** Where a connection goes to. */
export interface Endpoint {
  /** A name, or an IP address without brackets: with an address exactly that one is tried. */
  readonly host: string;
  readonly port: number;
}

export interface ConnectOptions extends Within {
  /** The resolver for a name. Default: the system's. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * A TCP connection that stands, to whichever address of a name answers first (RFC 8305). Nothing was sent
 * on it. The caller destroys it; when this rejects, nothing is left open.
 *
 * @throws TimedOut, the signal's reason, or an error with the system's code (`ECONNREFUSED`,
 *   `EHOSTUNREACH` ...); for several addresses an AggregateError of theirs
 */
export function connectTcp(
  { host, port }: Endpoint,
  { lookup, ...limits }: ConnectOptions,
): Promise<Socket> {
  return within(limits, (signal) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      ...(lookup === undefined ? {} : { lookup }),
    });
    return standing(socket, 'connect', signal);
  });
}

/** Resolves when the socket says so; destroys it when it fails or the signal aborts before. */
export function standing<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy();
    const end = () => {
      signal.removeEventListener('abort', abort);
      socket.off('error', fail).off('close', closed);
    };
    const fail = (error: Error) => {
      end();
      socket.destroy();
      reject(error);
    };
    const closed = () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    socket.once('error', fail).once('close', closed);
    socket.once(event, () => {
      end();
      resolve(socket);
    });
    signal.addEventListener('abort', abort, { once: true });
  });
}
