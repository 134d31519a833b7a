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

/** Every kind, for a registry that nothing is known of: the likeliest first. */
export const ALL_KINDS: readonly CredentialKind[] = [
  'other',
  'token',
  'robot',
  'service-account',
  'red-hat-login',
];

/** The kinds that a registry takes, the usual one first. */
export function kindsOf(registry: string): readonly CredentialKind[] {
  return knownRegistry(registry)?.accepts ?? ALL_KINDS;
}

export function emptyAccount(registry: string): Account {
  return { kind: kindsOf(registry)[0] ?? 'other', username: '', label: '', alsoConnect: false };
}
