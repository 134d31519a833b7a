import type { CallName } from '../../../shared/channels.ts';

/** The calls that change something or use a secret: what an auditor asks about. */
export const AUDITED: ReadonlySet<CallName> = new Set<CallName>([
  'credentials.adopt',
  'credentials.check',
  'credentials.check-all',
  'credentials.forget',
  'credentials.logout',
  'credentials.write',
  'doctor.fix',
  'doctor.save-script',
  'drift.keep-theirs',
  'history.undo',
  'login.commit',
  'login.start',
  'targets.add-file',
  'targets.forget-file',
  'targets.root-script',
  'vault.change-passphrase',
  'vault.choose',
  'vault.confirm',
  'vault.lock',
  'vault.move',
  'vault.open',
  'vault.set-up',
]);
