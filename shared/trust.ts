import { z } from 'zod';

/** Why a certificate is not offered; each has its words in every locale (`trust.refused.<code>`). */
export const TRUST_REFUSALS = [
  /** The server's own, issued by another: it is the issuer that is to be trusted. */
  'server-certificate',
  'expired',
  'not-yet-valid',
  /** Chosen from a file, and nothing that the server showed leads to it. */
  'unrelated',
] as const;

/** SHA-256, as OpenSSL writes it: 32 pairs of capital hexadecimal digits between colons. */
export const fingerprint = z.string().regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);

/** Where a certificate is known from: the handshake, a file that the user chose, or a file of ours. */
export const CERTIFICATE_ORIGINS = ['server', 'file', 'added'] as const;

export const offeredCertificate = z.strictObject({
  fingerprint,
  subject: z.string().max(1024),
  issuer: z.string().max(1024),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  from: z.enum(CERTIFICATE_ORIGINS),
  selfSigned: z.boolean(),
  /** Null: it can be trusted. */
  refused: z.enum(TRUST_REFUSALS).nullable(),
  /** The file that trusting it writes, and the end of trust removes. */
  path: z.string().max(4096),
  /** That file is there. */
  trusted: z.boolean(),
});
export type OfferedCertificate = z.infer<typeof offeredCertificate>;

/** What can be trusted for one registry, and what is, by files of ours. */
export const trustView = z.strictObject({
  registry: z.string().max(512),
  /**
   * The system's directory for the registry, which tools no longer read once the user has one; null where
   * nothing would be hidden.
   */
  hides: z.string().max(4096).nullable(),
  certificates: z.array(offeredCertificate).max(64),
});
export type TrustView = z.infer<typeof trustView>;

/** Whose directory a script for root installs in: podman's and its like, or the docker daemon's. */
export const SYSTEM_TRUST = ['containers', 'docker'] as const;
export type SystemTrust = (typeof SYSTEM_TRUST)[number];
