import { randomUUID } from 'node:crypto';
import { scopeOf, takesNamespaces } from '../../shared/auth-scope.ts';
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import type { CheckResult, CredentialMeta } from '../../shared/credential.ts';
import { checkShape } from '../../shared/credential-shape.ts';
import type { LoginDraft, LoginOutcome } from '../../shared/login.ts';
import { knownRegistry, parseRegistry } from '../../shared/registry.ts';
import type { AppliedTarget, Plan, TargetId } from '../../shared/target.ts';
import { type CheckingDeps, checkInRun } from './checking.ts';
import type { DesktopSide } from './desktop-side.ts';
import type { Drafts } from './drafts.ts';
import { Failure } from './failure.ts';
import type { Keeping } from './keeping.ts';
import type { Run, Runs } from './runs.ts';
import { Secret } from './secret.ts';
import type { Change } from './targets/change.ts';
import type { Targets } from './targets/targets.ts';
import type { CredentialIndex } from './vault/index.ts';

/** A login that was checked and waits for the user's decision. */
interface Pending {
  readonly login: AcceptedLogin;
  check: CheckResult;
  /** What the user was shown last. */
  shown: Plan | null;
}

/** A draft that may be sent and stored. */
interface AcceptedLogin extends Omit<LoginDraft, 'secret' | 'alsoFor'> {
  readonly secret: Secret;
  /** Other registries that take the same user and secret. */
  readonly alsoFor: readonly string[];
}

export interface LoginDeps extends CheckingDeps {
  readonly index: Pick<CredentialIndex, 'list'>;
  readonly desktop: Pick<DesktopSide, 'agree'>;
  readonly runs: Runs;
  readonly drafts: Drafts<Pending>;
  readonly keeping: Keeping;
  readonly targets: Targets;
}

/** How a run ends that leaves nothing to commit. */
const NO_DRAFT = { draftId: null, expiresAt: null, plan: null, committed: null };

type Committed = { readonly credentialId: string; readonly targets: AppliedTarget[] };

/** The login job: check, show what would be written, then store and write. */
export class Logins {
  constructor(private readonly deps: LoginDeps) {}

  /**
   * Checks the draft. Unless it was rejected it stays in main, for ten minutes at the most, for the
   * user to commit: also when it could not be checked, which the user has been told by then.
   *
   * @throws REGISTRY_INVALID, LOGIN_NOT_NEEDED, USERNAME_INVALID, SECRET_INVALID before anything is
   *   sent; CANCELLED, also where the user does not want it sent without TLS; with `commit` also what
   *   `commit` throws
   */
  async start({ runId, draft, commit }: CallInput<'login.start'>): Promise<LoginOutcome> {
    const { runs, drafts, keeping, targets } = this.deps;
    const login = acceptLogin(draft);
    if (commit !== null) targets.select(commit.targetIds);
    return runs.during(runId, async (run) => {
      if (login.plainHttp) {
        const { agreeToPlainHttp } = await import('./plain-http.ts');
        await agreeToPlainHttp(login.registry, this.deps);
        run.signal.throwIfAborted();
      }
      // While the registry answers: what the commit needs.
      keeping.warm();
      const check = await checkInRun(run, login, this.deps);
      if (check.verdict === 'rejected') {
        return { ...NO_DRAFT, check };
      }
      if (commit !== null && check.verdict === 'verified') {
        const committed = await this.#commit(run, { login, check, shown: null }, commit.targetIds);
        return { ...NO_DRAFT, check, committed };
      }
      const plan = await this.#proposal(login, run);
      return this.#waiting(drafts.keep({ login, check, shown: plan }));
    });
  }

  /**
   * Checks what waits once more, with the secret that is in main; its time begins anew, also where the check
   * is stopped.
   *
   * @throws DRAFT_EXPIRED also where it was dropped meanwhile, CANCELLED
   */
  async checkAgain({
    runId,
    draftId,
  }: CallInput<'login.check-again'>): Promise<CallOutput<'login.check-again'>> {
    const { runs, drafts } = this.deps;
    const { login } = drafts.renew(draftId);
    const { registry, username } = login;
    return runs.during(runId, async (run) => {
      const check = await checkInRun(run, login, this.deps);
      if (check.verdict === 'rejected') {
        drafts.drop(draftId);
        return { ...NO_DRAFT, check, registry, username };
      }
      const plan = await this.#proposal(login, run);
      const pending = drafts.renew(draftId);
      pending.check = check;
      pending.shown = plan;
      return { ...this.#waiting(draftId), registry, username };
    });
  }

  /** @throws DRAFT_EXPIRED, TARGET_UNKNOWN */
  async plan({ draftId, targetIds }: CallInput<'login.plan'>): Promise<Plan> {
    const { drafts, targets } = this.deps;
    const pending = drafts.get(draftId);
    pending.shown = await targets.plan(targets.select(targetIds), changesOf(pending.login));
    return pending.shown;
  }

  /**
   * Stores the secret, then the record, then writes each target: a kill between them leaves a record
   * that says where its entries are missing. A store that fails leaves the draft,
   * to try again; a target that fails is one result among others.
   *
   * @throws DRAFT_EXPIRED, TARGET_UNKNOWN, CANCELLED, the store's codes, INDEX_UNREADABLE
   */
  async commit({
    runId,
    draftId,
    targetIds,
    everySession,
  }: CallInput<'login.commit'>): Promise<Committed> {
    const { runs, drafts } = this.deps;
    const pending = drafts.get(draftId);
    return runs.during(runId, async (run) => {
      const committed = await this.#commit(run, pending, targetIds, everySession ?? null);
      drafts.drop(draftId);
      return committed;
    });
  }

  discard(draftId: string): void {
    this.deps.drafts.drop(draftId);
  }

  /** What a commit to the usual targets would do. */
  async #proposal(login: AcceptedLogin, run: Run): Promise<Plan> {
    const { keeping, targets } = this.deps;
    const known = keeping.find(scopeOf(login), login.username);
    const proposed = targets
      .proposed(known?.targets)
      .filter(({ format }) => login.namespace === undefined || takesNamespaces(format));
    return targets.plan(proposed, changesOf(login), run.signal);
  }

