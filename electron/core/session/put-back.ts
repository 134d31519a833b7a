import { randomUUID } from 'node:crypto';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallOutput } from '../../../shared/contract.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { EventPayload } from '../../../shared/events.ts';
import type { AppliedTarget, PlannedChange, TargetId } from '../../../shared/target.ts';
import type { Recorder } from '../audit/auditing.ts';
import type { Location } from '../authfile/locations.ts';
import { sessionOf } from '../drift/session.ts';
import { Failure } from '../failure.ts';
import { isDone } from '../keeping.ts';
import type { Run } from '../runs.ts';
import type { Secret } from '../secret.ts';
import type { Services } from '../services.ts';
import { Remembered } from './remembered.ts';

export type PutBackDeps = Pick<
  Services,
  'index' | 'custody' | 'keeping' | 'targets' | 'drift' | 'runs' | 'storage' | 'log' | 'emit'
> & {
  /** Writes down what was put back without a call. */
  readonly record: Recorder;
};

type Result = CallOutput<'session.put-back'>[number];
type Notice = EventPayload<'session.put-back'>;

/** A login that is to be in places of this session and is not. */
interface Gone {
  readonly meta: CredentialMeta;
  readonly places: readonly { readonly location: Location; readonly session: string }[];
}

/** The store cannot be asked now: the user, or the next event of the store, changes that. */
const WAITS: readonly ErrorCode[] = ['STORE_LOCKED', 'STORE_UNREACHABLE', 'STORE_TIMED_OUT'];

/** What may be done to a place that was found without the login. */
const ADDS: readonly PlannedChange['action'][] = ['add', 'unchanged'];

/** What lives in the session's runtime directory, written again from the store when a session begins. */
export class PutBack {
  readonly #remembered: Remembered;
  #last: Promise<unknown> = Promise.resolve();
  #again = false;
  #told = '';

  constructor(private readonly deps: PutBackDeps) {
    this.#remembered = new Remembered(deps.storage('sessions'), deps.log);
  }

  /** The entries of this credential go with the session from now on, or come back with each. @throws CREDENTIAL_UNKNOWN */
  keep(credentialId: string, everySession: boolean): void {
    const { index, emit } = this.deps;
    const meta = index.find(credentialId);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    index.update({ ...meta, everySession });
    emit('credentials.changed', {});
    this.wake();
  }

