import { randomUUID } from 'node:crypto';
import { scopeOf, takesNamespaces } from '../../../shared/auth-scope.ts';
import type { CallInput } from '../../../shared/contract.ts';
import type { CredentialMeta, CredentialView } from '../../../shared/credential.ts';
import { PROFILE_CREDENTIALS_MAX } from '../../../shared/list-limits.ts';
import type { Profile, ProfileEntry, ProfileView } from '../../../shared/profile.ts';
import type { AppliedTarget, ShownPlan } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import { isDone, type Keeping } from '../keeping.ts';
import type { Log } from '../log.ts';
import type { Run } from '../runs.ts';
import type { Secret } from '../secret.ts';
import { ShownPlans } from '../targets/shown-plans.ts';
import type { Targets } from '../targets/targets.ts';
import type { Custody } from '../vault/custody.ts';
import type { CredentialIndex } from '../vault/index.ts';
import type { ProfileStore } from './profile-store.ts';
import { Switch } from './switch.ts';

export interface ProfilesDeps {
  readonly store: ProfileStore;
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly keeping: Keeping;
  readonly targets: Targets;
  readonly log: Log;
  readonly changed: () => void;
}

/** Sets of credentials that are active together, and the switch from one to another. */
export class Profiles {
  readonly #shown = new ShownPlans();

  constructor(private readonly deps: ProfilesDeps) {}

  /** @throws PROFILES_UNREADABLE, INDEX_UNREADABLE */
  async list(): Promise<ProfileView[]> {
    const views = await this.#observe();
    return this.deps.store.list().map((profile) => {
      const wanted = new Switch(profile, views, this.deps.targets.all);
      return {
        id: profile.id,
        name: profile.name,
        exclusive: profile.exclusive,
        state: wanted.state,
        entries: wanted.members.map(({ meta, targetIds }) => ({
          credentialId: meta.id,
          targetIds: [...targetIds],
          scope: scopeOf(meta),
          username: meta.username,
        })),
      };
    });
  }

  /**
   * @returns the profile's id
   * @throws PROFILE_UNKNOWN, PROFILE_EXISTS, PROFILE_SAME_KEY, CREDENTIAL_UNKNOWN where nothing would be
   *   in it, PROFILES_UNREADABLE, INDEX_UNREADABLE
   */
  async save({
    profileId,
    name,
    exclusive,
    credentialIds,
  }: CallInput<'profiles.save'>): Promise<string> {
    const { store } = this.deps;
    const id = profileId === null ? randomUUID() : store.get(profileId).id;
    const entries =
      credentialIds === null ? await this.#activeNow() : this.#entriesOf(credentialIds);
    if (entries.length === 0) throw new Failure('CREDENTIAL_UNKNOWN');
    this.#assertOneForEachKey(entries);
    store.put({ id, name, exclusive, entries: entries.slice(0, PROFILE_CREDENTIALS_MAX) });
    return id;
  }

  /** @throws PROFILES_UNREADABLE */
  delete(profileId: string): void {
    this.deps.store.remove(profileId);
  }

  /** One plan over all targets. It needs no open store; see `Change`. @throws PROFILE_UNKNOWN, PROFILES_UNREADABLE, INDEX_UNREADABLE */
  async plan(profileId: string): Promise<ShownPlan> {
    const wanted = await this.#switchTo(profileId);
    const secrets = new Map<string, Secret>();
    for (const { meta } of wanted.members) {
      const secret = await this.#readUnlessLocked(meta.id);
      if (secret === null) break;
      secrets.set(meta.id, secret);
    }
    const planned = await Promise.all(
      wanted.locations.map((location) =>
        this.deps.targets.plan([location], wanted.changesIn(location, secrets)),
      ),
    );
    return this.#shown.show(profileId, { targets: planned.flatMap(({ targets }) => targets) });
  }

  /**
   * Makes a profile's credentials the active ones, each in its targets. Every secret is read before the
   * first write, so that a store that fails changes nothing; a target that fails is one result among
   * others. Without a plan before it (a tray has no room for one) it does what is asked as it stands.
   *
   * @throws PROFILE_UNKNOWN, PLAN_STALE for a plan that is not known any more, STORE_SECRET_MISSING, the store's codes, INDEX_UNREADABLE, CANCELLED
   */
  async apply(run: Run, profileId: string, planId?: string): Promise<AppliedTarget[]> {
    const { index, keeping, targets, log, changed } = this.deps;
    const wanted = await this.#switchTo(profileId);
    const seen = this.#shown.find(profileId, planId);
    const secrets = new Map<string, Secret>();
    const releases: (() => void)[] = [];
    try {
      for (const { meta } of wanted.members) {
        run.signal.throwIfAborted();
        const secret = await keeping.read(run, meta.id);
        releases.push(log.scrubber.hold(secret, meta.username));
        secrets.set(meta.id, secret);
      }
      run.step('write-targets', 'running');
      // The record first: a kill after it leaves word of the entries that are missing.
      index.updateAll(wanted.placed(index.list()));
      const applied = await Promise.all(
        wanted.locations.map((location) =>
          targets.apply([location], wanted.changesIn(location, secrets), {
            cause: { action: 'switch' },
            seen,
            signal: run.signal,
          }),
        ),
      );
      const results = applied.flat();
      const done = new Set(results.filter(isDone).map(({ targetId }) => targetId));
      index.updateAll(wanted.displaced(index.list(), done));
      changed();
      run.step('write-targets', results.every(isDone) ? 'done' : 'failed');
      return results;
    } finally {
      for (const release of releases) release();
    }
  }

  async #switchTo(profileId: string): Promise<Switch> {
    const profile: Profile = this.deps.store.get(profileId);
    return new Switch(profile, await this.#observe(), this.deps.targets.all);
  }

  async #observe(): Promise<CredentialView[]> {
    const { index, targets } = this.deps;
    return (await targets.compare(index.list())).credentialViews();
  }

  async #activeNow(): Promise<ProfileEntry[]> {
    const views = await this.#observe();
    const writable = new Set(
      this.deps.targets.all
        .filter(({ readOnly, needsRoot }) => !readOnly && !needsRoot)
        .map(({ id }) => id),
    );
    return views.flatMap(({ id, states }) => {
      const targetIds = states
        .filter(({ targetId, state }) => state === 'in-sync' && writable.has(targetId))
        .map(({ targetId }) => targetId);
      return targetIds.length === 0 ? [] : [{ credentialId: id, targetIds }];
    });
  }

  #entriesOf(credentialIds: readonly string[]): ProfileEntry[] {
    return [...new Set(credentialIds)].map((credentialId) => {
      const meta = this.#get(credentialId);
      const proposed = this.deps.targets
        .proposed()
        .filter(({ format }) => meta.namespace === undefined || takesNamespaces(format))
        .map(({ id }) => id);
      return { credentialId, targetIds: meta.targets.length > 0 ? [...meta.targets] : proposed };
    });
  }

  #assertOneForEachKey(entries: readonly ProfileEntry[]): void {
    const taken = new Set<string>();
    for (const { credentialId, targetIds } of entries) {
      const scope = scopeOf(this.#get(credentialId));
      for (const targetId of targetIds) {
        if (taken.has(`${targetId} ${scope}`)) {
          throw new Failure('PROFILE_SAME_KEY', { key: scope, targetId });
        }
        taken.add(`${targetId} ${scope}`);
      }
    }
  }

  /** A plan needs the secrets only to say "unchanged". */
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
