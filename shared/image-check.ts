import { z } from 'zod';
import { checkReason } from './credential.ts';

/** How asking for an image's manifest ended; each has its words in every locale (`imageCheck.<reason>`). */
export const PULL_REASONS = [
  'pullable',
  'pullable-anonymously',
  /** Nobody was named, and the registry wants somebody. */
  'login-needed',
  /** The credential is good, and this repository is not for it. */
  'repository-denied',
  'repository-unknown',
  'reference-unknown',
  'terms-needed',
] as const;

/** What came of asking for an image's manifest, as a pull begins. */
export const pullCheck = z.strictObject({
  /** One of its own, or what stopped it before: then the words of a credential's check fit. */
  reason: z.enum(PULL_REASONS).or(checkReason),
  pullable: z.boolean(),
  /** Whom it was asked for as; null: nobody. */
  username: z.string().max(512).nullable(),
  /** The manifest's own digest, as the registry names it. */
  digest: z.string().max(256).nullable(),
  /** The host that answered last. */
  host: z.string().max(512).nullable(),
  httpStatus: z.number().int().min(100).max(599).nullable(),
  /** What the registry itself said, one line, scrubbed. */
  message: z.string().max(512).nullable(),
  at: z.iso.datetime(),
  durationMs: z.number().int().min(0),
});
export type PullCheck = z.infer<typeof pullCheck>;
