/**
 * The realm with its own query, and what the specification adds to it: `account`, `service`, `scope`.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export function tokenUrl(
  realm: URL,
  added: Readonly<Partial<Record<'account' | 'service' | 'scope', string | undefined>>>,
  scopes: readonly string[] = [],
): URL {
  const url = new URL(realm);
  const query = [...Object.entries(added), ...scopes.map((scope) => ['scope', scope])]
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map((pair) => pair.map((text) => encodeURIComponent(text)).join('='))
    .join('&');
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url;
}
