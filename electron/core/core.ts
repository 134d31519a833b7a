import { Adopting } from './adopting.ts';
import { audited, createRecorder } from './audit/auditing.ts';
import { Browsing } from './browsing/browsing.ts';
import type { BulkLogout } from './bulk-logout.ts';
import { type CoreCalls, lazyCalls } from './calls.ts';
import { loadChecking } from './checking.ts';
import { Credentials } from './credentials.ts';
import { Demo } from './demo.ts';
import { Findings } from './diagnostics/findings.ts';
import { Drafts } from './drafts.ts';
import type { ImportDrafts } from './importing/importing.ts';
import { inRun } from './keeping.ts';
import { type LoginDeps, Logins } from './login.ts';
import type { PullSecretDrafts } from './pull-secrets/workbench.ts';
import { type CoreOptions, createServices } from './services.ts';
import type { PutBack } from './session/put-back.ts';
import { Undoing } from './undoing.ts';
import { storesOf } from './vault/presence.ts';
import { createVaultCalls } from './vault/vault-calls.ts';

/** The product without its window. */
export interface Core {
  readonly calls: CoreCalls;
  /** Repairs what a crash left, sweeps our temporary files and watches the targets. Calls may come before it is done. */
  start(): Promise<void>;
  /** Drops every secret that waits in memory: drafts, and what the comparison of files needs. */
  lock(): void;
  /** The user is away: locks the vault file. A desktop's keychain is the desktop's to lock. */
  lockFile(): Promise<void>;
  /** Cancels the runs, waits (at most `CLOSE_LIMIT_MS`) for writes that look at their file again and are recorded, ends what runs. */
  close(): Promise<void>;
}

/** What the end of the app waits for writes at the most: they look at their file for less than a second. */
export const CLOSE_LIMIT_MS = 3_000;

/** When what a first login needs is loaded: long after the list is there, and before a form is filled in. */
const WARM_AFTER_MS = 2_000;

