import { scopeOf } from '../../shared/auth-scope.ts';
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import type { CheckResult, CredentialMeta, CredentialView } from '../../shared/credential.ts';
import type { AppliedTarget, Plan, ShownPlan, TargetId, TargetView } from '../../shared/target.ts';
import { type CheckingDeps, checkInRun } from './checking.ts';
import type { Drift } from './drift/drift.ts';
import { Failure } from './failure.ts';
import { isDone, type Keeping } from './keeping.ts';
import type { Runs } from './runs.ts';
import type { Secret } from './secret.ts';
import type { Change } from './targets/change.ts';
import type { Learning } from './targets/learning.ts';
import { ShownPlans } from './targets/shown-plans.ts';
import type { Targets } from './targets/targets.ts';
import type { Custody } from './vault/custody.ts';
import type { CredentialIndex } from './vault/index.ts';

export interface CredentialsDeps extends CheckingDeps {
  readonly runs: Runs;
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly keeping: Keeping;
  readonly targets: Targets;
  readonly drift: Drift;
  readonly learning: Learning;
  readonly changed: () => void;
}

/** The stored credentials: where they are, whether they work, and how they leave. */
export class Credentials {
  readonly #shown = new ShownPlans();

  constructor(private readonly deps: CredentialsDeps) {}

  /** @throws INDEX_UNREADABLE */
  async list(): Promise<CredentialView[]> {
    const { index, targets, learning } = this.deps;
    const observation = await targets.compare(index.list());
    const views = observation.credentialViews();
    learning.wish(observation.undecided);
    return views;
  }

  /** @throws INDEX_UNREADABLE */
  async targetList(): Promise<TargetView[]> {
    const { index, targets, learning } = this.deps;
    const observation = await targets.observe(index.list());
    const views = observation.targetViews();
    learning.wish(observation.undecided);
    return views;
  }

