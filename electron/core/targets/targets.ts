import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type {
  AppliedTarget,
  Plan,
  PlannedChange,
  PlannedTarget,
  TargetId,
  TargetPlace,
} from '../../../shared/target.ts';
import type { Patch, UpdateResult } from '../authfile/atomic-write.ts';
import { createHelperClient } from '../authfile/credential-helper.ts';
import type { Location } from '../authfile/locations.ts';
import { locations } from '../authfile/locations.ts';
import type { Settlement } from '../authfile/settle.ts';
import { Failure } from '../failure.ts';
import type { RecordedEntry } from '../history/record.ts';
import type { Cause, TargetChange } from '../history/target-change.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { namedStores } from '../lookup/registries-conf.ts';
import type { Secret } from '../secret.ts';
import type { Change } from './change.ts';
import { Contents, type Reading } from './content.ts';
import { Fingerprints } from './fingerprints.ts';
import { HelperAnswers } from './helper-answers.ts';
import { Observation } from './observe.ts';
import type { OwnFiles } from './own-files.ts';
import { type PlanDeps, planTarget } from './plan.ts';
import { type FoundLogin, readLogin } from './read-login.ts';
import { changedSince } from './restore.ts';
import { type Watch, watchPaths } from './watch.ts';

export interface TargetsOptions {
  readonly host: Host;
  readonly log: Log;
  readonly ownFiles: OwnFiles;
  /** Takes what was changed, to be undone one day. @returns its id in the history */
  readonly record: (change: TargetChange, cause: Cause) => string | null;
}

export interface ApplyOptions {
  readonly cause: Cause;
  /** The plan that the user was shown; null where the change was asked for without one. */
  readonly seen: Plan | null;
  readonly signal?: AbortSignal | undefined;
}

/** What a rewrite of a file as a text did. */
export interface Rewritten extends UpdateResult {
  readonly historyId: string | null;
}

/** The places on this machine that tools read credentials from: what they say, and how they change. */
export class Targets {
  readonly #host: Host;
  readonly #toolLocations: readonly Location[];
  readonly #ownFiles: OwnFiles;
  readonly #record: TargetsOptions['record'];
  readonly #log: Log;
  readonly #fingerprints = new Fingerprints();
  readonly #answers = new HelperAnswers();
  readonly #contents = new Contents(this.#fingerprints);
  readonly #settling = new Set<Promise<unknown>>();
  /** Files at which a slow login of docker may still undo ours -> what ends the watch for it. */
  readonly #watched = new Map<string, () => void>();
  readonly #deps: PlanDeps;
  #watch: Watch | undefined;
  #onChange: (() => void) | undefined;

