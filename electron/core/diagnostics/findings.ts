import type { Diagnosis, RegistryDiagnosis } from '../../../shared/diagnosis.ts';
import { Failure } from '../failure.ts';
import type { Examination } from './examination.ts';

/** More runs than these are not kept: their credentials are in memory. */
const MAX_RUNS = 8;

interface Kept {
  readonly diagnosis: Diagnosis;
  readonly examinations: readonly Examination[];
}

/** What came of the last diagnoses, for a second look and for the report. It has secrets in it. */
export class Findings {
  readonly #runs = new Map<string, Kept>();

  keep(diagnosis: Diagnosis, examinations: readonly Examination[]): void {
    this.#runs.set(diagnosis.runId, { diagnosis, examinations });
    const [oldest] = this.#runs.keys();
    if (oldest !== undefined && this.#runs.size > MAX_RUNS) this.#runs.delete(oldest);
  }

  /** @throws RUN_UNKNOWN where nothing is kept of it */
  get(runId: string): Kept {
    const kept = this.#runs.get(runId);
    if (kept === undefined) throw new Failure('RUN_UNKNOWN');
    return kept;
  }

  /** @throws RUN_UNKNOWN where nothing is kept of it, or it was not about that registry or image */
  examination(runId: string, name: string): Examination {
    const examination = this.get(runId).examinations.find((each) => each.name === name);
    if (examination === undefined) throw new Failure('RUN_UNKNOWN');
    return examination;
  }

  /** What is known of one of its registries now. */
  replace(runId: string, registry: RegistryDiagnosis, examination: Examination): void {
    const { diagnosis, examinations } = this.get(runId);
    const isOther = ({ name }: { readonly name: string }) => name !== registry.name;
    this.#runs.set(runId, {
      diagnosis: {
        ...diagnosis,
        registries: diagnosis.registries.map((each) => (isOther(each) ? each : registry)),
      },
      examinations: examinations.map((each) => (isOther(each) ? each : examination)),
    });
  }

  dropAll(): void {
    this.#runs.clear();
  }
}
