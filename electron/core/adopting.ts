import { randomUUID } from 'node:crypto';
import { scopeOf } from '../../shared/auth-scope.ts';
import type { CallInput, CallOutput } from '../../shared/contract.ts';
import { guessKind } from '../../shared/credential-shape.ts';
import type { TargetId } from '../../shared/target.ts';
import type { Drift } from './drift/drift.ts';
import { Failure } from './failure.ts';
import type { Keeping } from './keeping.ts';
import type { Log } from './log.ts';
import type { Runs } from './runs.ts';
import type { Secret } from './secret.ts';
import type { Targets } from './targets/targets.ts';
import type { CredentialIndex } from './vault/index.ts';

export interface AdoptingDeps {
  readonly runs: Runs;
  readonly index: CredentialIndex;
  readonly keeping: Keeping;
  readonly targets: Targets;
  readonly drift: Drift;
  readonly log: Log;
  readonly changed: () => void;
}

/** Takes over what other tools wrote. Their files are read, never changed. */
export class Adopting {
  constructor(private readonly deps: AdoptingDeps) {}

  /**
   * Makes a credential of an entry that Pullkeeper has none for.
   * @throws TARGET_UNKNOWN, ENTRY_UNKNOWN, ENTRY_NOT_ADOPTABLE; CREDENTIAL_EXISTS where the user has one
   *   for that registry already; CANCELLED; HELPER_*, FILE_*, the store's codes, INDEX_UNREADABLE
   */
  async adopt({
    runId,
    targetId,
    key,
  }: CallInput<'credentials.adopt'>): Promise<CallOutput<'credentials.adopt'>> {
    const { runs, keeping } = this.deps;
    return runs.during(runId, async (run) => {
      const found = await this.#read(targetId, key, run.signal);
      const { registry, namespace, username, secret } = found;
      const plainHttp = await this.#speaksPlainHttp(found, run.signal);
      return this.#holding(secret, username, async () => {
        const [meta] = await keeping.save(run, secret, () => {
          const scope = scopeOf(found);
          if (keeping.find(scope, username) !== undefined) {
            throw new Failure('CREDENTIAL_EXISTS', { registry: scope, username });
          }
          const now = new Date().toISOString();
          const kind = guessKind({ registry, username, secret: secret.reveal() });
          return [
            {
              id: randomUUID(),
              registry,
              ...(namespace !== undefined && { namespace }),
              plainHttp,
              username,
              kind,
              label: '',
              createdAt: now,
              updatedAt: now,
              lastCheck: null,
              targets: [targetId],
            },
          ];
        });
        if (meta === undefined) throw new Error('an adopted entry is one credential');
        return { credentialId: meta.id };
      });
    });
  }

  /**
   * Accepts what another tool did. Where it gave the same user another secret, that becomes the
   * credential's; other targets that hold the former one are not followed there any more. Otherwise the
   * credential is no longer meant to be in the target.
   *
   * @throws CREDENTIAL_UNKNOWN, TARGET_UNKNOWN, ENTRY_UNKNOWN, ENTRY_NOT_ADOPTABLE; HELPER_*, FILE_*,
   *   the store's codes, INDEX_UNREADABLE
   */
  async keepTheirs({ credentialId, targetId }: CallInput<'drift.keep-theirs'>): Promise<undefined> {
    const { index, keeping, drift, changed } = this.deps;
    const meta = index.find(credentialId);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    const notice = drift.find(credentialId, targetId);
    if (notice?.kind === 'replaced' && notice.usernameNow === meta.username) {
      const { secret } = await this.#read(targetId, notice.key);
      await this.#holding(secret, meta.username, () => keeping.replaceSecret(credentialId, secret));
      drift.release(credentialId);
    } else {
      index.update({ ...meta, targets: meta.targets.filter((id) => id !== targetId) });
      drift.release(credentialId, [targetId]);
    }
    changed();
  }

  /**
   * The other tool's file does not say it. The user may have said it of the same login for a namespace; and
   * a registry on this machine can be asked.
   */
  async #speaksPlainHttp(
    login: { readonly registry: string; readonly username: string },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { isMarkedPlainHttp } = await import('./plain-http.ts');
    if (isMarkedPlainHttp(this.deps.index.list(), login)) return true;
    const { isLocalPlainHttp } = await import('./registry/local-plain-http.ts');
    return isLocalPlainHttp(login.registry, signal);
  }

  async #read(targetId: TargetId, key: string, signal?: AbortSignal) {
    const [location] = this.deps.targets.select([targetId]);
    if (location === undefined) throw new Failure('TARGET_UNKNOWN', { targetId });
    return this.deps.targets.readLogin(location, key, signal);
  }

  async #holding<T>(secret: Secret, username: string, work: () => Promise<T>): Promise<T> {
    const release = this.deps.log.scrubber.hold(secret, username);
    try {
      return await work();
    } finally {
      release();
    }
  }
}
