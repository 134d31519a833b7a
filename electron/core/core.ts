import type { CallName, EventName } from '../../shared/channels.ts';
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import type { EventPayload } from '../../shared/events.ts';
import type { Settings } from '../../shared/settings.ts';
import { Adopting } from './adopting.ts';
import { createHelperClient } from './authfile/credential-helper.ts';
import { systemLocations } from './authfile/locations.ts';
import { loadChecking } from './checking.ts';
import { Credentials } from './credentials.ts';
import { Demo } from './demo.ts';
import type { DoctorCalls } from './doctor/doctor-calls.ts';
import type { SaveScript } from './doctor/root-scripts.ts';
import { Drafts } from './drafts.ts';
import { Drift } from './drift/drift.ts';
import { Failure } from './failure.ts';
import { openHistory } from './history/open-history.ts';
import type { Host } from './host.ts';
import { inRun, Keeping } from './keeping.ts';
import type { Log } from './log.ts';
import { type LoginDeps, Logins } from './login.ts';
import { type ConsentStorage, RealmConsents } from './realm-consents.ts';
import { Runs } from './runs.ts';
import { Learning } from './targets/learning.ts';
import { OwnFiles } from './targets/own-files.ts';
import { Targets } from './targets/targets.ts';
import { Undoing } from './undoing.ts';
import { createCustody } from './vault/custody.ts';
import { CredentialIndex, type IndexStorage, type VaultBackend } from './vault/index.ts';
import type { KeychainOptions } from './vault/keychain.ts';
import type { Vault } from './vault/vault.ts';

/** The calls that the product answers by itself; the others belong to the desktop around it. */
export type CoreCallName = Exclude<
  CallName,
  `app.${string}` | `settings.${string}` | `links.${string}`
>;

/** One method per call of the contract, with the contract's shapes. Each rejects with a `Failure`. */
export type CoreCalls = {
  readonly [N in CoreCallName]: (input: CallInput<N>) => Promise<CallOutput<N>>;
};

/** Sends an event to whoever shows it. */
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>) => void;

/** What a store of secrets is given to remember itself by and to tell its state with. */
export type VaultContext = Required<Pick<KeychainOptions, 'identity' | 'onStatus'>>;

export interface CoreOptions {
  readonly host: Host;
  /** Makes a store of that kind; called at most once for each. */
  readonly openVault: (backend: Settings['vaultBackend'], context: VaultContext) => Vault;
  /** The store that the user chose last. `vault.choose` changes it; remembering it is the caller's. */
  readonly vaultBackend: Settings['vaultBackend'];
  readonly indexStorage: IndexStorage;
  readonly consentStorage: ConsentStorage;
  /** What was put where, without secrets. */
  readonly placementStorage: IndexStorage;
  /** The files that the user added to the targets. */
  readonly ownFileStorage: IndexStorage;
  /** Where encrypted records of changes go. */
  readonly historyDirectory: string;
  /** Asks the user for a file; null where none was chosen. */
  readonly chooseFile: () => Promise<string | null>;
  /** Asks the user where a script for root is to go. */
  readonly saveScript: SaveScript;
  readonly log: Log;
  readonly emit: Emit;
}

/** The product without its window. */
export interface Core {
  readonly calls: CoreCalls;
  /** Repairs what a crash left, sweeps our temporary files and watches the targets. Calls may come before it is done. */
  start(): Promise<void>;
  /** Drops every secret that waits in memory: drafts, and what the comparison of files needs. */
  lock(): void;
  /** Cancels the runs, waits (at most `CLOSE_LIMIT_MS`) for writes that look at their file again and are recorded, ends what runs. */
  close(): Promise<void>;
}

/** What the end of the app waits for writes at the most: they look at their file for less than a second. */
export const CLOSE_LIMIT_MS = 3_000;

/** When what a first login needs is loaded: long after the list is there, and before a form is filled in. */
const WARM_AFTER_MS = 2_000;

