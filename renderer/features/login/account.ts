import type { CredentialKind } from '../../../shared/credential.ts';
import { knownRegistry } from '../../../shared/registry.ts';

/** What the second step asks for, but for the secret. */
export interface Account {
  readonly kind: CredentialKind;
  readonly username: string;
  readonly label: string;
  /** S3: keep it for registry.connect.redhat.com too. */
  readonly alsoConnect: boolean;
}

/** For a registry that nothing is known of: the likeliest first. Red Hat's own are for its registries. */
const ANYWHERE: readonly CredentialKind[] = ['other', 'token', 'robot'];
/** The demo registry answers as Red Hat's does. */
const DEMO: readonly CredentialKind[] = ['service-account', 'other'];

/** The kinds that a registry takes, the usual one first. */
export function kindsOf(registry: string, isDemo: boolean): readonly CredentialKind[] {
  return knownRegistry(registry)?.accepts ?? (isDemo ? DEMO : ANYWHERE);
}

export function emptyAccount(registry: string, isDemo: boolean): Account {
  const [kind = 'other'] = kindsOf(registry, isDemo);
  return { kind, username: '', label: '', alsoConnect: false };
}
