import type { CredentialMeta } from '../../shared/credential.ts';
import type { AppliedTarget, Plan } from '../../shared/target.ts';
import type { Location } from './authfile/locations.ts';
import type { Run } from './runs.ts';
import type { Secret } from './secret.ts';
import type { Change } from './targets/decide.ts';
import type { Targets } from './targets/targets.ts';
import type { Custody } from './vault/custody.ts';
import type { CredentialIndex } from './vault/index.ts';
import { KEYCHAIN_LIMITS } from './vault/keychain.ts';

/** The stored credentials as the jobs use them: secrets in the chosen store, the rest in the index. */
export class Keeping {
  constructor(
    private readonly index: CredentialIndex,
    private readonly custody: Custody,
    private readonly targets: Targets,
    private readonly changed: () => void,
  ) {}

  /** Something will be stored and written soon. */
  warm(): void {
    this.custody.chosen.warm();
    // What does not load now is loaded, or fails with its reason, when it is used.
    this.targets.warm().catch(() => {});
  }

  /** @throws INDEX_UNREADABLE */
  find(registry: string, username: string): CredentialMeta | undefined {
    return this.index
      .list()
      .find((meta) => meta.registry === registry && meta.username === username);
  }

  /**
   * Secret to the store, read back, then the record, for each.
   *
   * @throws the store's codes, SECRET_INVALID, INDEX_UNREADABLE, CANCELLED
   */
  async save(run: Run, metas: readonly CredentialMeta[], secret: Secret): Promise<void> {
    run.step('store-secret', 'running', { limitMs: KEYCHAIN_LIMITS.callMs });
    try {
      for (const meta of metas) {
        run.signal.throwIfAborted();
        await this.custody.save(meta, secret, inRun(run));
        this.targets.learn(meta.id, secret);
        this.changed();
      }
    } catch (error) {
      run.step('store-secret', 'failed');
      throw error;
    }
    run.step('store-secret', 'done');
    // Custody writes the record as soon as the secret has been read back.
    run.step('index', 'done');
  }

  /** @throws CREDENTIAL_UNKNOWN, STORE_SECRET_MISSING, the store's codes, INDEX_UNREADABLE */
  async read(run: Run, credentialId: string): Promise<Secret> {
    const secret = await this.custody.read(credentialId, inRun(run));
    this.targets.learn(credentialId, secret);
    return secret;
  }

  /** Writes credentials to targets, as a step of a run. */
  async write(
    run: Run,
    metas: readonly CredentialMeta[],
    chosen: readonly Location[],
    changes: readonly Change[],
    seen: Plan | null,
  ): Promise<AppliedTarget[]> {
    run.step('write-targets', 'running');
    const applied = await this.targets.apply(chosen, changes, seen, run.signal);
    for (const meta of metas) this.#takeOver(meta, applied);
    this.changed();
    const done = applied.every(({ outcome }) => outcome === 'written' || outcome === 'unchanged');
    run.step('write-targets', done ? 'done' : 'failed');
    return applied;
  }

  /**
   * A target has one account for a registry: where this credential is in now, the user no longer means
   * another one to be.
   */
  #takeOver(meta: CredentialMeta, applied: readonly AppliedTarget[]): void {
    const taken = new Set(
      applied
        .filter(({ outcome }) => outcome === 'written' || outcome === 'unchanged')
        .map(({ targetId }) => targetId),
    );
    for (const other of this.index.list()) {
      if (other.registry !== meta.registry || other.id === meta.id) continue;
      const left = other.targets.filter((id) => !taken.has(id));
      if (left.length < other.targets.length) this.index.update({ ...other, targets: left });
    }
  }
}

/** How the store is called where the user is there to answer its prompt. */
export function inRun(run: Run) {
  return { signal: run.signal, onPrompt: (limitMs: number) => run.storePrompt(limitMs) };
}