/** Builds the product. Nothing is read or started yet, and what a list does not need is not loaded. */
export function createCore(options: CoreOptions): Core {
  const { host, log, emit } = options;
  const index = new CredentialIndex(options.indexStorage);
  const vaults = new Map<VaultBackend, Vault>();
  const vaultOf = (backend: VaultBackend): Vault => {
    const opened = vaults.get(backend);
    if (opened !== undefined) return opened;
    if (backend === 'age-file') throw new Failure('STORE_UNREACHABLE', { reason: backend });
    const vault = options.openVault(backend, {
      identity: index.identity,
      onStatus: (status) => emit('vault.changed', status),
    });
    vaults.set(backend, vault);
    return vault;
  };
  const custody = createCustody({ index, vaultOf, backend: options.vaultBackend });

  const runs = new Runs((event) => emit('run', event));
  const consents = new RealmConsents(options.consentStorage);
  const drafts: LoginDeps['drafts'] = new Drafts();
  const history = openHistory({
    directory: options.historyDirectory,
    vault: () => custody.chosen,
    log,
    changed: (lost) => emit('history.changed', { lost }),
  });
  const targets = new Targets({
    host,
    log,
    ownFiles: new OwnFiles(options.ownFileStorage),
    record: (change, cause) => history.record(change, cause),
  });
  const drift: Drift = new Drift({
    storage: options.placementStorage,
    targets,
    credentials: () => index.list(),
    undecided: (ids) => learning.wish(ids),
    log,
    changed: () => emit('drift.changed', {}),
  });
  const changed = () => {
    emit('credentials.changed', {});
    emit('targets.changed', {});
    drift.wake();
  };
  const learning: Learning = new Learning(
    (id) => custody.read(id),
    (id, secret) => targets.learn(id, secret),
    changed,
    log,
  );
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      log.warn('core.not-done', { what, error });
    }
  };
  const keeping: Keeping = new Keeping({
    index,
    custody,
    targets,
    log,
    changed,
    opened: () => {
      void attempt('repair', () => keeping.repair());
      learning.retry();
    },
  });
  const shared = { host, log, runs, consents, keeping, targets, drift };
  const logins = new Logins({ ...shared, drafts });
  const credentials = new Credentials({ ...shared, index, custody, learning, changed });
  const adopting = new Adopting({ ...shared, index, changed });
  const undoing = new Undoing({ ...shared, index, history, changed });
  let doctorLoading: Promise<DoctorCalls> | undefined;
  const doctor = () => {
    const { saveScript } = options;
    const deps = {
      ...shared,
      index,
      custody,
      changed,
      saveScript,
      helpers: (suffix: string) => createHelperClient(suffix, host),
      locations: () => [...targets.all, ...systemLocations(host)],
    };
    doctorLoading ??= import('./doctor/doctor-calls.ts').then(
      (module) => new module.DoctorCalls(deps),
    );
    return doctorLoading;
  };
  const demo = new Demo();
  let warming: NodeJS.Timeout | undefined;

  const calls: CoreCalls = {
    'vault.status': () => custody.chosen.status(),
    'vault.unlock': ({ runId }) =>
      runs.during(runId, async (run) => {
        const status = await custody.chosen.unlock(inRun(run));
        if (status.state === 'ok') {
          await attempt('repair', () => keeping.repair());
          learning.retry();
        }
        return status;
      }),
    'vault.choose': async ({ backend }) => {
      custody.choose(backend);
      const status = await custody.chosen.status();
      emit('vault.changed', status);
      await attempt('repair', () => keeping.repairAgain());
      learning.retry();
      return status;
    },

    'login.start': (input) => drift.quietly(() => logins.start(input)),
    'login.plan': (input) => logins.plan(input),
    'login.commit': (input) => drift.quietly(() => logins.commit(input)),
    'login.discard': async ({ draftId }) => void logins.discard(draftId),

    'run.cancel': async ({ runId }) => void runs.cancel(runId),
    'run.answer': async ({ runId, questionId, allow }) =>
      void runs.answer(runId, questionId, allow),

    'credentials.list': () => credentials.list(),
    'credentials.check': (input) => credentials.check(input),
    'credentials.plan-logout': (input) => credentials.planLogout(input),
    'credentials.logout': (input) => drift.quietly(() => credentials.logout(input)),
    'credentials.plan-write': (input) => credentials.planWrite(input),
    'credentials.write': (input) => drift.quietly(() => credentials.write(input)),
    'credentials.forget': (input) => drift.quietly(() => credentials.forget(input)),
    'credentials.adopt': (input) => adopting.adopt(input),
    'targets.list': () => credentials.targetList(),
    'targets.add-file': async () => {
      const path = await options.chooseFile();
      if (path === null) return { targetId: null };
      const targetId = await targets.addFile(path);
      changed();
      return { targetId };
    },
    'targets.forget-file': async (input) => void (await credentials.forgetFile(input)),

    'lookup.explain': ({ runId, reference }) =>
      runs.during(runId, async ({ signal }) => {
        const { explain } = await import('./lookup/explain.ts');
        return explain(host, reference, signal);
      }),

    'history.list': (input) => history.list(input),
    'history.plan-undo': (input) => undoing.plan(input),
    'history.undo': (input) => drift.quietly(() => undoing.undo(input)),

    'drift.notices': () => drift.notices(),
    'drift.keep-theirs': (input) => drift.quietly(() => adopting.keepTheirs(input)),

    'doctor.examine': ({ runId }) =>
      runs.during(runId, async (run) => (await doctor()).examine(run)),
    'doctor.plan': (input) =>
      runs.during(input.runId, async (run) => (await doctor()).plan(run, input)),
    'doctor.fix': (input) =>
      runs.during(input.runId, async (run) => (await doctor()).fix(run, input)),
    'doctor.save-script': async (input) => (await doctor()).saveScript(input),
    'targets.root-script': (input) =>
      runs.during(input.runId, async (run) => (await doctor()).rootScript(run, input)),

    'demo.start': () => demo.start(),
  };

  return {
    calls,

    async start() {
      warming = setTimeout(() => {
        void attempt('warm', () =>
          Promise.all([targets.warm(), loadChecking(), history.warm(), history.tidy()]),
        );
      }, WARM_AFTER_MS);
      warming.unref();
      await Promise.all([
        attempt('watch', () => targets.watch(changed)),
        attempt('sweep', () => targets.sweep()),
        attempt('repair', () => keeping.repair()),
      ]);
    },

    lock() {
      drafts.dropAll();
      learning.stop();
      targets.lock();
      history.lock();
    },

    async close() {
      clearTimeout(warming);
      runs.cancelAll();
      drafts.dropAll();
      learning.stop();
      await within(
        CLOSE_LIMIT_MS,
        runs.ended().then(() => Promise.all([targets.close(), drift.close(), history.settled()])),
      );
      for (const vault of vaults.values()) vault.close();
      await demo.close();
    },
  };
}

/** Waits for work, but not longer than that. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
