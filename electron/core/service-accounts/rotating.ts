import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallInput, CallOutput } from '../../../shared/contract.ts';
import type { CheckResult, CredentialMeta } from '../../../shared/credential.ts';
import {
  nameOfServiceAccount,
  type Rotation,
  type RotationPlan,
} from '../../../shared/service-account.ts';
import type { AppliedTarget, Plan, TargetId } from '../../../shared/target.ts';
import { checkInRun } from '../checking.ts';
import type { ExportUses } from '../exporting/uses.ts';
import { Failure } from '../failure.ts';
import { inRun, isDone } from '../keeping.ts';
import type { Run } from '../runs.ts';
import type { Secret } from '../secret.ts';
import type { Services } from '../services.ts';
import type { Change } from '../targets/change.ts';
import type { ServiceAccountApi } from './api.ts';
import type { LocalAccounts } from './local.ts';
import { readPasted } from './pasted.ts';
import type { PendingSecrets, RotationJournal } from './rotations.ts';

export type RotatingDeps = Pick<
  Services,
  'host' | 'consents' | 'log' | 'route' | 'index' | 'keeping' | 'runs' | 'targets'
> & {
  readonly api: ServiceAccountApi;
  readonly journal: RotationJournal;
  readonly local: LocalAccounts;
  readonly pending: PendingSecrets;
  readonly uses: ExportUses;
};

type Outcome = CallOutput<'service-accounts.rotate'>;

/**
 * Replaces an account's secret everywhere: regenerate, store, verify, keep, write each target that had the
 * old one, read it back. After each step the journal says so; whatever stops a rotation, the next call goes
 * on with what is left of it. The new secret is in the store before anything else is done with it.
 */
export class Rotating {
  /** What the user was shown last, by account. */
  readonly #shown = new Map<string, Plan>();

  constructor(private readonly deps: RotatingDeps) {}

  /** What a new secret would change here, and where the old one went. @throws CREDENTIAL_UNKNOWN */
  async plan(username: string): Promise<RotationPlan> {
    const { targets, uses, local } = this.deps;
    const metas = local.metas(username);
    const places = await this.#places(username, []);
    const plans = await Promise.all(
      [...places].map(([targetId, at]) =>
        targets.plan(
          targets.select([targetId]),
          changesOf(at, () => null),
        ),
      ),
    );
    const plan = { targets: plans.flatMap((each) => each.targets) };
    this.#shown.set(username, plan);
    const exports = uses
      .list()
      .filter(({ credentialId }) => metas.some(({ id }) => id === credentialId));
    return { plan, exports };
  }

  /**
   * @throws CREDENTIAL_UNKNOWN; what `ServiceAccountApi` throws; SERVICE_ACCOUNT_PASTE,
   * SERVICE_ACCOUNT_OTHER, SERVICE_ACCOUNT_SAME for what the user brought; the store's codes; CANCELLED
   */
  async rotate({ runId, username, text }: CallInput<'service-accounts.rotate'>): Promise<Outcome> {
    const { runs, journal, local } = this.deps;
    const brought = text === null ? null : readPasted(text);
    return runs.during(runId, async (run) => {
      local.metas(username);
      let rotation = journal.find(username);
      if (rotation === null || rotation.stage === 'done') {
        rotation = await this.#begun(run, username, brought !== null);
      }
      if (rotation.stage === 'regenerate' || (rotation.stage === 'verify' && brought !== null)) {
        if (brought === null) rotation = await this.#regenerated(run, rotation);
        else rotation = await this.#brought(run, rotation, brought);
      }
      let check: CheckResult | null = null;
      if (rotation.stage === 'verify') {
        check = await this.#verified(run, rotation);
        if (check.verdict !== 'verified') return { rotation, check, targets: [] };
        rotation = journal.put({ ...rotation, stage: 'write' });
      }
      const targets = rotation.stage === 'write' ? await this.#written(run, rotation) : [];
      return { rotation: journal.find(username) ?? rotation, check, targets };
    });
  }

  /** @throws the store's codes */
  async abandon(username: string): Promise<void> {
    await this.deps.pending.drop(username);
    this.deps.journal.drop(username);
  }

