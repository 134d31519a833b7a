import { scopeOf } from '../../shared/auth-scope.ts';
import type { CredentialMeta } from '../../shared/credential.ts';
import type { HistoryAction } from '../../shared/history.ts';
import type { AppliedTarget, Plan, TargetId } from '../../shared/target.ts';
import type { Location } from './authfile/locations.ts';
import { Failure } from './failure.ts';
import type { Log } from './log.ts';
import type { Run } from './runs.ts';
import type { Secret } from './secret.ts';
import type { Change } from './targets/change.ts';
import type { Targets } from './targets/targets.ts';
import type { Custody } from './vault/custody.ts';
import type { CredentialIndex, VaultBackend } from './vault/index.ts';
import { KEYCHAIN_LIMITS } from './vault/keychain.ts';
import { reconcile } from './vault/reconcile.ts';
import type { Vault } from './vault/vault.ts';

export interface KeepingDeps {
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly vaultOf: (backend: VaultBackend) => Vault;
  readonly targets: Targets;
  readonly log: Log;
  /** These credentials have just been written to these targets. */
  readonly placed: (credentialIds: string[], targetIds: TargetId[]) => Promise<void>;
  /** The index or a target is not what it was. */
  readonly changed: () => void;
  /** The store has just answered with the user there. */
  readonly opened: () => void;
}

/** The stored credentials as the jobs use them: secrets in the chosen store, the rest in the index. */
export class Keeping {
  /**
   * Changes of store and index, and the repair of what a kill left of one, come one after the other: a
   * repair must not take a change that is under way for a leftover.
   */
  #last: Promise<unknown> = Promise.resolve();
  /** Whether leftovers may be there that the store has not been asked about successfully yet. */
  #repairDue = true;
  /** Stores that are not chosen are asked once: one that is out of reach must not hold up every save. */
  #othersDue = true;

  constructor(private readonly deps: KeepingDeps) {}

  /** Something will be stored and written soon. */
  warm(): void {
    this.deps.custody.chosen.warm();
    // What does not load now is loaded, or fails with its reason, when it is used.
    this.deps.targets.warm().catch(() => {});
  }

  /** @param scope see `AuthScope` @throws INDEX_UNREADABLE */
  find(scope: string, username: string): CredentialMeta | undefined {
    return this.deps.index
      .list()
      .find((meta) => scopeOf(meta) === scope && meta.username === username);
  }

  /**
   * Secret to the store, read back, then the record, for each.
   *
   * @param records makes them, from an index that does not change until they are saved
   * @throws the store's codes, SECRET_INVALID, INDEX_UNREADABLE, CANCELLED
   */
  async save(run: Run, secret: Secret, records: () => CredentialMeta[]): Promise<CredentialMeta[]> {
    const { custody, targets, changed } = this.deps;
    return this.alone(async () => {
      run.signal.throwIfAborted();
      const metas = records();
      await storeStep(run, async () => {
        for (const meta of metas) {
          run.signal.throwIfAborted();
          await custody.save(meta, secret, inRun(run));
          targets.learn(meta.id, secret);
          changed();
        }
      });
      return metas;
    });
  }

  /** @throws CREDENTIAL_UNKNOWN, STORE_SECRET_MISSING, the store's codes, INDEX_UNREADABLE, CANCELLED */
  async read(run: Run, credentialId: string): Promise<Secret> {
    const { custody, targets, opened } = this.deps;
    const secret = await custody.read(credentialId, inRun(run));
    targets.learn(credentialId, secret);
    opened();
    return secret;
  }

  /**
   * Another secret for a known credential, which nobody has checked yet. Never prompts.
   * @throws CREDENTIAL_UNKNOWN, the store's codes, INDEX_UNREADABLE
   */
  async replaceSecret(credentialId: string, secret: Secret): Promise<void> {
    const { index, custody, targets, changed } = this.deps;
    await this.alone(async () => {
      const meta = index.find(credentialId);
      if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
      const updatedAt = new Date().toISOString();
      await custody.save({ ...meta, updatedAt, lastCheck: null }, secret);
      targets.learn(meta.id, secret);
      changed();
    });
  }

