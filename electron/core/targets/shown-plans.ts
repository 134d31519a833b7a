import { randomUUID } from 'node:crypto';
import type { Plan, ShownPlan } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';

/** Dialogs that are open at one time, with room to spare. */
const PLANS_MAX = 32;

/** The plans that users are looking at, each with the act that it is a plan of. The oldest goes first. */
export class ShownPlans {
  readonly #plans = new Map<string, { readonly act: string; readonly plan: Plan }>();

  show(act: string, plan: Plan): ShownPlan {
    const planId = randomUUID();
    this.#plans.set(planId, { act, plan });
    for (const oldest of this.#plans.keys()) {
      if (this.#plans.size <= PLANS_MAX) break;
      this.#plans.delete(oldest);
    }
    return { planId, ...plan };
  }

  /**
   * @returns null where the act was asked for without a plan
   * @throws PLAN_STALE for one that was never shown, is of another act, or too long ago
   */
  find(act: string, planId: string | undefined): Plan | null {
    if (planId === undefined) return null;
    const shown = this.#plans.get(planId);
    if (shown?.act !== act) throw new Failure('PLAN_STALE', {}, { retryable: true });
    return shown.plan;
  }
}
