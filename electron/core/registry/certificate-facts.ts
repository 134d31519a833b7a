import type { X509Certificate } from 'node:crypto';

/** What a certificate says of itself, each on one line. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** UTC, ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly names: string;
  /** SHA-256 */
  readonly fingerprint: string;
}

export function certificateFacts({
  subject,
  issuer,
  validFrom,
  validTo,
  subjectAltName,
  fingerprint256,
}: X509Certificate): CertificateFacts {
  return {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
    names: subjectAltName ?? '',
    fingerprint: fingerprint256,
  };
}

/** Node writes each part of a name on a line of its own, and no name at all as undefined. */
export function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
