import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type { AccountPlace, LocalAccount } from '../../../shared/service-account.ts';
import type { ExportUses } from '../exporting/uses.ts';
import { Failure } from '../failure.ts';
import { readClaims } from '../importing/token-claims.ts';
import type { Services } from '../services.ts';
import type { RotationJournal } from './rotations.ts';

export type LocalDeps = Pick<Services, 'custody' | 'index' | 'learning' | 'targets' | 'changed'> & {
  readonly uses: ExportUses;
  readonly journal: RotationJournal;
};

/** The service accounts that the store has credentials of, and what is known to use each. */
export class LocalAccounts {
  /** When a secret was issued, by what changes with it. */
  readonly #issued = new Map<string, string | null>();

  constructor(private readonly deps: LocalDeps) {}

  /** One for each user name: the same account may log in to several registries. @throws INDEX_UNREADABLE */
  async list(): Promise<LocalAccount[]> {
    const { journal, uses } = this.deps;
    const places = await this.#places();
    const rotations = new Map(journal.shown().map((each) => [each.username, each]));
    const exports = uses.list();
    const accounts: LocalAccount[] = [];
    let isLocked = false;
    for (const [username, metas] of this.#families()) {
      const issuedAt: LocalAccount['issuedAt'] = isLocked ? 'unread' : await this.#issuedAt(metas);
      isLocked ||= issuedAt === 'unread';
      accounts.push({
        username,
        description: metas.find(({ label }) => label !== '')?.label ?? '',
        credentials: metas.map((meta) => ({
          id: meta.id,
          registry: scopeOf(meta),
          lastCheck: meta.lastCheck,
        })),
        issuedAt,
        storedAt: metas.map(({ createdAt }) => createdAt).sort()[0] ?? '',
        places: places.filter(({ credentialId }) => metas.some(({ id }) => id === credentialId)),
        exports: exports.filter((use) => metas.some(({ id }) => id === use.credentialId)),
        rotation: rotations.get(username) ?? null,
      });
    }
    return accounts;
  }

  /** Every credential of an account. @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE */
  metas(username: string): [CredentialMeta, ...CredentialMeta[]] {
    const [first, ...others] = this.#families().get(username) ?? [];
    if (first === undefined) throw new Failure('CREDENTIAL_UNKNOWN', { username });
    return [first, ...others];
  }

  has(username: string): boolean {
    return this.#families().has(username);
  }

  /** @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE */
  describe(username: string, label: string): void {
    const { index, changed } = this.deps;
    for (const meta of this.metas(username)) index.update({ ...meta, label });
    changed();
  }

  /** Where tools find the account's credentials now, or should. */
  async placesOf(username: string): Promise<AccountPlace[]> {
    const ids = this.metas(username).map(({ id }) => id);
    return (await this.#places()).filter(({ credentialId }) => ids.includes(credentialId));
  }

  #families(): Map<string, CredentialMeta[]> {
    const families = new Map<string, CredentialMeta[]>();
    for (const meta of this.deps.index.list()) {
      if (meta.kind !== 'service-account') continue;
      families.set(meta.username, [...(families.get(meta.username) ?? []), meta]);
    }
    return families;
  }

  async #places(): Promise<AccountPlace[]> {
    const { index, learning, targets } = this.deps;
    const observation = await targets.compare(index.list());
    learning.wish(observation.undecided);
    const paths = new Map(targets.all.map(({ id, path }) => [id, path]));
    return observation
      .credentialViews()
      .filter(({ kind }) => kind === 'service-account')
      .flatMap((view) =>
        view.states
          // Where somebody else is logged in, the account is not used.
          .filter(({ username }) => username === null || username === view.username)
          .map(({ targetId, state }) => ({
            credentialId: view.id,
            targetId,
            path: paths.get(targetId) ?? '',
            registry: scopeOf(view),
            state,
          })),
      );
  }

  async #issuedAt(metas: readonly CredentialMeta[]): Promise<LocalAccount['issuedAt']> {
    const [first] = metas;
    if (first === undefined) return null;
    const key = `${first.id} ${first.updatedAt}`;
    const known = this.#issued.get(key);
    if (known !== undefined) return known;
    try {
      const { issuedAt } = readClaims((await this.deps.custody.read(first.id)).reveal());
      this.#issued.set(key, issuedAt);
      return issuedAt;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.code === 'STORE_SECRET_MISSING' ? null : 'unread';
    }
  }
}
