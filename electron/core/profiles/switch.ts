import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialMeta, CredentialView } from '../../../shared/credential.ts';
import type { Profile, ProfileState } from '../../../shared/profile.ts';
import type { TargetId } from '../../../shared/target.ts';
import type { Location } from '../authfile/locations.ts';
import type { Secret } from '../secret.ts';
import type { Change } from '../targets/change.ts';

interface Member {
  readonly meta: CredentialView;
  readonly targetIds: readonly TargetId[];
}

/** What a profile means for the credentials and targets that are there now. Reads nothing and asks nobody. */
export class Switch {
  /** Its credentials that are still stored, each with those of its targets that are still there. */
  readonly members: readonly Member[];
  /** The targets that it is about, in the order in which the tools look. */
  readonly locations: readonly Location[];
  readonly #others: readonly Member[];

  constructor(profile: Profile, views: readonly CredentialView[], all: readonly Location[]) {
    const stored = new Map(views.map((view) => [view.id, view]));
    const known = new Set(all.map(({ id }) => id));
    this.members = profile.entries.flatMap(({ credentialId, targetIds }) => {
      const meta = stored.get(credentialId);
      const left = targetIds.filter((id) => known.has(id));
      return meta === undefined || left.length === 0 ? [] : [{ meta, targetIds: left }];
    });
    const writable = all.filter(({ readOnly, needsRoot }) => !readOnly && !needsRoot);
    this.#others = profile.exclusive ? this.#othersAmong(views, writable) : [];
    const touched = new Set(
      [...this.members, ...this.#others].flatMap(({ targetIds }) => targetIds),
    );
    this.locations = all.filter(({ id }) => touched.has(id));
  }

  get state(): ProfileState {
    const places = this.members.flatMap(({ meta, targetIds }) =>
      targetIds.map((targetId) => isActive(meta, targetId)),
    );
    if (!places.includes(true)) return 'inactive';
    return places.every(Boolean) && this.#others.length === 0 ? 'active' : 'partly';
  }

  /** @param secrets by credential id; a plan while the store is locked has none */
  changesIn({ id }: Location, secrets: ReadonlyMap<string, Secret>): Change[] {
    const set = this.members
      .filter(({ targetIds }) => targetIds.includes(id))
      .map(
        ({ meta }): Change => ({
          do: 'set',
          registry: scopeOf(meta),
          username: meta.username,
          secret: secrets.get(meta.id) ?? null,
        }),
      );
    const own = new Map<string, Set<string>>();
    for (const { meta, targetIds } of this.#others) {
      if (!targetIds.includes(id)) continue;
      const names = own.get(scopeOf(meta)) ?? new Set();
      own.set(scopeOf(meta), names.add(meta.username));
    }
    const removed = [...own].map(
      ([registry, names]): Change => ({
        do: 'remove',
        registry,
        // Only what is stored can be switched back to.
        spares: (username) => username === null || !names.has(username),
      }),
    );
    return [...removed, ...set];
  }

  /** The records of its credentials with the targets that they go to. */
  placed(metas: readonly CredentialMeta[]): CredentialMeta[] {
    const wanted = new Map(this.members.map(({ meta, targetIds }) => [meta.id, targetIds]));
    return metas.flatMap((meta) => {
      const targets = [...new Set([...meta.targets, ...(wanted.get(meta.id) ?? [])])];
      return targets.length > meta.targets.length ? [{ ...meta, targets }] : [];
    });
  }

  /** The records of the credentials whose place was taken, or who had to go, in the targets that are done. */
  displaced(metas: readonly CredentialMeta[], done: ReadonlySet<TargetId>): CredentialMeta[] {
    const keeper = new Map<string, string>();
    for (const { meta, targetIds } of this.members) {
      for (const id of targetIds) keeper.set(`${id} ${scopeOf(meta)}`, meta.id);
    }
    const gone = new Set(
      this.#others.flatMap(({ meta, targetIds }) => targetIds.map((id) => `${id} ${meta.id}`)),
    );
    return metas.flatMap((meta) => {
      const targets = meta.targets.filter((id) => {
        if (!done.has(id)) return true;
        const kept = keeper.get(`${id} ${scopeOf(meta)}`);
        return kept === undefined ? !gone.has(`${id} ${meta.id}`) : kept === meta.id;
      });
      return targets.length < meta.targets.length ? [{ ...meta, targets }] : [];
    });
  }

  /** Stored credentials that an exclusive switch takes out of targets; those whose key is set are replaced there. */
  #othersAmong(views: readonly CredentialView[], writable: readonly Location[]): Member[] {
    const set = new Set(
      this.members.flatMap(({ meta, targetIds }) =>
        targetIds.map((id) => `${id} ${scopeOf(meta)}`),
      ),
    );
    return views.flatMap((meta) => {
      const targetIds = writable
        .map(({ id }) => id)
        .filter((id) => !set.has(`${id} ${scopeOf(meta)}`))
        .filter((id) =>
          meta.states.some(
            ({ targetId, state, username }) =>
              targetId === id &&
              state !== 'missing' &&
              (username === meta.username || state === 'unknown'),
          ),
        );
      return targetIds.length === 0 ? [] : [{ meta, targetIds }];
    });
  }
}

/** Undecided counts: the name is the right one, and the store may be locked. */
function isActive({ states, username }: CredentialView, id: TargetId): boolean {
  return states.some(
    (each) =>
      each.targetId === id &&
      (each.state === 'in-sync' ||
        (each.state === 'unknown' && (each.username ?? username) === username)),
  );
}
