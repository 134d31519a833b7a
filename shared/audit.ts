import { z } from 'zod';
import { verdict } from './credential.ts';
import { errorCode } from './errors.ts';
import { targetId } from './target.ts';

/** One act of a user and how it ended. It has no secret, and nothing to make one of. */
export const auditEntry = z.strictObject({
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  /** The name of the operating system's user. */
  who: z.string().max(256),
  /** The call of the contract: `credentials.logout`. */
  action: z.string().max(64),
  /** The logins that it was about. */
  subjects: z
    .array(z.strictObject({ registry: z.string().max(1024), username: z.string().max(512) }))
    .max(1000),
  targets: z.array(targetId).max(64),
  /** `partly`: some of its targets could not be changed. */
  outcome: z.enum(['done', 'partly', 'failed', 'cancelled']),
  /** What a registry said of the credential, where one was asked. */
  verdict: verdict.nullable(),
  /** Why it failed. */
  code: errorCode.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