  /**
   * Looks, in the background, what of the logins for every session this session does not have yet, and
   * writes it. It asks the user nothing: while the store is locked the logins wait, and are told of.
   */
  wake(): void {
    if (this.#again) return;
    this.#again = true;
    this.#last = this.#last.then(() => {
      this.#again = false;
      return this.#atSessionStart();
    });
  }

  /** Every login that this session does not have, as a run: the store may ask its question. */
  async now(run: Run): Promise<Result[]> {
    const { keeping, drift } = this.deps;
    const gone = await this.#gone(() => true);
    return drift.quietly(() => this.#writeAll(run, gone, (id) => keeping.read(run, id)));
  }

  /** Resolves when nothing is being put back any more. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #atSessionStart(): Promise<void> {
    const { index, custody, targets, drift, runs, log } = this.deps;
    try {
      if (!index.list().some(({ everySession }) => everySession === true)) return;
      const gone = await this.#gone(
        (meta, target, session) =>
          meta.everySession === true && !this.#remembered.isOf(session, meta.id, target),
      );
      if (gone.length === 0) return;
      const results = await runs.during(randomUUID(), (run) =>
        drift.quietly(() =>
          this.#writeAll(run, gone, async (id) => {
            const secret = await custody.read(id, { signal: run.signal });
            targets.learn(id, secret);
            return secret;
          }),
        ),
      );
      if (results.length > 0) this.#tell(results);
    } catch (error) {
      log.warn('session.not-put-back', { error });
    }
  }

  /** Once for each outcome: what another try does not change is not said again. */
  #tell(results: readonly Result[]): void {
    const count = (which: (result: Result) => boolean) => results.filter(which).length;
    const notice: Notice = {
      done: count(({ problem, targets }) => problem === null && targets.every(isDone)),
      waiting: count(({ problem }) => problem !== null && WAITS.includes(problem)),
      failed: 0,
    };
    const whole = { ...notice, failed: results.length - notice.done - notice.waiting };
    const said = JSON.stringify([whole, results.map(({ credentialId }) => credentialId)]);
    if (said === this.#told) return;
    this.#told = said;
    this.deps.emit('session.put-back', whole);
    if (whole.done + whole.failed > 0) {
      this.deps.record('session.put-back', {}, true).done(results);
    }
  }

  /** One after the other: a store that cannot be asked is left in peace by those that come after. */
  async #writeAll(
    run: Run,
    gone: readonly Gone[],
    read: (credentialId: string) => Promise<Secret>,
  ): Promise<Result[]> {
    const results: Result[] = [];
    let waitsFor: ErrorCode | null = null;
    for (const each of gone) {
      const { id: credentialId, username } = each.meta;
      run.signal.throwIfAborted();
      let problem: ErrorCode | null = waitsFor;
      let secret: Secret | null = null;
      try {
        if (problem === null) secret = await read(credentialId);
      } catch (error) {
        problem = error instanceof Failure ? error.code : 'INTERNAL';
        if (problem === 'CANCELLED') throw error;
        if (WAITS.includes(problem)) waitsFor = problem;
      }
      if (secret === null) {
        results.push({ credentialId, targets: [], problem });
        continue;
      }
      const release = this.deps.log.scrubber.hold(secret, username);
      try {
        const targets = await this.#write(run, each, secret);
        if (targets.length > 0) results.push({ credentialId, targets, problem: null });
      } finally {
        release();
      }
    }
    return results;
  }

  /**
   * Adds a login where there is still none. The store may have been slow: what came into its place
   * meanwhile is the user's newer will, and stays.
   * @returns the targets that it was written to
   */
  async #write(run: Run, { meta, places }: Gone, secret: Secret): Promise<AppliedTarget[]> {
    const { keeping, targets } = this.deps;
    const { id: credentialId, username } = meta;
    const change = { do: 'set', registry: scopeOf(meta), username, secret } as const;
    const seen = await targets.plan(
      places.map(({ location }) => location),
      [change],
      run.signal,
    );
    const taken = new Set(
      seen.targets
        .filter(({ changes }) => changes.some(({ action }) => !ADDS.includes(action)))
        .map(({ targetId }) => targetId),
    );
    const free = places.flatMap(({ location }) => (taken.has(location.id) ? [] : [location]));
    const options = { action: 'put-back', seen } as const;
    const written =
      free.length === 0 ? [] : await keeping.write(run, [meta], free, [change], options);
    const done = new Set(written.filter(isDone).map(({ targetId }) => targetId));
    this.#remembered.remember(
      places
        .filter(({ location: { id } }) => done.has(id) || taken.has(id))
        .map(({ location, session }) => ({ credentialId, targetId: location.id, session })),
    );
    return written;
  }

  /**
   * What is missing in the places of this session. What is seen there, ours or another's, is remembered:
   * its going within the session is somebody's will.
   */
  async #gone(
    isWanted: (meta: CredentialMeta, target: TargetId, session: string) => boolean,
  ): Promise<Gone[]> {
    const { index, targets } = this.deps;
    const sessions = new Map<TargetId, { location: Location; session: string }>();
    for (const location of targets.all.filter(({ volatile }) => volatile)) {
      const session = await sessionOf(location);
      // Its directory may come late: the watch tells.
      if (session !== null) sessions.set(location.id, { location, session });
    }
    if (sessions.size === 0) return [];
    const observation = await targets.compare(index.list());
    const gone: Gone[] = [];
    const seen: Parameters<Remembered['remember']>[0][number][] = [];
    for (const { states, ...meta } of observation.credentialViews()) {
      const places: { location: Location; session: string }[] = [];
      for (const targetId of meta.targets) {
        const place = sessions.get(targetId);
        if (place === undefined) continue;
        const state = states.find((each) => each.targetId === targetId)?.state;
        if (state !== 'missing' && state !== undefined) {
          const { session } = place;
          if (state !== 'unreadable' && !this.#remembered.isOf(session, meta.id, targetId)) {
            seen.push({ credentialId: meta.id, targetId, session });
          }
        } else if (isWanted(meta, targetId, place.session)) places.push(place);
      }
      if (places.length > 0) gone.push({ meta, places });
    }
    this.#remembered.remember(seen);
    return gone;
  }
}
