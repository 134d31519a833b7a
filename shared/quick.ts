import { z } from 'zod';
import { scopeOf } from './auth-scope.ts';
import { type CredentialView, credentialId, verdict } from './credential.ts';
import { errorCode } from './errors.ts';
import type { Link } from './links.ts';
import { profileId } from './profile.ts';
import { knownRegistry } from './registry.ts';
import type { TargetId, TargetView } from './target.ts';

/** What can be done from the tray, the window's menu, the command palette and the desktop's launcher. */
export const quickAction = z.discriminatedUnion('do', [
  /** Writes the account wherever its registry's account is kept. */
  z.strictObject({ do: z.literal('switch'), credentialId }),
  z.strictObject({ do: z.literal('check'), credentialId }),
  /** `login --password-stdin`, to the clipboard for a while. */
  z.strictObject({ do: z.literal('copy-login'), credentialId }),
  /** The registry's page that makes and revokes tokens, in the browser. */
  z.strictObject({ do: z.literal('token-page'), credentialId }),
  /** Makes the accounts of a profile the active ones. */
  z.strictObject({ do: z.literal('profile'), profileId }),
  z.strictObject({ do: z.literal('check-all') }),
  z.strictObject({ do: z.literal('put-back') }),
  z.strictObject({ do: z.literal('lock') }),
]);
export type QuickAction = z.infer<typeof quickAction>;

/** Those that need no account to be named, as the launcher spells them. */
export type PlainAction = Exclude<
  QuickAction,
  { readonly credentialId: string } | { readonly profileId: string }
>['do'];

/** What came of an action. */
export const quickResult = z.strictObject({
  /** `partly`: some of several places or logins. */
  outcome: z.enum(['done', 'partly', 'failed', 'cancelled']),
  /** Of the places or logins that it was about, how many are as they were asked to be. */
  done: z.number().int().min(0),
  of: z.number().int().min(0),
  /** What a registry said, where one was asked about one login. */
  verdict: verdict.nullable(),
  /** Why it failed, or the first of what failed. */
  code: errorCode.nullable(),
});
export type QuickResult = z.infer<typeof quickResult>;

/** The accounts of one registry or namespace. */
export interface AccountGroup {
  /** See `AuthScope`. */
  readonly scope: string;
  readonly registry: string;
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly credential: CredentialView;
  /** Whether a tool finds this account in one of the places that it is meant to be in. */
  readonly isActive: boolean;
}

/** By registry or namespace, in the order in which they are listed. */
export function accountGroups(credentials: readonly CredentialView[]): AccountGroup[] {
  const groups = new Map<string, { registry: string; accounts: Account[] }>();
  for (const credential of credentials) {
    const scope = scopeOf(credential);
    const group = groups.get(scope) ?? { registry: credential.registry, accounts: [] };
    group.accounts.push({ credential, isActive: isActive(credential) });
    groups.set(scope, group);
  }
  return [...groups].map(([scope, group]) => ({ scope, ...group }));
}

function isActive({ states, targets, username }: CredentialView): boolean {
  return states.some(
    (each) =>
      targets.includes(each.targetId) &&
      (each.state === 'in-sync' || (each.state === 'unknown' && each.username === username)),
  );
}

/**
 * Where an account has to be written to take its registry over: wherever one of the registry's accounts is
 * meant to be, or where a login goes unless told otherwise.
 */
export function placesOf(
  credential: CredentialView,
  all: readonly CredentialView[],
  targets: readonly TargetView[],
): TargetId[] {
  const same = all.filter((each) => scopeOf(each) === scopeOf(credential));
  const kept = new Set(same.flatMap((each) => each.targets));
  const known = targets.filter(({ id }) => kept.has(id));
  const chosen =
    known.length > 0 ? known : targets.filter(({ preferred, writable }) => preferred && writable);
  return chosen.map(({ id }) => id);
}

/** The page where a registry's tokens are made; null where none is known. */
export function tokenPage({ registry }: Pick<CredentialView, 'registry'>): Link | null {
  return knownRegistry(registry)?.links[0] ?? null;
}
