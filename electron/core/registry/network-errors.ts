import type { CheckReason } from '../../../shared/credential.ts';

const REASONS: Readonly<Record<string, CheckReason>> = {
  ENOTFOUND: 'dns-not-found',
  EAI_NONAME: 'dns-not-found',
  EAI_AGAIN: 'dns-failed',
  EAI_FAIL: 'dns-failed',
  EAI_NODATA: 'dns-failed',
  ESERVFAIL: 'dns-failed',
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'network-unreachable',
  EHOSTUNREACH: 'network-unreachable',
  ENETDOWN: 'network-unreachable',
  EADDRNOTAVAIL: 'network-unreachable',
  EACCES: 'network-unreachable',
  EPERM: 'network-unreachable',
  ECONNRESET: 'connection-reset',
  ECONNABORTED: 'connection-reset',
  EPIPE: 'connection-reset',
  ETIMEDOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_SOCKET: 'connection-reset',
  UND_ERR_HEADERS_OVERFLOW: 'answer-too-large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answer-too-large',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-host',
  HOSTNAME_MISMATCH: 'tls-wrong-host',
  // What OpenSSL and BoringSSL say when the answer to a ClientHello is no TLS record.
  ERR_SSL_WRONG_VERSION_NUMBER: 'http-on-tls-port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'http-on-tls-port',
  ERR_SSL_RECORD_LAYER_FAILURE: 'http-on-tls-port',
  ERR_SSL_HTTP_REQUEST: 'http-on-tls-port',
};

/** The first bytes of TLS records: an alert or a handshake, then the major version. */
const TLS_RECORDS = ['\u0015\u0003', '\u0016\u0003'];

/** What went wrong on the way to a server, from the error of a socket, of TLS or of the HTTP parser. */
export function reasonOfNetworkError(error: unknown): CheckReason {
  for (const { name, code, received } of chain(error)) {
    const reason = REASONS[code];
    if (reason !== undefined) return reason;
    // A TLS server that is spoken to in plain HTTP answers with a TLS alert, which is no HTTP.
    if (name === 'HTTPParserError') {
      const isTls = TLS_RECORDS.some((start) => received.startsWith(start));
      return isTls ? 'tls-on-http-port' : 'ping-not-a-registry';
    }
    if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE)/.test(code)) {
      return 'tls-failed';
    }
  }
  return 'connection-reset';
}

/** The error, its causes, and the errors of each address that was tried. */
function* chain(
  error: unknown,
  depth = 0,
): Generator<{ name: string; code: string; received: string }> {
  if (!(error instanceof Error) || depth > 8) return;
  yield {
    name: error.name,
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
    // What the parser of HTTP could not read.
    received: 'data' in error && typeof error.data === 'string' ? error.data : '',
  };
  yield* chain(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    for (const each of error.errors) yield* chain(each, depth + 1);
  }
}