/** Builds the product. Nothing is read or started yet, and what a list does not need is not loaded. */
export function createCore(options: CoreOptions): Core {
  const services = createServices({
    ...options,
    emit: (name, payload) => {
      options.emit(name, payload);
      // The store may have been unlocked: what waited for it is put back.
      if (name === 'vault.changed' && isStarted) wakePutBack();
    },
  });
  const { host, desktop, custody, runs, history, targets, drift, learning, keeping } = services;
  const { changed, attempt, presence } = services;
  const record = createRecorder(services.index, (entry) => services.audit.add(entry));
  const expired = (draftId: string) => services.emit('drafts.expired', { draftId });
  const drafts: LoginDeps['drafts'] = new Drafts(expired);
  const importDrafts: ImportDrafts = new Drafts(expired);
  const pullSecretDrafts: PullSecretDrafts = new Drafts(expired);
  const logins = new Logins({ ...services, drafts });
  const credentials = new Credentials(services);
  const browsing = new Browsing(services);
  let loadingBulk: Promise<BulkLogout> | undefined;
  const bulkLogout = () => {
    loadingBulk ??= import('./bulk-logout.ts').then((module) => new module.BulkLogout(services));
    return loadingBulk;
  };
  const adopting = new Adopting(services);
  const undoing = new Undoing(services);
  const demo = new Demo();
  const findings = new Findings();
  /** What several parts share and a start does not need. */
  const exportUses = once(async () => {
    const { ExportUses } = await import('./exporting/uses.ts');
    return new ExportUses(services.storage('export-uses'), services.log);
  });
  const redHat = once(async () => {
    const { RedHatSession } = await import('./service-accounts/session.ts');
    return new RedHatSession(services.storage('red-hat'), services, options.managed?.redHat);
  });
  let warming: NodeJS.Timeout | undefined;
  let isStarted = false;
  let putBack: Promise<PutBack> | null = null;
  const loadPutBack = () => {
    putBack ??= import('./session/put-back.ts').then(
      (module) => new module.PutBack({ ...services, record }),
    );
    return putBack;
  };
  const wakePutBack = () =>
    void attempt('put-back', async () => {
      (await loadPutBack()).wake();
    });

  const clearCopied = () => attempt('clear-copied', desktop.clearCopied);
  const lock = () => {
    void clearCopied();
    drafts.dropAll();
    importDrafts.dropAll();
    pullSecretDrafts.dropAll();
    findings.dropAll();
    void redHat.made?.then((session) => session.lock());
    learning.stop();
    targets.lock();
    history.lock();
  };

  const calls: CoreCalls = {
    ...createVaultCalls(services, lock),

    'login.start': (input) => drift.quietly(() => logins.start(input)),
    'login.check-again': (input) => logins.checkAgain(input),
    'login.plan': (input) => logins.plan(input),
    'login.commit': (input) => drift.quietly(() => logins.commit(input)),
    'login.discard': async ({ draftId }) => void logins.discard(draftId),

    'run.cancel': async ({ runId }) => void runs.cancel(runId),
    'run.answer': async ({ runId, questionId, allow }) =>
      void runs.answer(runId, questionId, allow),

    'credentials.list': () => credentials.list(),
    'credentials.first': () => browsing.first(),
    'credentials.find': (input) => browsing.find(input),
    'credentials.get': (input) => browsing.get(input),
    'credentials.matching': (input) => browsing.ids(input),
    'credentials.facets': async () => browsing.facets(),
    'credentials.edit': async (input) => void browsing.edit(input),
    'credentials.check': (input) => credentials.check(input),
    'credentials.check-all': ({ runId, credentialIds }) =>
      runs.during(runId, async (run) => {
        const { checkAll } = await import('./check-all.ts');
        return checkAll(run, services, credentialIds);
      }),
    'credentials.plan-logout': (input) => credentials.planLogout(input),
    'credentials.logout': (input) => drift.quietly(() => credentials.logout(input)),
    'credentials.plan-logout-all': async (input) => (await bulkLogout()).plan(input),
    'credentials.logout-all': (input) =>
      drift.quietly(async () => (await bulkLogout()).logout(input)),
    'credentials.plan-write': (input) => credentials.planWrite(input),
    'credentials.write': (input) => drift.quietly(() => credentials.write(input)),
    'credentials.forget': (input) => drift.quietly(() => credentials.forget(input)),
    'credentials.adopt': (input) => adopting.adopt(input),
    'targets.list': () => credentials.targetList(),
    'targets.places': () => targets.places(),
    'targets.add-file': async () => {
      const path = await desktop.chooseFile();
      if (path === null) return { targetId: null };
      const targetId = await targets.addFile(path);
      changed();
      return { targetId };
    },
    'targets.forget-file': async (input) => void (await credentials.forgetFile(input)),
    'targets.root-script': ({ runId, targetId, credentialIds }) =>
      runs.during(runId, async (run) => {
        const { saveRootScript } = await import('./doctor/root-scripts.ts');
        await presence.use(storesOf(credentialIds, services));
        const read = (id: string) => custody.read(id, inRun(run));
        return { path: await saveRootScript(targetId, credentialIds, { ...services, read }) };
      }),

    'lookup.explain': ({ runId, reference }) =>
      runs.during(runId, async ({ signal }) => {
        const { explain } = await import('./lookup/explain.ts');
        return explain(host, reference, { signal });
      }),

    'history.list': (input) => history.list(input),
    'history.plan-undo': (input) => undoing.plan(input),
    'history.undo': (input) => drift.quietly(() => undoing.undo(input)),

    'drift.notices': () => drift.notices(),
    'drift.keep-theirs': (input) => drift.quietly(() => adopting.keepTheirs(input)),

    ...lazyCalls('session', async () => {
      const { createSessionCalls } = await import('./session/session-calls.ts');
      return createSessionCalls(services, await loadPutBack());
    }),

    ...lazyCalls('audit', async () => {
      const { createAuditCalls } = await import('./audit/audit-calls.ts');
      return createAuditCalls(services);
    }),

    ...lazyCalls('explainer', async () => {
      const { createExplainerCalls } = await import('./explaining/explainer-calls.ts');
      return createExplainerCalls();
    }),
    ...lazyCalls('report', async () => {
      const { createReportCalls } = await import('./explaining/report-calls.ts');
      return createReportCalls(services, findings);
    }),
    ...lazyCalls('images', async () => {
      const { createImagesCalls } = await import('./images/images-calls.ts');
      return createImagesCalls(services);
    }),
    ...lazyCalls('secret', async () => {
      const { createSecretCalls } = await import('./vault/secret-calls.ts');
      return createSecretCalls(services);
    }),

    ...lazyCalls('plaintext', async () => {
      const { createPlaintextCalls } = await import('./plaintext/plaintext-calls.ts');
      return createPlaintextCalls(services);
    }),

    ...lazyCalls('diagnosis', async () => {
      const { createDiagnosisCalls } = await import('./diagnostics/diagnosis-calls.ts');
      return createDiagnosisCalls(services, findings);
    }),

    ...lazyCalls('documents', async () => {
      const { createDocumentsCalls } = await import('./documents/documents-calls.ts');
      return createDocumentsCalls(services);
    }),

    ...lazyCalls('doctor', async () => {
      const { createDoctorCalls } = await import('./doctor/doctor-calls.ts');
      return createDoctorCalls(services);
    }),

    ...lazyCalls('import', async () => {
      const { createImportCalls } = await import('./importing/import-calls.ts');
      return createImportCalls(services, importDrafts);
    }),

    ...lazyCalls('export', async () => {
      const { createExportCalls } = await import('./exporting/export-calls.ts');
      return createExportCalls(services, await exportUses());
    }),

    ...lazyCalls('overview', async () => {
      const { createOverviewCalls } = await import('./overview/overview-calls.ts');
      return createOverviewCalls(services);
    }),

    ...lazyCalls('profiles', async () => {
      const { createProfilesCalls } = await import('./profiles/profiles-calls.ts');
      return createProfilesCalls(services);
    }),

    ...lazyCalls('pull-secret', async () => {
      const { createPullSecretCalls } = await import('./pull-secrets/pull-secret-calls.ts');
      const uses = await exportUses();
      return createPullSecretCalls(services, { drafts: pullSecretDrafts, uses });
    }),

    ...lazyCalls('red-hat', async () => {
      const { createRedHatCalls } = await import('./service-accounts/red-hat-calls.ts');
      return createRedHatCalls(services, await redHat());
    }),

    ...lazyCalls('service-accounts', async () => {
      const { createServiceAccountsCalls } = await import(
        './service-accounts/service-accounts-calls.ts'
      );
      const [session, uses] = await Promise.all([redHat(), exportUses()]);
      return createServiceAccountsCalls(services, { session, uses, logins });
    }),

    ...lazyCalls('proxy', async () => {
      const { createProxyCalls } = await import('./proxy/proxy-calls.ts');
      return createProxyCalls(services);
    }),

    'demo.start': () => demo.start(),
  };

  return {
    calls: audited(calls, record),

    async start() {
      warming = setTimeout(() => {
        void attempt('warm', () =>
          Promise.all([targets.warm(), loadChecking(), history.warm(), history.tidy()]),
        );
      }, WARM_AFTER_MS);
      warming.unref();
      isStarted = true;
      const onChange = () => {
        changed();
        // A session's directory may have come.
        wakePutBack();
      };
      await Promise.all([
        attempt('watch', async () => {
          try {
            await targets.watch(onChange);
          } finally {
            // What changed since the files were first read, nobody told.
            onChange();
          }
        }),
        attempt('sweep', () => targets.sweep()),
        attempt('repair', () => keeping.repair()),
      ]);
    },

    lock,

    async lockFile() {
      if (custody.chosen.backend === 'age-file') lock();
      // It may have been opened for a secret that was left in it.
      await services.ageFile().lock();
    },

    async close() {
      clearTimeout(warming);
      runs.cancelAll();
      drafts.dropAll();
      importDrafts.dropAll();
      pullSecretDrafts.dropAll();
      learning.stop();
      await within(
        CLOSE_LIMIT_MS,
        runs
          .ended()
          .then(() =>
            Promise.all([
              putBack?.then((each) => each.settled()),
              targets.close(),
              drift.close(),
              history.settled(),
              clearCopied(),
            ]),
          ),
      );
      await services.audit.close();
      services.closeVaults();
      await demo.close();
    },
  };
}

/** Makes something at the first call, and answers with the same from then on. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { made?: Promise<T> } {
  const get: (() => Promise<T>) & { made?: Promise<T> } = () => {
    get.made ??= make();
    return get.made;
  };
  return get;
}

/** Waits for work, but not longer than that. */
async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
