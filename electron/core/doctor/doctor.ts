import type { Finding, FixPlan, FixResult } from '../../../shared/doctor.ts';
import type { TargetId } from '../../../shared/target.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { applyFix, type FixDeps } from './fix.ts';
import { planFix } from './fix-plan.ts';

export interface DoctorDeps
  extends Pick<ExamineOptions, 'host' | 'keyringLocked'>,
    Pick<FixDeps, 'targets' | 'log' | 'helpers'> {
  /** Every place that is looked at, in the order in which podman looks; root's last. */
  readonly locations: () => readonly Location[];
}

/** More findings than this are not shown; what is put right makes room. */
const FINDINGS_MAX = 5000;
const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'notice'];

/**
 * Finds what is wrong with the places where tools keep credentials, and puts it right. Between two calls
 * it remembers where a finding was made and what plan was shown, and no secret: each plan and each fix
 * looks again, and is refused where the look does not come to the same finding.
 */
export class Doctor {
  readonly #foundAt = new Map<string, TargetId>();
  readonly #shown = new Map<string, FixPlan>();

  constructor(private readonly deps: DoctorDeps) {}

  /** The worst first. @throws CANCELLED */
  async examine(
    signal: AbortSignal,
    onProgress?: ExamineOptions['onProgress'],
  ): Promise<Finding[]> {
    const found = await examine({ ...this.#options(signal), onProgress });
    const findings = found
      .map(({ finding }) => finding)
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
      .slice(0, FINDINGS_MAX);
    this.#foundAt.clear();
    this.#shown.clear();
    for (const { finding, location } of found) this.#foundAt.set(finding.id, location.id);
    return findings;
  }

  /** @throws PLAN_STALE; CANCELLED; the helper's codes */
  async plan(findingId: string, fetch: boolean, signal: AbortSignal): Promise<FixPlan> {
    const plan = await this.#planNow(await this.#find(findingId, signal), fetch, signal);
    this.#shown.set(shownAs(findingId, fetch), plan);
    return plan;
  }

  /**
   * Does what the plan that was shown says.
   * @throws PLAN_STALE where that is no longer what would be done; CANCELLED; what the write path and
   *   the helper throw; IPC_INVALID_INPUT for a finding that has no fix which the app can make
   */
  async fix(findingId: string, fetch: boolean, signal: AbortSignal): Promise<FixResult> {
    const shown = this.#shown.get(shownAs(findingId, fetch));
    const diagnosis = await this.#find(findingId, signal);
    const plan = await this.#planNow(diagnosis, fetch, signal);
    if (shown === undefined || essence(plan) !== essence(shown)) throw stale(diagnosis);
    this.#shown.delete(shownAs(findingId, fetch));
    return applyFix(diagnosis, fetch ? plan.fetchable : [], {
      ...this.deps,
      ...this.#options(signal),
    });
  }

  /** The script that root is to read and run. @throws PLAN_STALE; IPC_INVALID_INPUT where there is none */
  async script(findingId: string, signal: AbortSignal): Promise<{ name: string; text: string }> {
    const { fix } = await this.#find(findingId, signal);
    if (fix?.kind !== 'script') throw new Failure('IPC_INVALID_INPUT', { field: 'findingId' });
    return { name: `${fix.name}.sh`, text: fix.text };
  }

  async #find(findingId: string, signal: AbortSignal): Promise<Diagnosis> {
    const foundAt = this.#foundAt.get(findingId);
    const location = this.deps.locations().find(({ id }) => id === foundAt);
    if (location === undefined) throw new Failure('PLAN_STALE', {}, { retryable: true });
    const found = await examine(this.#options(signal), location);
    const diagnosis = found.find(({ finding }) => finding.id === findingId);
    if (diagnosis === undefined) {
      throw new Failure('PLAN_STALE', { path: location.path }, { retryable: true });
    }
    return diagnosis;
  }

  #planNow(diagnosis: Diagnosis, fetch: boolean, signal: AbortSignal): Promise<FixPlan> {
    return planFix(diagnosis, fetch, this.deps.targets, signal);
  }

  #options(signal: AbortSignal): ExamineOptions {
    const { host, keyringLocked } = this.deps;
    return { host, keyringLocked, signal, locations: this.deps.locations() };
  }
}

function shownAs(findingId: string, fetch: boolean): string {
  return `${findingId} ${fetch}`;
}

/** All of a plan that is not about bystanders: other entries may come and go. */
function essence({ plan, modes, removes, dropped, fetchable, warnings }: FixPlan): string {
  const changes = plan?.targets.map(({ targetId, changes, problem }) => [
    targetId,
    changes,
    problem?.code,
  ]);
  return JSON.stringify([changes, modes, removes, dropped, fetchable, warnings]);
}

function stale({ location: { path, id } }: Diagnosis): Failure {
  return new Failure('PLAN_STALE', { path, targetId: id }, { retryable: true });
}
