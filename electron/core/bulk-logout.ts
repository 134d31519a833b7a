import { scopeOf } from '../../shared/auth-scope.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { CredentialMeta } from '../../shared/credential.ts';
import type { AppliedTarget, ShownPlan } from '../../shared/target.ts';
import { Failure } from './failure.ts';
import { isDone } from './keeping.ts';
import type { Change } from './targets/change.ts';
import { ShownPlans } from './targets/shown-plans.ts';
import type { Targets } from './targets/targets.ts';
import type { CredentialIndex } from './vault/index.ts';

export interface BulkLogoutDeps {
  readonly index: CredentialIndex;
  readonly targets: Targets;
  readonly changed: () => void;
}

/** Takes several credentials out of the targets at once: one plan, and one write for each target. */
export class BulkLogout {
  readonly #shown = new ShownPlans();

  constructor(private readonly deps: BulkLogoutDeps) {}

  /** The targets in which there is something to remove, or something wrong. @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE */
  async plan({ credentialIds }: CallInput<'credentials.plan-logout-all'>): Promise<ShownPlan> {
    const { targets } = this.deps;
    const metas = this.#metas(credentialIds);
    const meant = new Set(metas.flatMap((meta) => meta.targets));
    const plan = await targets.plan(targets.all, this.#changes(metas));
    return this.#shown.show(actOf(credentialIds), {
      targets: plan.targets.filter(
        ({ targetId, changes, problem }) =>
          changes.some(({ action }) => action === 'remove') ||
          (problem !== null && meant.has(targetId)),
      ),
    });
  }

  /** The secrets stay in the store. @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN, PLAN_STALE, INDEX_UNREADABLE */
  async logout({
    credentialIds,
    targetIds,
    planId,
  }: CallInput<'credentials.logout-all'>): Promise<AppliedTarget[]> {
    const { index, targets, changed } = this.deps;
    const metas = this.#metas(credentialIds);
    const seen = this.#shown.find(actOf(credentialIds), planId);
    const applied = await targets.apply(targets.select(targetIds), this.#changes(metas), {
      cause: { action: 'logout' },
      seen,
    });
    const gone = new Set(applied.filter(isDone).map(({ targetId }) => targetId));
    const left = this.#metas(credentialIds).map((meta) => ({
      ...meta,
      targets: meta.targets.filter((id) => !gone.has(id)),
    }));
    index.updateAll(left);
    changed();
    return applied;
  }

  /** As the logout of one: every entry that serves its registry goes, but not one of a stored credential that stays. */
  #changes(metas: readonly CredentialMeta[]): Change[] {
    const leaving = new Set(metas.map(({ id }) => id));
    const scopes = new Set(metas.map(scopeOf));
    const staying = new Map<string, Set<string>>();
    for (const meta of this.deps.index.list()) {
      const scope = scopeOf(meta);
      if (leaving.has(meta.id) || !scopes.has(scope)) continue;
      staying.set(scope, (staying.get(scope) ?? new Set()).add(meta.username));
    }
    return [...scopes].map((scope) => ({
      do: 'remove',
      registry: scope,
      spares: (username) => username !== null && (staying.get(scope)?.has(username) ?? false),
    }));
  }

  #metas(credentialIds: readonly string[]): CredentialMeta[] {
    return [...new Set(credentialIds)].map((id) => {
      const meta = this.deps.index.find(id);
      if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
      return meta;
    });
  }
}

function actOf(credentialIds: readonly string[]): string {
  return [...credentialIds].sort().join();
}
