import type { TargetFormat } from './target.ts';

/**
 * What a credential is for: a whole registry, or one namespace or repository of it. Its text is
 * `host[:port]` or `host[:port]/namespace`, which is also the auth key in an auth.json.
 * @see https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export interface AuthScope {
  /** `host[:port]` */
  readonly registry: string;
  /** `org` or `org/repository`; absent for the whole registry. */
  readonly namespace?: string | undefined;
}

export function scopeOf({ registry, namespace }: AuthScope): string {
  return namespace === undefined ? registry : `${registry}/${namespace}`;
}

/** The namespaces that hold a repository, the broadest first, and the repository itself last. */
export function namespacesOf(repository: string): string[] {
  const parts = repository.split('/');
  return parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
}

/** The scopes in which containers/image looks for a scope's login: itself, then each broader one. */
export function scopesServing(scope: string): string[] {
  const [registry = '', ...parts] = scope.split('/');
  const namespaces = parts.length === 0 ? [] : namespacesOf(parts.join('/')).reverse();
  return [...namespaces.map((namespace) => scopeOf({ registry, namespace })), registry];
}

/** Whether the readers of a format tell namespaces apart; docker's would offer such a login to the host. */
export function takesNamespaces(format: TargetFormat): boolean {
  return format === 'containers-auth';
}