  /** Secret, then record. @throws CREDENTIAL_UNKNOWN, the store's codes, INDEX_UNREADABLE, CANCELLED */
  async forget(run: Run, credentialId: string): Promise<void> {
    const { custody, targets, changed } = this.deps;
    await this.alone(async () => {
      run.signal.throwIfAborted();
      await storeStep(run, () => custody.forget(credentialId, inRun(run)));
      targets.unlearn(credentialId);
      changed();
    });
  }

  /**
   * Finishes what a kill interrupted. What the store does not answer for now waits for the next time.
   *
   * @throws INDEX_UNREADABLE
   */
  async repair(): Promise<void> {
    if (!this.#repairDue) return;
    const { index, custody, vaultOf } = this.deps;
    await this.alone(async () => {
      const { chosen } = custody;
      this.#repairDue = (await this.#reconcile(chosen)) > 0;
      if (!this.#othersDue) return;
      this.#othersDue = false;
      const named = new Set(index.pending().map(({ backend }) => backend));
      named.delete(chosen.backend);
      for (const backend of named) await this.#reconcile(vaultOf(backend));
    });
  }

  /** What a kill left of another store may be looked after now. */
  repairAgain(): Promise<void> {
    this.#repairDue = true;
    this.#othersDue = true;
    return this.repair();
  }

  /** @returns how much waits */
  async #reconcile(vault: Vault): Promise<number> {
    const { index, log, changed } = this.deps;
    const { repaired, waiting, reason } = await reconcile(index, vault);
    if (repaired + waiting > 0) log.info('vault.repaired', { repaired, waiting, error: reason });
    if (repaired > 0) changed();
    return waiting;
  }

  /** Writes credentials to targets, as a step of a run. */
  async write(
    run: Run,
    metas: readonly CredentialMeta[],
    chosen: readonly Location[],
    changes: readonly Change[],
    { action, seen }: { readonly action: HistoryAction; readonly seen: Plan | null },
  ): Promise<AppliedTarget[]> {
    const { targets, placed, changed } = this.deps;
    run.step('write-targets', 'running');
    const applied = await targets.apply(chosen, changes, {
      cause: { action },
      seen,
      signal: run.signal,
    });
    for (const meta of metas) this.#takeOver(meta, applied);
    const written = applied.filter(isDone).map(({ targetId }) => targetId);
    await placed(
      metas.map(({ id }) => id),
      written,
    );
    changed();
    run.step('write-targets', applied.every(isDone) ? 'done' : 'failed');
    return applied;
  }

  /**
   * A target has one account for a registry or namespace: where this credential is in now, the user no longer means
   * another one to be.
   */
  #takeOver(meta: CredentialMeta, applied: readonly AppliedTarget[]): void {
    const { index } = this.deps;
    const taken = new Set(applied.filter(isDone).map(({ targetId }) => targetId));
    for (const other of index.list()) {
      if (scopeOf(other) !== scopeOf(meta) || other.id === meta.id) continue;
      const left = other.targets.filter((id) => !taken.has(id));
      if (left.length < other.targets.length) index.update({ ...other, targets: left });
    }
  }

  /** Does work on the store and the index while nothing else does. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** Whether a target is as it was asked to be. */
export function isDone({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'written' || outcome === 'unchanged';
}

/** How the store is called where the user is there to answer its prompt. */
export function inRun(run: Run) {
  return { signal: run.signal, onPrompt: (limitMs: number) => run.storePrompt(limitMs) };
}

/** Tells of work with the store, and of the record that custody writes with it. */
async function storeStep(run: Run, work: () => Promise<void>): Promise<void> {
  run.step('store-secret', 'running', { limitMs: KEYCHAIN_LIMITS.callMs });
  try {
    await work();
  } catch (error) {
    run.step('store-secret', 'failed');
    throw error;
  }
  run.step('store-secret', 'done');
  run.step('index', 'done');
}