  async #begun(run: Run, username: string, byUser: boolean): Promise<Rotation> {
    const { api, journal } = this.deps;
    // Afterwards its change says whether the service has made a new one, also when no answer came.
    const issuedBefore = byUser
      ? null
      : (await api.view(run, nameOfServiceAccount(username))).issuedAt;
    return journal.put({
      username,
      stage: 'regenerate',
      by: byUser ? 'user' : 'service',
      startedAt: new Date().toISOString(),
      issuedBefore,
      written: [],
      finishedAt: null,
    });
  }

  async #regenerated(run: Run, rotation: Rotation): Promise<Rotation> {
    const { api } = this.deps;
    const { username, issuedBefore } = rotation;
    const name = nameOfServiceAccount(username);
    run.step('regenerate', 'running');
    try {
      // An earlier try may have done it without us having heard of it: once more would be once too often.
      const now = await api.view(run, name);
      if (now.issuedAt === null || now.issuedAt === issuedBefore) await api.regenerate(run, name);
      const fetched = await api.fetch(run, name);
      if (fetched.username !== username) throw new Failure('SERVICE_ACCOUNT_OTHER', { username });
      const next = await this.#stored(run, rotation, fetched.secret);
      run.step('regenerate', 'done');
      return next;
    } catch (error) {
      run.step('regenerate', 'failed');
      throw error;
    }
  }

  async #brought(
    run: Run,
    rotation: Rotation,
    { username, secret }: ReturnType<typeof readPasted>,
  ): Promise<Rotation> {
    const { keeping, local } = this.deps;
    if (username !== rotation.username) {
      throw new Failure('SERVICE_ACCOUNT_OTHER', { username: rotation.username });
    }
    const [first] = local.metas(username);
    if (secret.equals(await keeping.read(run, first.id))) {
      throw new Failure('SERVICE_ACCOUNT_SAME', { username });
    }
    return this.#stored(run, rotation, secret);
  }

  async #stored(run: Run, rotation: Rotation, secret: Secret): Promise<Rotation> {
    const { log, journal, pending } = this.deps;
    const release = log.scrubber.hold(secret, rotation.username);
    try {
      await pending.put(rotation.username, secret, inRun(run));
      return journal.put({ ...rotation, stage: 'verify' });
    } finally {
      release();
    }
  }

  /** Checks the new secret; when it works the credentials get it. */
  async #verified(run: Run, { username }: Rotation): Promise<CheckResult> {
    const { keeping, local, log, pending } = this.deps;
    const secret = await pending.get(username, inRun(run));
    if (secret === null) throw new Failure('STORE_SECRET_MISSING', { username });
    const [first] = local.metas(username);
    const { registry, plainHttp } = first;
    const check = await checkInRun(run, { registry, plainHttp, username, secret }, this.deps);
    if (check.verdict !== 'verified') return check;
    const release = log.scrubber.hold(secret, username);
    try {
      await keeping.save(run, secret, () =>
        local.metas(username).map((meta) => ({
          ...meta,
          updatedAt: new Date().toISOString(),
          lastCheck: meta.registry === registry ? check : null,
        })),
      );
    } finally {
      release();
    }
    return check;
  }

  /** Every target that has the account, each with its own result; then reads them back. */
  async #written(run: Run, rotation: Rotation): Promise<AppliedTarget[]> {
    const { journal, keeping, local, log, pending, targets } = this.deps;
    const { username } = rotation;
    const seen = this.#shown.get(username) ?? null;
    this.#shown.delete(username);
    const secrets = new Map<string, Secret>();
    for (const { id } of local.metas(username)) secrets.set(id, await keeping.read(run, id));
    // The credentials have it now.
    await pending.drop(username, inRun(run));
    const releases = [...secrets.values()].map((secret) => log.scrubber.hold(secret, username));
    try {
      const applied: AppliedTarget[] = [];
      for (const [targetId, metas] of await this.#places(username, rotation.written)) {
        run.signal.throwIfAborted();
        const changes = changesOf(metas, ({ id }) => secrets.get(id) ?? null);
        const where = targets.select([targetId]);
        applied.push(
          ...(await keeping.write(run, metas, where, changes, { action: 'write', seen })),
        );
      }
      const places = await local.placesOf(username);
      const isTrue = (id: TargetId) =>
        places.every(({ targetId, state }) => targetId !== id || state === 'in-sync');
      const written = applied.filter((each) => isDone(each) && isTrue(each.targetId));
      const isWhole = written.length === applied.length;
      journal.put({
        ...rotation,
        stage: isWhole ? 'done' : 'write',
        written: [
          ...new Set([...rotation.written, ...written.map(({ targetId }) => targetId)]),
        ].slice(-64),
        finishedAt: isWhole ? new Date().toISOString() : null,
      });
      return applied;
    } finally {
      for (const release of releases) release();
    }
  }

  /** Which of the account's credentials each target has, but for the targets that are done. */
  async #places(
    username: string,
    done: readonly TargetId[],
  ): Promise<Map<TargetId, CredentialMeta[]>> {
    const { local } = this.deps;
    const metas = local.metas(username);
    const found = new Map<TargetId, CredentialMeta[]>();
    for (const { targetId, credentialId, state } of await local.placesOf(username)) {
      const meta = metas.find(({ id }) => id === credentialId);
      // Where nothing is nothing uses the old one.
      if (meta === undefined || state === 'missing' || done.includes(targetId)) continue;
      found.set(targetId, [...(found.get(targetId) ?? []), meta]);
    }
    return found;
  }
}

function changesOf(
  metas: readonly CredentialMeta[],
  secretOf: (meta: CredentialMeta) => Secret | null,
): Change[] {
  return metas.map((meta) => ({
    do: 'set',
    registry: scopeOf(meta),
    username: meta.username,
    secret: secretOf(meta),
  }));
}
