import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Cause } from '../../../shared/diagnosis-causes.ts';
import type { TlsFacts } from '../registry/wire/tls.ts';
import { isPublicHost } from './public-hosts.ts';

/** What products that open TLS on its way call the authority that they sign with. */
const INTERCEPTORS =
  /zscaler|netskope|fortinet|fortigate|palo ?alto|bluecoat|blue ?coat|symantec web|forcepoint|websense|mcafee|skyhigh|sophos|umbrella|cisco|check ?point|barracuda|watchguard|sonicwall|kaspersky|eset|avast|mitmproxy|charles proxy|fiddler|burp|squid|inspection|intercept|decrypt|proxy/i;

const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/**
 * What is wrong with the certificate that a server showed. Null: nothing.
 *
 * @param trusted PEM of the authorities that this registry is trusted with besides the public ones
 */
export function tlsCause(
  host: string,
  { authorizationError, chain }: TlsFacts,
  trusted: readonly string[],
): Cause | null {
  const last = chain.at(-1);
  const isPublic = isPublicHost(host);
  if (authorizationError === null) {
    return isPublic && last !== undefined && !isPublicAuthority(last) ? 'tls-intercepted' : null;
  }
  const code = authorizationError;
  if (code === 'CERT_HAS_EXPIRED') return 'tls-expired';
  if (code === 'CERT_NOT_YET_VALID') return 'tls-not-yet-valid';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return 'tls-wrong-host';
  }
  const names = chain.map(({ subject, issuer }) => `${subject}\n${issuer}`).join('\n');
  const isInterceptor = INTERCEPTORS.test(names);
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    return isPublic || isInterceptor ? 'tls-intercepted' : 'tls-self-signed';
  }
  if (!UNTRUSTED.has(code)) return 'tls-failed';
  if (lacksIntermediate(chain, trusted)) return 'tls-missing-intermediate';
  return isPublic || isInterceptor ? 'tls-intercepted' : 'tls-unknown-authority';
}

/**
 * Whether the server left out a certificate between its own and an authority that is known here: it sent its own
 * alone, and that names where its issuer's can be had, or an issuer of the same organisation as one that is
 * trusted.
 */
function lacksIntermediate(chain: TlsFacts['chain'], trusted: readonly string[]): boolean {
  const last = chain.at(-1);
  if (last === undefined || last.subject === last.issuer) return false;
  const organisation = fieldOf(last.issuer, 'O');
  if (organisation === null) return false;
  const authorities = [...trusted, ...rootCertificates].map((pem) => new X509Certificate(pem));
  return authorities.some(({ subject }) => fieldOf(subject, 'O') === organisation);
}

/** One field of a name as Node writes it: `O=...` on a line of its own. */
function fieldOf(name: string | undefined, field: string): string | null {
  const line = name?.split('\n').find((each) => each.startsWith(`${field}=`));
  return line?.slice(field.length + 1) ?? null;
}

let publicAuthorities: ReadonlySet<string> | null = null;

function isPublicAuthority(certificate: X509Certificate): boolean {
  publicAuthorities ??= new Set(
    rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256),
  );
  return publicAuthorities.has(certificate.fingerprint256);
}