  constructor({ host, log, ownFiles, record }: TargetsOptions) {
    this.#host = host;
    this.#toolLocations = locations(host);
    this.#ownFiles = ownFiles;
    this.#record = record;
    this.#log = log;
    this.#deps = {
      contents: this.#contents,
      fingerprints: this.#fingerprints,
      answers: this.#answers,
      helpers: (suffix) => createHelperClient(suffix, host),
      log,
    };
  }

  /** The tools' own places in the order in which they look, then the files that the user added. */
  get all(): readonly Location[] {
    return [...this.#toolLocations, ...this.#ownLocations()];
  }

  /** @throws as `OwnFiles.add` */
  async addFile(path: string): Promise<TargetId> {
    const id = await this.#ownFiles.add(path, this.all);
    await this.#watchAgain();
    return id;
  }

  /** @throws TARGET_UNKNOWN, INDEX_UNREADABLE */
  async forgetFile(id: TargetId): Promise<void> {
    this.#ownFiles.forget(id);
    await this.#watchAgain();
  }

  /** Those that a login writes to unless told otherwise, and those that `also` names. */
  proposed(also: readonly TargetId[] = []): Location[] {
    return this.all.filter(({ id, preferred }) => preferred || also.includes(id));
  }

  /** In the order in which the tools look, each once. @throws TARGET_UNKNOWN */
  select(ids: readonly TargetId[]): Location[] {
    const all = this.all;
    for (const targetId of ids) {
      if (!all.some(({ id }) => id === targetId)) {
        throw new Failure('TARGET_UNKNOWN', { targetId });
      }
    }
    return all.filter(({ id }) => ids.includes(id));
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

  /** Each target has its own result; one does not wait for another's disk. */
  async apply(
    chosen: readonly Location[],
    changes: readonly Change[],
    { cause, seen, signal }: ApplyOptions,
  ): Promise<AppliedTarget[]> {
    const { applyTarget } = await import('./apply.ts');
    const deps = {
      ...this.#deps,
      settling: (location: Location, written: UpdateResult) =>
        this.#keepUntilSettled(location, written),
      later: (location: Location, what: Settlement) => this.#looked(location, what),
      record: (change: TargetChange) => this.#record(change, cause),
    };
    return Promise.all(
      chosen.map((location) => {
        return applyTarget(location, changes, seen && plannedOf(seen, location), deps, signal);
      }),
    );
  }

  /**
   * Rewrites a target's file as a text, through the write path that every change takes. Entries that
   * it changes are recorded as a fix.
   * @param changes how they are shown
   * @throws what `patch` and `updateFile` throw
   */
  async rewrite(
    location: Location,
    patch: Patch,
    signal?: AbortSignal,
    changes: readonly PlannedChange[] = [],
  ): Promise<Rewritten> {
    const { updateFile } = await import('../authfile/atomic-write.ts');
    const { path, format, base } = location;
    const later = (what: Settlement) => this.#looked(location, what);
    const result = await updateFile(path, patch, { format, base, signal, later });
    this.#keepUntilSettled(location, result);
    const { before, after } = result;
    const recorded = result.outcome === 'written' && changes.length > 0;
    const change = { location, changes, file: { before, after, keys: null }, helpers: [] };
    return { ...result, historyId: recorded ? this.#record(change, { action: 'fix' }) : null };
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
    return this.#observation(credentials, (location) => this.#contents.read(location));
  }

  /**
   * As `observe`, for those who ask about the credentials alone: not whether a target can be written.
   * @param stores as `namedStores` gives them
   */
  async compare(
    credentials: readonly CredentialMeta[],
    stores = namedStores(this.#host),
  ): Promise<Pick<Observation, 'credentialViews' | 'undecided'>> {
    const read = async (location: Location) => ({
      ...(await this.#contents.find(location)),
      unwritable: null,
    });
    return this.#observation(credentials, read, stores);
  }

  async #observation(
    credentials: readonly CredentialMeta[],
    read: (location: Location) => Promise<Reading>,
    named = namedStores(this.#host),
  ): Promise<Observation> {
    const places = await this.#placesAsInstalled();
    const [stores, ...observed] = await Promise.all([
      named,
      ...places.map(async (location) => ({ location, reading: await read(location) })),
    ]);
    return new Observation(observed, credentials, {
      fingerprints: this.#fingerprints,
      answers: this.#answers,
      stores,
    });
  }

  /** As `all`, by the rules of the versions that are here: they differ where a variable names a file. */
  async #placesAsInstalled(): Promise<readonly Location[]> {
    const { env } = this.#host;
    if (!env.REGISTRY_AUTH_FILE && !env.DOCKER_CONFIG) return this.all;
    const { installedVersions } = await import('../lookup/tool-versions.ts');
    const { explicitFileIsFinal } = await installedVersions(this.#host);
    return [...locations(this.#host, explicitFileIsFinal), ...this.#ownLocations()];
  }

  /** What is known of the targets without what is in them. */
  async places(): Promise<TargetPlace[]> {
    const observation = await this.observe([]);
    return observation.places();
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
    this.#release();
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
    for (const { path, readOnly, needsRoot } of this.all) {
      if (readOnly || needsRoot) continue;
      // Behind a link the file is written where it really is.
      directories.add(dirname(await realpath(path).catch(() => path)));
    }
    let removed = 0;
    for (const directory of directories) {
      try {
        removed += await sweepTemporaries(directory);
      } catch (error) {
        this.#log.warn('targets.sweep-failed', { path: directory, error });
      }
    }
    return removed;
  }

  /** Resolves once every target is watched. */
  async watch(onChange: () => void): Promise<void> {
    this.#onChange = onChange;
    await this.#watchAgain();
  }

  /** @throws as the function of that name */
  readLogin(location: Location, key: string, signal?: AbortSignal): Promise<FoundLogin> {
    return readLogin(location, key, this.#deps.helpers, signal);
  }

  /** What came after a recorded change: the keys that no longer say what it had left. */
  async changedSince(location: Location, entries: readonly RecordedEntry[]): Promise<string[]> {
    const { content } = await this.#contents.read(location);
    if (content === null) return [];
    return changedSince(content, entries, this.#fingerprints, (key) =>
      this.#answers.get(location.path, key),
    );
  }

  /** Resolves when no file that was written is looked at again any more. */
  async settled(): Promise<void> {
    while (this.#settling.size > 0) await Promise.allSettled([...this.#settling]);
  }

  /** The new watch is laid before the old one goes: nothing is missed between them. */
  async #watchAgain(): Promise<void> {
    const onChange = this.#onChange;
    if (onChange === undefined) return;
    const before = this.#watch;
    this.#watch = watchPaths(
      this.all.map(({ path }) => path),
      onChange,
      (error) => this.#log.warn('targets.watch-failed', { error }),
    );
    await this.#watch.ready;
    before?.close();
  }

  /** A list of files that cannot be read takes no other target with it. */
  #ownLocations(): Location[] {
    try {
      return this.#ownFiles.locations();
    } catch (error) {
      this.#log.warn('targets.own-files-unreadable', { error });
      return [];
    }
  }

  /** Ends the watch and waits for the writes that still look at their file. */
  async close(): Promise<void> {
    this.#watch?.close();
    this.#onChange = undefined;
    this.#release();
    await this.settled();
  }

  #keepUntilSettled(location: Location, { path, settled, release }: UpdateResult): void {
    this.#watched.set(path, release);
    const kept = settled.then((what) => {
      this.#settling.delete(kept);
      this.#looked(location, what);
    });
    this.#settling.add(kept);
  }

  #looked({ path }: Location, { repairs, problem }: Settlement): void {
    if (repairs > 0) this.#log.info('targets.put-back', { path, repairs });
    if (problem !== null) this.#log.warn('targets.recheck-failed', { path, error: problem });
  }

  /** Files that are watched hold what they said, to be put back. */
  #release(): void {
    for (const release of this.#watched.values()) release();
    this.#watched.clear();
  }
}

/** What a plan says of a target: of one that is not in it, that nothing changes. */
function plannedOf({ targets }: Plan, { id, format, path }: Location): PlannedTarget {
  const nothing = { exists: true, changes: [], untouched: 0, problem: null };
  return (
    targets.find(({ targetId }) => targetId === id) ?? { targetId: id, format, path, ...nothing }
  );
}
