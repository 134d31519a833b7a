import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { AppliedTarget, Plan, TargetId } from '../../../shared/target.ts';
import type { Patch, UpdateResult } from '../authfile/atomic-write.ts';
import { createHelperClient } from '../authfile/credential-helper.ts';
import type { Location } from '../authfile/locations.ts';
import { locations } from '../authfile/locations.ts';
import type { Settlement } from '../authfile/settle.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import { Contents } from './content.ts';
import type { Change } from './decide.ts';
import { Fingerprints } from './fingerprints.ts';
import { HelperAnswers } from './helper-answers.ts';
import { Observation } from './observe.ts';
import { type PlanDeps, planTarget } from './plan.ts';
import { type Watch, watchPaths } from './watch.ts';

/** The places on this machine that tools read credentials from: what they say, and how they change. */
export class Targets {
  readonly #locations: readonly Location[];
  readonly #fingerprints = new Fingerprints();
  readonly #answers = new HelperAnswers();
  readonly #contents = new Contents(this.#fingerprints);
  readonly #settling = new Set<Promise<unknown>>();
  readonly #deps: PlanDeps;
  #watch: Watch | undefined;

  constructor(
    host: Host,
    private readonly log: Log,
  ) {
    this.#locations = locations(host);
    this.#deps = {
      contents: this.#contents,
      fingerprints: this.#fingerprints,
      answers: this.#answers,
      helpers: (suffix) => createHelperClient(suffix, host),
      log,
    };
  }

  get all(): readonly Location[] {
    return this.#locations;
  }

  /** Those that a login writes to unless told otherwise, and those that `also` names. */
  proposed(also: readonly TargetId[] = []): Location[] {
    return this.#locations.filter(({ id, preferred }) => preferred || also.includes(id));
  }

  /** In the order in which the tools look, each once. @throws TARGET_UNKNOWN */
  select(ids: readonly TargetId[]): Location[] {
    for (const targetId of ids) {
      if (!this.#locations.some(({ id }) => id === targetId)) {
        throw new Failure('TARGET_UNKNOWN', { targetId });
      }
    }
    return this.#locations.filter(({ id }) => ids.includes(id));
  }

  async plan(
    chosen: readonly Location[],
    changes: readonly Change[],
    signal?: AbortSignal,
  ): Promise<Plan> {
    const targets = await Promise.all(
      chosen.map((location) => planTarget(location, changes, this.#deps, signal)),
    );
    return { targets };
  }

  /** Each target has its own result; one does not wait for another's disk. @param seen the plan that the user was shown */
  async apply(
    chosen: readonly Location[],
    changes: readonly Change[],
    seen: Plan | null,
    signal?: AbortSignal,
  ): Promise<AppliedTarget[]> {
    const { applyTarget } = await import('./apply.ts');
    const deps = {
      ...this.#deps,
      settling: (location: Location, settled: Promise<Settlement>) =>
        this.#keepUntilSettled(location, settled),
    };
    return Promise.all(
      chosen.map((location) => {
        const planned = seen?.targets.find(({ targetId }) => targetId === location.id) ?? null;
        return applyTarget(location, changes, planned, deps, signal);
      }),
    );
  }

  /**
   * Rewrites a target's file as a text, through the write path that every change takes.
   * @throws what `patch` and `updateFile` throw
   */
  async rewrite(location: Location, patch: Patch, signal?: AbortSignal): Promise<UpdateResult> {
    const { updateFile } = await import('../authfile/atomic-write.ts');
    const { path, format, base } = location;
    const result = await updateFile(path, patch, { format, base, signal });
    this.#keepUntilSettled(location, result.settled);
    return result;
  }

  /** Of these targets, those in which a tool would find somebody for a registry, with what it would find. */
  async answering(among: readonly Location[], registry: string): Promise<Plan['targets']> {
    const keep: Change = { do: 'remove', registry, spares: () => true };
    const found: Plan['targets'] = [];
    for (const location of among) {
      const planned = await planTarget(location, [keep], this.#deps);
      if (planned.changes.some(({ usernameBefore }) => usernameBefore !== null))
        found.push(planned);
    }
    return found;
  }

  async observe(credentials: readonly CredentialMeta[]): Promise<Observation> {
    const observed = await Promise.all(
      this.#locations.map(async (location) => ({
        location,
        reading: await this.#contents.read(location),
      })),
    );
    return new Observation(observed, credentials, this.#fingerprints, this.#answers);
  }

  /** Remembers what the entries of a credential have to be equal to. */
  learn(credentialId: string, secret: Secret): void {
    this.#fingerprints.learn(credentialId, secret);
  }

  unlearn(credentialId: string): void {
    this.#fingerprints.forget(credentialId);
  }

  /** Forgets everything that was made from a secret. */
  lock(): void {
    this.#fingerprints.clear();
    this.#answers.clear();
    this.#contents.clear();
  }

  /** Something will be written soon: loads what that takes. */
  async warm(): Promise<void> {
    const [{ loadSyscalls }] = await Promise.all([
      import('../authfile/syscalls.ts'),
      import('./apply.ts'),
    ]);
    await loadSyscalls();
  }

  /** Removes the temporary files of ours that a kill left beside the targets. @returns how many */
  async sweep(): Promise<number> {
    const { sweepTemporaries } = await import('../authfile/temporary.ts');
    const directories = new Set<string>();
    for (const { path, readOnly, needsRoot } of this.#locations) {
      if (readOnly || needsRoot) continue;
      // Behind a link the file is written where it really is.
      directories.add(dirname(await realpath(path).catch(() => path)));
    }
    let removed = 0;
    for (const directory of directories) {
      try {
        removed += await sweepTemporaries(directory);
      } catch (error) {
        this.log.warn('targets.sweep-failed', { path: directory, error });
      }
    }
    return removed;
  }

  /** Resolves once every target is watched. */
  async watch(onChange: () => void): Promise<void> {
    this.#watch ??= watchPaths(
      this.#locations.map(({ path }) => path),
      onChange,
      (error) => this.log.warn('targets.watch-failed', { error }),
    );
    await this.#watch.ready;
  }

  /** Ends the watch and waits for the writes that still look at their file. */
  async close(): Promise<void> {
    this.#watch?.close();
    await Promise.allSettled([...this.#settling]);
  }

  #keepUntilSettled({ path }: Location, settled: Promise<Settlement>): void {
    const kept = settled.then(({ repairs, problem }) => {
      this.#settling.delete(kept);
      if (repairs > 0) this.log.info('targets.put-back', { path, repairs });
      if (problem !== null) this.log.warn('targets.recheck-failed', { path, error: problem });
    });
    this.#settling.add(kept);
  }
}
