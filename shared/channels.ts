/**
 * The names of the contract, without its schemas: what the preload needs to know, and all it knows.
 * `contract.ts` does not compile unless both lists are the same.
 */
export const CALL_NAMES = [
  'app.info',
  'settings.get',
  'settings.set',
  'settings.managed',
  'vault.status',
  'vault.unlock',
  'vault.choose',
  'vault.set-up',
  'vault.open',
  'vault.change-passphrase',
  'vault.elsewhere',
  'vault.move',
  'vault.lock',
  'vault.confirm',
  'audit.list',
  'audit.export',
  'plaintext.find',
  'login.start',
  'login.plan',
  'login.commit',
  'login.discard',
  'run.cancel',
  'run.answer',
  'credentials.list',
  'credentials.check',
  'credentials.check-all',
  'credentials.plan-logout',
  'credentials.logout',
  'credentials.plan-write',
  'credentials.write',
  'credentials.forget',
  'credentials.adopt',
  'targets.list',
  'targets.add-file',
  'targets.forget-file',
  'lookup.explain',
  'history.list',
  'history.plan-undo',
  'history.undo',
  'drift.notices',
  'drift.keep-theirs',
  'doctor.examine',
  'doctor.plan',
  'doctor.fix',
  'doctor.save-script',
  'targets.root-script',
  'import.read-text',
  'import.read-bytes',
  'import.choose',
  'import.place',
  'import.check',
  'import.plan',
  'import.commit',
  'import.discard',
  'proxy.get',
  'proxy.set',
  'proxy.test',
  'images.check',
  'explainer.explain',
  'report.save',
  'report.copy',
  'links.open',
  'demo.start',
] as const;
/** What every page asks for first. */
export const FIRST_CALL = 'credentials.list' satisfies CallName;
export type CallName = (typeof CALL_NAMES)[number];

export const EVENT_NAMES = [
  'run',
  'credentials.changed',
  'targets.changed',
  'settings.changed',
  'vault.changed',
  'history.changed',
  'drift.changed',
  'menu.chosen',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The two channels that the preload uses; nothing else is reachable. */
export const CALL_CHANNEL = 'pullkeeper:call';
export const EVENT_CHANNEL = 'pullkeeper:event';
