import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { standing } from './connect.ts';
import { type Within, within } from './within.ts';

export interface TlsOptions extends Within {
  /** Whom the certificate has to name: a DNS name, or an IP address without brackets. */
  readonly host: string;
  /** Whom we trust, and what we show of ourselves: `secureContextFor`. */
  readonly secureContext: SecureContext;
}

/** What a TLS server showed of itself. */
export interface TlsFacts {
  /** OpenSSL's or Node's code of what is wrong with the certificate (`CERT_HAS_EXPIRED` ...); null: nothing. */
  readonly authorizationError: string | null;
  /**
   * As the server sent them, its own first; the authority that we know of at the end where the server left it
   * out. Empty where the server has no certificate.
   */
  readonly chain: readonly X509Certificate[];
  /** `TLSv1.3` ... */
  readonly protocol: string | null;
}

/**
 * TLS over a connection that stands, with a server whose certificate is right. When this rejects, the
 * connection is destroyed.
 *
 * @throws TimedOut, the signal's reason, or an error with a code of OpenSSL or Node
 */
export function startTls(socket: Socket, options: TlsOptions): Promise<TLSSocket> {
  return handshake(socket, options, true);
}

/**
 * Looks at a TLS server's certificate, right or wrong. No byte of a request is sent, and a connection whose
 * certificate is wrong is destroyed: `socket` is null then, so that nothing can be.
 *
 * @throws TimedOut, the signal's reason, or an error with a code of OpenSSL where there was no handshake
 */
export async function examineTls(
  plain: Socket,
  options: TlsOptions,
): Promise<{ readonly facts: TlsFacts; readonly socket: TLSSocket | null }> {
  const socket = await handshake(plain, options, false);
  const error: unknown = socket.authorizationError;
  const facts: TlsFacts = {
    authorizationError: socket.authorized ? null : codeOf(error),
    chain: [...chainOf(socket.getPeerX509Certificate())],
    protocol: socket.getProtocol(),
  };
  if (socket.authorized) return { facts, socket };
  socket.destroy();
  return { facts, socket: null };
}

/** Node's types say Error; what is there is its code. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return String(error);
}

function handshake(
  socket: Socket,
  { host, secureContext, ...limits }: TlsOptions,
  rejectUnauthorized: boolean,
): Promise<TLSSocket> {
  return within(limits, (signal) => {
    const secure = connect({
      socket,
      host,
      // No server name for an address: TLS has none, and the certificate is compared with the address.
      servername: isIP(host) === 0 ? host : '',
      secureContext,
      rejectUnauthorized,
    });
    secure.once('close', () => socket.destroy());
    return standing(secure, 'secureConnect', signal);
  }).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}

function* chainOf(leaf: X509Certificate | undefined): Generator<X509Certificate> {
  const seen = new Set<string>();
  for (let at = leaf; at !== undefined; at = at.issuerCertificate) {
    if (seen.has(at.fingerprint256)) return;
    seen.add(at.fingerprint256);
    yield at;
  }
}
