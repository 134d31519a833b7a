import type { CallInput } from '../../../shared/contract.ts';
import type { CredentialMeta, CredentialView } from '../../../shared/credential.ts';
import type {
  CredentialFacets,
  CredentialPage,
  CredentialQuery,
} from '../../../shared/credential-query.ts';
import { PAGE_ROWS } from '../../../shared/list-limits.ts';
import { Failure } from '../failure.ts';
import type { Learning } from '../targets/learning.ts';
import type { Targets } from '../targets/targets.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { facetsOf, matcherOf, sorted } from './filter.ts';

export interface BrowsingDeps {
  readonly index: CredentialIndex;
  readonly targets: Targets;
  readonly learning: Learning;
  readonly changed: () => void;
}

/**
 * The credentials in pages: what is not looked at is neither compared with the files nor sent. With
 * thousands of them a start costs what it costs with ten.
 */
export class Browsing {
  /** What matched last, as long as the index is what it was: a list that is scrolled asks page by page. */
  #last: { readonly key: string; readonly metas: readonly CredentialMeta[] } | null = null;

  constructor(private readonly deps: BrowsingDeps) {}

  /**
   * The first page of all, as they were saved. The window is painted from it: a secret that would have to be compared
   * first is not asked for, as that takes another process. @throws INDEX_UNREADABLE
   */
  async first(): Promise<CredentialPage> {
    const { index, targets } = this.deps;
    const all = index.list();
    const compared = await targets.compare(all.slice(0, PAGE_ROWS));
    const credentials = compared.credentialViews();
    return { total: all.length, matching: all.length, from: 0, credentials };
  }

  /** @throws INDEX_UNREADABLE */
  async find({ from, ...query }: CallInput<'credentials.find'>): Promise<CredentialPage> {
    return this.#page(this.deps.index.list(), await this.#matching(query), from);
  }

  /** Those of these that are still known. @throws INDEX_UNREADABLE */
  get({ credentialIds }: CallInput<'credentials.get'>): Promise<CredentialView[]> {
    const { index } = this.deps;
    return this.#views([...new Set(credentialIds)].flatMap((id) => index.find(id) ?? []));
  }

  /** The ids of all that match, in order. @throws INDEX_UNREADABLE */
  async ids(query: CredentialQuery): Promise<string[]> {
    return (await this.#matching(query)).map(({ id }) => id);
  }

  /** @throws INDEX_UNREADABLE */
  facets(): CredentialFacets {
    return facetsOf(this.deps.index.list());
  }

  /** What the user writes about a credential. @throws CREDENTIAL_UNKNOWN, INDEX_UNREADABLE */
  edit({ credentialId, label, details }: CallInput<'credentials.edit'>): void {
    const { index, changed } = this.deps;
    const meta = index.find(credentialId);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    const tags = [...new Set(details.tags)];
    index.update({
      ...meta,
      label,
      details: { ...details, tags },
      updatedAt: new Date().toISOString(),
    });
    changed();
  }

  async #page(
    all: readonly CredentialMeta[],
    matching: readonly CredentialMeta[],
    from: number,
  ): Promise<CredentialPage> {
    return {
      total: all.length,
      matching: matching.length,
      from,
      credentials: await this.#views(matching.slice(from, from + PAGE_ROWS)),
    };
  }

  async #views(metas: readonly CredentialMeta[]): Promise<CredentialView[]> {
    const { targets, learning } = this.deps;
    const observation = await targets.compare(metas);
    const views = observation.credentialViews();
    learning.wish(observation.undecided);
    return views;
  }

  async #matching(query: CredentialQuery): Promise<readonly CredentialMeta[]> {
    const { index } = this.deps;
    const { state, order, ...filter } = query;
    const key = JSON.stringify([index.revision, query]);
    // The files may have changed without the index: a state is looked for anew.
    if (state === null && this.#last?.key === key) return this.#last.metas;
    const found = sorted(index.list().filter(matcherOf(filter)), order);
    const metas = state === null ? found : await this.#inState(found, state);
    this.#last = { key, metas };
    return metas;
  }

  async #inState(
    metas: readonly CredentialMeta[],
    wanted: NonNullable<CredentialQuery['state']>,
  ): Promise<readonly CredentialMeta[]> {
    const views = await this.#views(metas);
    return metas.filter((_meta, at) => {
      const states = views[at]?.states ?? [];
      return wanted === 'nowhere'
        ? states.length === 0
        : states.some(({ state }) => state === wanted);
    });
  }
}
