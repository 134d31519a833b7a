import { z } from 'zod';
import type { CallName, EventName } from './channels.ts';
import { checkResult, credentialId, credentialKind, credentialView } from './credential.ts';
import { finding, findingId, fixPlan, fixResult } from './doctor.ts';
import { driftNotice } from './drift.ts';
import type { wireError } from './errors.ts';
import { historyEntry, undoPlan } from './history.ts';
import { explanation } from './lookup.ts';
import { settings } from './settings.ts';
import { appliedTarget, plan, targetId, targetView } from './target.ts';
import { vaultStatus } from './vault.ts';

const nothing = z.undefined();
/** The renderer makes it, subscribes, then starts: no event is lost. */
const runId = z.uuid();
const targetIds = z.array(targetId).max(64);

/** A link that the app may open in the system browser; the addresses live in main. */
export const LINKS = [
  'red-hat-developer-program',
  'red-hat-trial',
  'red-hat-service-accounts',
  'red-hat-registry-authentication',
  'red-hat-support-case',
  'quay-robot-accounts',
  'docker-hub-tokens',
  'github-tokens',
] as const;
export const link = z.enum(LINKS);
export type Link = z.infer<typeof link>;

/** What the user typed to log in. The secret crosses once, renderer to main. */
export const loginDraft = z.strictObject({
  /** `host[:port]` as `parseRegistry` normalised it. */
  registry: z.string().min(1).max(512),
  plainHttp: z.boolean(),
  kind: credentialKind,
  username: z.string().min(1).max(512),
  secret: z.string().min(1).max(65_536),
  label: z.string().max(200),
  /**
   * Other registries that take the same user and secret (registry.connect.redhat.com beside
   * registry.redhat.io). Each becomes a credential of its own with the same targets; the plan shows
   * their keys too. Only `registry` itself is checked.
   */
  alsoFor: z.array(z.string().min(1).max(512)).max(8).optional(),
});
export type LoginDraft = z.infer<typeof loginDraft>;

/** How a login run ended. The draft stays in main, for ten minutes at the most, until committed or discarded. */
export const loginOutcome = z.strictObject({
  check: checkResult,
  /** Null when there is nothing to commit: the credential was rejected, or the run was told to commit and has. */
  draftId: z.uuid().nullable(),
  /** What a commit to the proposed targets would do. */
  plan: plan.nullable(),
  /** Present when the run was started with `commit` and the verdict was `verified`. */
  committed: z
    .strictObject({ credentialId: credentialId, targets: z.array(appliedTarget).max(64) })
    .nullable(),
});
export type LoginOutcome = z.infer<typeof loginOutcome>;

/**
 * Every call that crosses IPC: name -> what goes in and what comes out. Both are parsed, in both
 * directions. No output has a field that could hold a secret.
 */
