import type { X509Certificate } from 'node:crypto';
import type { OfferedCertificate } from '../../../shared/trust.ts';
import { certificateFacts } from '../registry/certificate-facts.ts';

type Refusal = OfferedCertificate['refused'];
/** What a certificate is, before it is known where it would be written. */
export type Judged = Omit<OfferedCertificate, 'path' | 'trusted'> & {
  readonly certificate: X509Certificate;
};

const MAX_NAME = 1024;

/**
 * What may be trusted of what a server showed and of what the user chose from a file: authorities, and a
 * server's own certificate where nobody else signed it. Each certificate once.
 *
 * @param chain as the server showed it, its own first
 * @param chosen from a file
 */
export function judge(
  chain: readonly X509Certificate[],
  chosen: readonly X509Certificate[],
  now = new Date(),
): Judged[] {
  const related = relatedTo(chain, chosen);
  const [own] = chain;
  const known = new Set(chain.map(({ fingerprint256 }) => fingerprint256));
  return [
    ...chain.map((each) => judged(each, 'server', each === own ? ofServer(each) : null, now)),
    ...chosen
      .filter(({ fingerprint256 }) => !known.has(fingerprint256))
      .map((each) => judged(each, 'file', related.has(each) ? ofServer(each) : 'unrelated', now)),
  ];
}

/** One that a file of ours holds. */
export function judgedAdded(certificate: X509Certificate, now = new Date()): Judged {
  return judged(certificate, 'added', null, now);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

function judged(
  certificate: X509Certificate,
  from: OfferedCertificate['from'],
  refused: Refusal,
  now: Date,
): Judged {
  const { subject, issuer, notBefore, notAfter, fingerprint } = certificateFacts(certificate);
  return {
    certificate,
    fingerprint,
    subject: subject.slice(0, MAX_NAME),
    issuer: issuer.slice(0, MAX_NAME),
    notBefore,
    notAfter,
    from,
    selfSigned: isSelfSigned(certificate),
    refused: refused ?? outOfTime(notBefore, notAfter, now),
  };
}

/** No trust in a certificate that somebody else can speak for. */
function ofServer(certificate: X509Certificate): Refusal {
  return certificate.ca || isSelfSigned(certificate) ? null : 'server-certificate';
}

function outOfTime(notBefore: string, notAfter: string, now: Date): Refusal {
  const at = now.toISOString();
  if (notAfter < at) return 'expired';
  return at < notBefore ? 'not-yet-valid' : null;
}

/** Those that one of the chain leads to, by name and by signature, also over one another. */
function relatedTo(
  chain: readonly X509Certificate[],
  chosen: readonly X509Certificate[],
): ReadonlySet<X509Certificate> {
  const related = new Set<X509Certificate>();
  const reached = [...chain];
  for (const each of reached) {
    for (const other of chosen) {
      if (related.has(other) || !(isIssuedBy(each, other) || isSame(each, other))) continue;
      related.add(other);
      reached.push(other);
    }
  }
  return related;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isSame(a: X509Certificate, b: X509Certificate): boolean {
  return a.fingerprint256 === b.fingerprint256;
}