  /** @throws CREDENTIAL_UNKNOWN, CANCELLED, the store's codes */
  async check({ runId, credentialId }: CallInput<'credentials.check'>): Promise<CheckResult> {
    const { runs, index, keeping, changed } = this.deps;
    return runs.during(runId, async (run) => {
      const meta = this.#get(credentialId);
      const secret = await keeping.read(run, credentialId);
      const result = await checkInRun(run, { ...requestOf(meta), secret }, this.deps);
      // Targets may have changed meanwhile; the record that is there now gets the result.
      index.update({ ...this.#get(credentialId), lastCheck: result });
      changed();
      return result;
    });
  }

  /**
   * What a logout would remove. Targets that were not chosen but would still answer are in the plan
   * too, with their entries `unchanged`: the user stays logged in there.
   *
   * @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN
   */
  async planLogout({
    credentialId,
    targetIds,
  }: CallInput<'credentials.plan-logout'>): Promise<ShownPlan> {
    const { targets } = this.deps;
    const meta = this.#get(credentialId);
    const chosen = await targets.plan(targets.select(targetIds), [this.#logoutOf(meta)]);
    const shown = this.#shown.show(`logout:${credentialId}`, chosen);
    const answering = await this.#stillAnswering(meta, targetIds);
    return { ...shown, targets: [...chosen.targets, ...answering] };
  }

  /**
   * Removes the exact key, its URL forms, Docker Hub's aliases and what helpers hold, from the chosen
   * targets; the secret stays in the store. A target that was not chosen and still answers is `skipped`.
   *
   * @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN, PLAN_STALE for a plan that is not known any more
   */
  async logout({
    credentialId,
    targetIds,
    planId,
  }: CallInput<'credentials.logout'>): Promise<AppliedTarget[]> {
    const { targets } = this.deps;
    const meta = this.#get(credentialId);
    const chosen = targets.select(targetIds);
    const seen = this.#shown.find(`logout:${credentialId}`, planId);
    const applied = await targets.apply(chosen, [this.#logoutOf(meta)], {
      cause: { action: 'logout' },
      seen,
    });
    this.#left(credentialId, applied);
    const answering = await this.#stillAnswering(meta, targetIds);
    return [
      ...applied,
      ...answering.map(({ targetId, path, changes, problem }) => ({
        targetId,
        path,
        outcome: 'skipped' as const,
        changes,
        historyId: null,
        problem,
      })),
    ];
  }

  /** @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN, STORE_SECRET_MISSING and the store's codes but STORE_LOCKED */
  async planWrite({
    credentialId,
    targetIds,
  }: CallInput<'credentials.plan-write'>): Promise<ShownPlan> {
    const { targets } = this.deps;
    const meta = this.#get(credentialId);
    const change = setOf(meta, await this.#readUnlessLocked(credentialId));
    const plan = await targets.plan(targets.select(targetIds), [change]);
    return this.#shown.show(`write:${credentialId}`, plan);
  }

  /** @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN, PLAN_STALE as `logout`, CANCELLED, the store's codes */
  async write({
    runId,
    credentialId,
    targetIds,
    planId,
  }: CallInput<'credentials.write'>): Promise<AppliedTarget[]> {
    const { runs, index, keeping, targets, drift, log } = this.deps;
    const chosen = targets.select(targetIds);
    const seen = this.#shown.find(`write:${credentialId}`, planId);
    return runs.during(runId, async (run) => {
      const meta = this.#get(credentialId);
      const secret = await keeping.read(run, credentialId);
      const release = log.scrubber.hold(secret, meta.username);
      try {
        const kept = { ...meta, targets: [...new Set([...meta.targets, ...targetIds])] };
        // Before the files: a kill between them leaves a record that says where it is missing.
        index.update(kept);
        const drifted = targetIds.some((id) => drift.find(credentialId, id) !== undefined);
        return await keeping.write(run, [kept], chosen, [setOf(kept, secret)], {
          action: drifted ? 'put-back' : 'write',
          seen,
        });
      } finally {
        release();
      }
    });
  }

  /**
   * Logs out of every target, then deletes the secret, then the record. A store that cannot be opened
   * is found out before anything is touched; only this credential's own entries go, as no plan was shown.
   *
   * @throws CREDENTIAL_UNKNOWN, CANCELLED, the store's codes: the record is there then
   */
  async forget({
    runId,
    credentialId,
  }: CallInput<'credentials.forget'>): Promise<CallOutput<'credentials.forget'>> {
    const { runs, keeping, targets } = this.deps;
    return runs.during(runId, async (run) => {
      const meta = this.#get(credentialId);
      try {
        await keeping.read(run, credentialId);
      } catch (error) {
        if (!(error instanceof Failure && error.code === 'STORE_SECRET_MISSING')) throw error;
      }
      const own: Change = {
        do: 'remove',
        registry: scopeOf(meta),
        spares: (username) => username !== meta.username,
      };
      run.step('write-targets', 'running');
      const answering = await targets.answering(targets.all, scopeOf(meta));
      const places = targets.all.filter(
        ({ id }) => meta.targets.includes(id) || answering.some(({ targetId }) => targetId === id),
      );
      const applied = await targets.apply(places, [own], {
        cause: { action: 'forget' },
        seen: null,
        signal: run.signal,
      });
      run.step('write-targets', applied.every(isDone) ? 'done' : 'failed');
      run.signal.throwIfAborted();
      this.#left(credentialId, applied);
      await keeping.forget(run, credentialId);
      return { targets: applied, removed: true };
    });
  }

  /**
   * The file is no target any more and stays as it is; no credential is meant to be in it.
   * @throws TARGET_UNKNOWN, INDEX_UNREADABLE
   */
  async forgetFile({ targetId }: CallInput<'targets.forget-file'>): Promise<void> {
    const { index, targets, changed } = this.deps;
    await targets.forgetFile(targetId);
    for (const meta of index.list()) {
      const left = meta.targets.filter((id) => id !== targetId);
      if (left.length < meta.targets.length) index.update({ ...meta, targets: left });
    }
    changed();
  }

  /**
   * A logout is of a registry or a namespace, as the tools know it: every entry that serves it goes, whoever it logs
   * in, but not one that another stored credential has there.
   */
  #logoutOf(meta: CredentialMeta): Change {
    const others = new Set(
      this.deps.index
        .list()
        .filter((other) => scopeOf(other) === scopeOf(meta) && other.id !== meta.id)
        .map(({ username }) => username),
    );
    return {
      do: 'remove',
      registry: scopeOf(meta),
      spares: (username) => username !== null && others.has(username),
    };
  }

  async #stillAnswering(
    meta: CredentialMeta,
    chosen: readonly TargetId[],
  ): Promise<Plan['targets']> {
    const { targets } = this.deps;
    const others = targets.all.filter(({ id }) => !chosen.includes(id));
    return targets.answering(others, scopeOf(meta));
  }

  #left(credentialId: string, applied: readonly AppliedTarget[]): void {
    const { index, changed } = this.deps;
    const gone = new Set(applied.filter(isDone).map(({ targetId }) => targetId));
    const meta = this.#get(credentialId);
    index.update({ ...meta, targets: meta.targets.filter((id) => !gone.has(id)) });
    changed();
  }

  /** A plan needs the secret only to say "unchanged"; it is no reason to ask for the store's password. */
  async #readUnlessLocked(credentialId: string): Promise<Secret | null> {
    const { custody, targets } = this.deps;
    try {
      const secret = await custody.read(credentialId);
      targets.learn(credentialId, secret);
      return secret;
    } catch (error) {
      if (error instanceof Failure && error.code === 'STORE_LOCKED') return null;
      throw error;
    }
  }

  #get(credentialId: string): CredentialMeta {
    const meta = this.deps.index.find(credentialId);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    return meta;
  }
}

function requestOf({ registry, plainHttp, username }: CredentialMeta) {
  return { registry, plainHttp, username };
}

function setOf(meta: CredentialMeta, secret: Secret | null): Change {
  return { do: 'set', registry: scopeOf(meta), username: meta.username, secret };
}