export const CALLS = {
  'app.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string().max(64),
      electron: z.string().max(64),
      chromium: z.string().max(64),
      node: z.string().max(64),
      platform: z.enum(['linux', 'darwin', 'win32']),
      /** Running in a throw-away home against the embedded demo registry. */
      demo: z.boolean(),
      systemLocale: z.string().max(64),
      /** Running as root, which the tools treat as another user than yours. */
      root: z.boolean(),
    }),
  },
  'settings.get': { input: nothing, output: settings },
  /** The store is changed by `vault.choose` alone. */
  'settings.set': { input: settings.omit({ vaultBackend: true }).partial(), output: settings },
  'vault.status': { input: nothing, output: vaultStatus },
  /** Asks the store again, and lets it show its own unlock prompt. Ends with the state after that. */
  'vault.unlock': { input: z.strictObject({ runId }), output: vaultStatus },

  /** The user's choice of the store; nothing falls back to another one in silence. */
  'vault.choose': {
    input: z.strictObject({ backend: z.enum(['keychain', 'memory']) }),
    output: vaultStatus,
  },

  /** ping -> challenge -> token -> verdict; then waits for `login.commit`, or commits when told to. */
  'login.start': {
    input: z.strictObject({
      runId,
      draft: loginDraft,
      /** Commit at once if the verdict is `verified`. */
      commit: z.strictObject({ targetIds }).nullable(),
    }),
    output: loginOutcome,
  },
  'login.plan': { input: z.strictObject({ draftId: z.uuid(), targetIds }), output: plan },
  /** Secret to the store, read back; index; then each target, one result each. */
  'login.commit': {
    input: z.strictObject({ runId, draftId: z.uuid(), targetIds }),
    output: z.strictObject({ credentialId, targets: z.array(appliedTarget).max(64) }),
  },
  'login.discard': { input: z.strictObject({ draftId: z.uuid() }), output: nothing },

  'run.cancel': { input: z.strictObject({ runId }), output: nothing },
  /** Answers a `question` event of a run. */
  'run.answer': {
    input: z.strictObject({ runId, questionId: z.uuid(), allow: z.boolean() }),
    output: nothing,
  },

  'credentials.list': { input: nothing, output: z.array(credentialView).max(20_000) },
  'credentials.check': {
    input: z.strictObject({ runId, credentialId }),
    output: checkResult,
  },
  /** What a logout would remove: the exact key, its URL forms and the Docker Hub aliases. */
  'credentials.plan-logout': {
    input: z.strictObject({ credentialId, targetIds }),
    output: plan,
  },
  'credentials.logout': {
    input: z.strictObject({ credentialId, targetIds }),
    output: z.array(appliedTarget).max(64),
  },
  /** Writes a stored credential to targets (again). */
  'credentials.plan-write': { input: z.strictObject({ credentialId, targetIds }), output: plan },
  'credentials.write': {
    input: z.strictObject({ runId, credentialId, targetIds }),
    output: z.array(appliedTarget).max(64),
  },
  /** Logs out of every target, then removes the secret and the index entry. */
  'credentials.forget': {
    input: z.strictObject({ runId, credentialId }),
    output: z.strictObject({ targets: z.array(appliedTarget).max(64), removed: z.boolean() }),
  },

  /** A foreign entry becomes a credential. Main reads its secret where it is; the target stays as it is. */
  'credentials.adopt': {
    input: z.strictObject({ runId, targetId, key: z.string().max(1024) }),
    output: z.strictObject({ credentialId }),
  },

  'targets.list': { input: nothing, output: z.array(targetView).max(64) },
  /** Main asks the user for a file and tells its format from its content. Null: the user chose none. */
  'targets.add-file': {
    input: nothing,
    output: z.strictObject({ targetId: targetId.nullable() }),
  },
  /** The file itself stays as it is. */
  'targets.forget-file': { input: z.strictObject({ targetId }), output: nothing },

  /** Which credential each kind of tool would use for a registry or an image. */
  'lookup.explain': {
    input: z.strictObject({ runId, reference: z.string().max(2048) }),
    output: explanation,
  },

  /** The newest first. Every word of the query has to be in the entry: registry, user, path, action. */
  'history.list': {
    input: z.strictObject({
      query: z.string().max(200),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(historyEntry).max(500),
  },
  'history.plan-undo': { input: z.strictObject({ entryId: z.uuid() }), output: undoPlan },
  /** Restores the entries of a recorded change, not the file; is recorded itself. */
  'history.undo': { input: z.strictObject({ runId, entryId: z.uuid() }), output: appliedTarget },

  /** What other tools did to what was written; `credentials.write` puts it back. */
  'drift.notices': { input: nothing, output: z.array(driftNotice).max(20_000) },
  /**
   * The user accepts it: the credential is no longer meant to be in that target, or takes the secret
   * that the same user has there now.
   */
  'drift.keep-theirs': { input: z.strictObject({ credentialId, targetId }), output: nothing },

  /** What is wrong in any of the places, found without changing anything; helpers get 5 s each. */
  'doctor.examine': {
    input: z.strictObject({ runId }),
    output: z.strictObject({ findings: z.array(finding).max(5000) }),
  },
  /**
   * What the fix of a finding would do now. `fetch`: logins that a helper still holds are to be written
   * into the file before the helper is dropped. Rejects with PLAN_STALE where the finding is gone.
   */
  'doctor.plan': {
    input: z.strictObject({ runId, findingId, fetch: z.boolean() }),
    output: fixPlan,
  },
  /** Does what `doctor.plan` showed last for this finding. */
  'doctor.fix': {
    input: z.strictObject({ runId, findingId, fetch: z.boolean() }),
    output: fixResult,
  },
  /** Main asks where; the file has mode 0700 and no secret in it. Null: the user chose no place. */
  'doctor.save-script': {
    input: z.strictObject({ findingId }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },
  /**
   * For a place that only root can write: main saves a script to read and run, and the content that it
   * installs as a 0600 file of its own, which the script removes.
   */
  'targets.root-script': {
    input: z.strictObject({ runId, targetId, credentialIds: z.array(credentialId).min(1).max(64) }),
    output: z.strictObject({ path: z.string().max(4096).nullable() }),
  },

  'links.open': { input: z.strictObject({ link }), output: nothing },
  /** Starts the embedded registry on loopback; the account it takes is in `shared/demo.ts`. */
  'demo.start': {
    input: nothing,
    output: z.strictObject({ registry: z.string().max(512) }),
  },
} as const satisfies Record<CallName, { input: z.ZodType; output: z.ZodType }>;

export type { CallName, EventName };
export type CallInput<N extends CallName> = z.infer<(typeof CALLS)[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<(typeof CALLS)[N]['output']>;

/** The steps of a login or check run, in order. */
export const RUN_STEPS = [
  'ping',
  'challenge',
  'token',
  'verdict',
  'store-secret',
  'index',
  'write-targets',
] as const;
export const runStep = z.enum(RUN_STEPS);
export type RunStep = z.infer<typeof runStep>;

/** Events of long work. `seq` counts from 0 within a run. */
export const runEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('step'),
    runId,
    seq: z.number().int().min(0),
    step: runStep,
    status: z.enum(['running', 'done', 'failed', 'skipped']),
    /** The host this step talks to; null where it talks to none. */
    host: z.string().max(512).nullable(),
    /** What this step will not take longer than. */
    limitMs: z.number().int().min(0),
  }),
  /** The token server is neither the registry nor one it is known to use: send the credential there? */
  z.strictObject({
    type: z.literal('question'),
    runId,
    seq: z.number().int().min(0),
    questionId: z.uuid(),
    question: z.literal('realm'),
    registry: z.string().max(512),
    realmHost: z.string().max(512),
  }),
  /** The store shows a prompt of its own; the run waits for it. */
  z.strictObject({
    type: z.literal('store-prompt'),
    runId,
    seq: z.number().int().min(0),
    limitMs: z.number().int().min(0),
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** Items of the application menu that lead somewhere in the page. */
export const MENU_ITEMS = ['log-in', 'credentials', 'settings', 'about'] as const;
export const menuItem = z.enum(MENU_ITEMS);
export type MenuItem = z.infer<typeof menuItem>;

/** Every event that main sends: name -> payload. */
export const EVENTS = {
  run: runEvent,
  /** The index or a watched file changed: read the list again. */
  'credentials.changed': z.strictObject({}),
  'targets.changed': z.strictObject({}),
  'settings.changed': settings,
  'vault.changed': vaultStatus,
  /** A change was recorded; `lost` counts those that could not be and cannot be undone. */
  'history.changed': z.strictObject({ lost: z.number().int().min(0) }),
  'drift.changed': z.strictObject({}),
  /** The user chose an item of the application menu that the page answers. */
  'menu.chosen': z.strictObject({ item: menuItem }),
} as const satisfies Record<EventName, z.ZodType>;

export type EventPayload<N extends EventName> = z.infer<(typeof EVENTS)[N]>;

/** What a call answers with. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof wireError> };
