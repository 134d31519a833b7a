import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';
import type {
  CredentialFacets,
  CredentialFilter,
  CredentialOrder,
} from '../../../shared/credential-query.ts';

/** What a word is looked for in. A record that changes is another object. */
const texts = new WeakMap<CredentialMeta, string>();

function textOf(meta: CredentialMeta): string {
  const known = texts.get(meta);
  if (known !== undefined) return known;
  const { username, label, kind, details } = meta;
  const { owner = '', notes = '', tags = [] } = details ?? {};
  const text = [scopeOf(meta), username, label, kind, owner, notes, ...tags]
    .join('\n')
    .toLowerCase();
  texts.set(meta, text);
  return text;
}

/** Whether a record matches all of a filter but its state, which the files say. */
export function matcherOf(
  filter: Omit<CredentialFilter, 'state'>,
): (meta: CredentialMeta) => boolean {
  const { registry, kind, verdict, tag } = filter;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (meta) =>
    (registry === null || meta.registry === registry) &&
    (kind === null || meta.kind === kind) &&
    (verdict === null || (meta.lastCheck?.verdict ?? 'never') === verdict) &&
    (tag === null || (meta.details?.tags.includes(tag) ?? false)) &&
    (words.length === 0 || words.every((word) => textOf(meta).includes(word)));
}

/** As people sort names: numbers by value, case apart. */
export const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** In that order; what is equal stays as it was first saved. */
export function sorted(
  metas: readonly CredentialMeta[],
  { by, descending }: CredentialOrder,
): readonly CredentialMeta[] {
  const sign = descending ? -1 : 1;
  if (by === 'added') return descending ? [...metas].reverse() : metas;
  const key = (meta: CredentialMeta): string => {
    switch (by) {
      case 'registry':
        return scopeOf(meta);
      case 'user':
        return meta.username;
      case 'kind':
        return meta.kind;
      case 'last-check':
        return meta.lastCheck?.at ?? '';
    }
  };
  return metas
    .map((meta) => ({ meta, key: key(meta) }))
    .sort((a, b) => sign * byName.compare(a.key, b.key))
    .map(({ meta }) => meta);
}

/** How many registries and tags are told apart in a choice. */
const FACETS_MAX = { registries: 20_000, tags: 1000 } as const;

/** What there is to filter by, in the order of its names. */
export function facetsOf(metas: readonly CredentialMeta[]): CredentialFacets {
  const counted = (names: Iterable<string>) => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts]
      .map(([name, count]) => ({ name, count }))
      .sort((a, b) => byName.compare(a.name, b.name));
  };
  return {
    registries: counted(metas.map(({ registry }) => registry)).slice(0, FACETS_MAX.registries),
    tags: counted(metas.flatMap(({ details }) => details?.tags ?? [])).slice(0, FACETS_MAX.tags),
  };
}
