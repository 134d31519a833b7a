import { z } from 'zod';
import type { CallName } from './channels.ts';
import { verdict } from './credential.ts';
import { errorCode } from './errors.ts';
import { targetId } from './target.ts';

/** The calls that change something or use a secret: what an auditor asks about. */
export const AUDITED_CALLS = [
  'credentials.adopt',
  'credentials.check',
  'credentials.check-all',
  'credentials.forget',
  'credentials.logout',
  'credentials.logout-all',
  'credentials.write',
  'diagnosis.distrust',
  'diagnosis.rerun',
  'diagnosis.run',
  'diagnosis.trust',
  'diagnosis.trust-script',
  'doctor.fix',
  'doctor.save-script',
  'drift.keep-theirs',
  'export.copy',
  'export.save',
  'history.undo',
  'import.commit',
  'login.check-again',
  'login.commit',
  'login.start',
  'profiles.apply',
  'pull-secret.add',
  'pull-secret.copy',
  'pull-secret.save',
  'session.keep',
  'session.put-back',
  'red-hat.configure',
  'red-hat.sign-in',
  'red-hat.sign-out',
  'service-accounts.abandon',
  'service-accounts.accept',
  'service-accounts.describe',
  'service-accounts.remote-create',
  'service-accounts.remote-delete',
  'service-accounts.remote-describe',
  'service-accounts.remote-fetch',
  'service-accounts.remote-regenerate',
  'service-accounts.rotate',
  'secret.copy',
  'secret.reveal',
  'targets.add-file',
  'targets.forget-file',
  'targets.root-script',
  'vault.adopt',
  'vault.change-passphrase',
  'vault.choose',
  'vault.confirm',
  'vault.lock',
  'vault.move',
  'vault.open',
  'vault.restore',
  'vault.set-up',
] as const satisfies readonly CallName[];
export type AuditedCall = (typeof AUDITED_CALLS)[number];

/** Of an act on more credentials than this the first ones are named. */
export const AUDIT_SUBJECTS_MAX = 1000;

/** One act of a user and how it ended. It has no secret, and nothing to make one of. */
export const auditEntry = z.strictObject({
  id: z.uuid(),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
  /** The name of the operating system's user. */
  who: z.string().max(256),
  /** The call of the contract: `credentials.logout`. A later version may know others. */
  action: z.string().max(64),
  /** The app did it by itself. */
  automatic: z.boolean().optional(),
  /** The logins that it was about; a registry that nobody was named for has an empty username. */
  subjects: z
    .array(z.strictObject({ registry: z.string().max(1024), username: z.string().max(512) }))
    .max(AUDIT_SUBJECTS_MAX),
  targets: z.array(targetId).max(64),
  /** `partly`: some of its targets could not be changed. */
  outcome: z.enum(['done', 'partly', 'failed', 'cancelled']),
  /** What a registry said of the credential, where one was asked. */
  verdict: verdict.nullable(),
  /** Why it failed. */
  code: errorCode.nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
