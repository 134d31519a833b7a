import type { Diagnosis, RegistryDiagnosis, Subject } from '../../../shared/diagnosis.ts';
import type { CallsOf } from '../calls.ts';
import { readChosenFile } from '../chosen-file.ts';
import { Failure } from '../failure.ts';
import { explain } from '../lookup/explain.ts';
import type { Run } from '../runs.ts';
import type { Services } from '../services.ts';
import { createTrustCalls } from '../trusting/trust-calls.ts';
import { Examination, type ExaminationDeps } from './examination.ts';
import { type Course, examine, examineAgain } from './examine.ts';
import type { Findings } from './findings.ts';
import { RUN_LIMIT_MS } from './limits.ts';
import { caseAgain, casesOf } from './subject.ts';

/** What the contract takes of a pasted one. */
const MAX_PULL_SECRET_BYTES = 1_048_576;

type TextSubject = Extract<Subject, { kind: 'pull-secret' }>;

/** @param findings what is kept of the runs */
export function createDiagnosisCalls(services: Services, findings: Findings): CallsOf<'diagnosis'> {
  const { runs, log } = services;
  return {
    'diagnosis.run': ({ runId, subject }) =>
      runs.during(runId, async (run) => {
        const startedAt = performance.now();
        const deadline = startedAt + RUN_LIMIT_MS;
        const deps = depsOf(services);
        const asked =
          subject.kind === 'pull-secret-file' ? await chosenPullSecret(services.desktop) : subject;
        const cases = await casesOf(asked, run, { ...services, ...deps });
        const releases = cases.map(({ asking }) =>
          asking?.secret ? log.scrubber.hold(asking.secret, asking.username) : () => {},
        );
        try {
          const examinations = cases.map((each) => new Examination(each, deps));
          const registries = await Promise.all(
            examinations.map(async (examination) => {
              const registry = await examine(examination, courseOf(run, examination, deadline));
              run.diagnosed(registry);
              return registry;
            }),
          );
          run.signal.throwIfAborted();
          const diagnosis: Diagnosis = {
            runId,
            at: new Date().toISOString(),
            registries,
            durationMs: Math.round(performance.now() - startedAt),
            limitMs: RUN_LIMIT_MS,
          };
          findings.keep(diagnosis, examinations);
          return diagnosis;
        } finally {
          for (const release of releases) release();
        }
      }),

    'diagnosis.rerun': ({ runId, of, name, probeId }) =>
      runs.during(runId, async (run) => {
        const kept = findings.examination(of, name);
        const before = findings.get(of).diagnosis.registries.find((each) => each.name === name);
        if (before === undefined) throw new Failure('RUN_UNKNOWN');
        const about =
          probeId === null
            ? await caseAgain(kept.about, run, { ...services, ...kept.deps })
            : kept.about;
        const { asking } = about;
        const release = asking?.secret && log.scrubber.hold(asking.secret, asking.username);
        try {
          // A probe builds on what the others found out; the whole begins with nothing.
          const examination = probeId === null ? new Examination(about, kept.deps) : kept;
          const course = courseOf(run, examination, performance.now() + RUN_LIMIT_MS);
          const registry: RegistryDiagnosis =
            probeId === null
              ? await examine(examination, course)
              : await examineAgain(examination, before, probeId, course);
          run.signal.throwIfAborted();
          findings.replace(of, registry, examination);
          return registry;
        } finally {
          release?.();
        }
      }),

    ...createTrustCalls(services, findings),
  };
}

/** @throws CANCELLED where the user chose none, FILE_* */
async function chosenPullSecret({ chooseFile }: Services['desktop']): Promise<TextSubject> {
  const path = await chooseFile();
  if (path === null) throw new Failure('CANCELLED');
  const bytes = await readChosenFile(path, MAX_PULL_SECRET_BYTES);
  return { kind: 'pull-secret', text: bytes.toString('utf8') };
}

function depsOf({ host, route, targets, consents }: Services): ExaminationDeps {
  return {
    host,
    route,
    targets,
    realmAllowed: (registry, realmHost) => consents.allowed(registry, realmHost),
    explain: (reference, signal, stores) => explain(host, reference, { signal, stores }),
    etc: '/etc',
  };
}

function courseOf(run: Run, examination: Examination, deadline: number): Course {
  const { name } = examination;
  return {
    signal: run.signal,
    deadline,
    report: ({ id, kind, target, limitMs }, result) =>
      run.probe({ name, id, kind, target: target?.slice(0, 512) ?? null, limitMs, result }),
  };
}