  #waiting(draftId: string): LoginOutcome {
    const { drafts } = this.deps;
    const { check, shown } = drafts.get(draftId);
    const expiresAt = drafts.expiresAt(draftId).toISOString();
    return { check, draftId, expiresAt, plan: shown, committed: null };
  }

  async #commit(
    run: Run,
    pending: Pending,
    targetIds: readonly TargetId[],
    everySession: boolean | null = null,
  ): Promise<Committed> {
    const { keeping, targets, log } = this.deps;
    const { login, check, shown } = pending;
    const chosen = targets.select(targetIds);
    const release = log.scrubber.hold(login.secret, login.username);
    try {
      const metas = await keeping.save(run, login.secret, () =>
        [login.registry, ...login.alsoFor]
          .map((registry) =>
            this.#metaFor(login, registry, registry === login.registry ? check : null, targetIds),
          )
          .map((meta) => (everySession === null ? meta : { ...meta, everySession })),
      );
      const applied = await keeping.write(run, metas, chosen, changesOf(login), {
        action: 'login',
        seen: shown,
      });
      const [first] = metas;
      if (first === undefined) throw new Error('a login has a registry');
      return { credentialId: first.id, targets: applied };
    } finally {
      release();
    }
  }

  /** The record of a login: the same user at the same registry or namespace stays the same credential. */
  #metaFor(
    { registry: ofRegistry, namespace, username, kind, label, plainHttp }: AcceptedLogin,
    registry: string,
    check: CheckResult | null,
    targetIds: readonly TargetId[],
  ): CredentialMeta {
    const now = new Date().toISOString();
    const ofNamespace = namespace === undefined ? {} : { namespace };
    const known = this.deps.keeping.find(scopeOf({ registry, ...ofNamespace }), username);
    return {
      // What the user wrote about it stays.
      ...known,
      id: known?.id ?? randomUUID(),
      registry,
      ...ofNamespace,
      // Said of the registry that the login is for; another one has TLS.
      plainHttp: plainHttp && registry === ofRegistry,
      username,
      kind,
      label: label === '' ? (known?.label ?? '') : label,
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
      lastCheck: check,
      targets: [...new Set([...(known?.targets ?? []), ...targetIds])],
    };
  }
}

function changesOf(login: AcceptedLogin): Change[] {
  const { alsoFor, username, secret } = login;
  return [scopeOf(login), ...alsoFor].map((registry) => ({
    do: 'set',
    registry,
    username,
    secret,
  }));
}

/**
 * Main looks at a draft as if no form had: what no tool could store or send is refused.
 *
 * @throws REGISTRY_INVALID, LOGIN_NOT_NEEDED, USERNAME_INVALID, SECRET_INVALID
 */
function acceptLogin({ alsoFor = [], ...draft }: LoginDraft): AcceptedLogin {
  const registry = acceptRegistry(draft.registry);
  const error = checkShape(draft).find(({ level }) => level === 'error');
  if (error !== undefined) {
    const ofUsername = error.code.startsWith('username-');
    throw new Failure(ofUsername ? 'USERNAME_INVALID' : 'SECRET_INVALID', { reason: error.code });
  }
  const others = alsoFor.map(acceptRegistry).filter((other) => other !== registry);
  if (draft.namespace !== undefined && others.length > 0) {
    throw new Failure('REGISTRY_INVALID', { reason: 'namespace-of-several' });
  }
  return {
    ...draft,
    registry,
    // A public registry has TLS, whatever a page says.
    plainHttp: draft.plainHttp && knownRegistry(registry) === null,
    secret: new Secret(draft.secret),
    alsoFor: [...new Set(others)],
  };
}

function acceptRegistry(text: string): string {
  const parsed = parseRegistry(text);
  if (!parsed.ok || parsed.registry !== text) {
    throw new Failure('REGISTRY_INVALID', { reason: parsed.ok ? 'not-normal' : parsed.reason });
  }
  // A credential for a registry that takes none would only be something to lose.
  if (knownRegistry(parsed.registry)?.accepts.length === 0) {
    throw new Failure('LOGIN_NOT_NEEDED', { registry: parsed.registry });
  }
  return parsed.registry;
}
