import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { DriftNotice } from '../../../shared/drift.ts';
import type { ProfileView } from '../../../shared/profile.ts';
import { type AccountGroup, accountGroups } from '../../../shared/quick.ts';
import type { VaultStatus } from '../../../shared/vault.ts';

/** Each has an icon of its own shape. */
export type TrayStatus = 'good' | 'attention' | 'locked' | 'offline';

export interface Problem {
  readonly kind: DriftNotice['kind'] | 'rejected';
  readonly username: string;
  readonly scope: string;
}

/** What the tray shows, without a secret. */
export interface TrayState {
  readonly status: TrayStatus;
  readonly groups: readonly AccountGroup[];
  readonly profiles: TraySight['profiles'];
  /** The newest first. */
  readonly problems: readonly Problem[];
}

export interface TraySight {
  readonly credentials: readonly CredentialView[];
  readonly profiles: readonly Pick<ProfileView, 'id' | 'name' | 'state'>[];
  readonly notices: readonly DriftNotice[];
  readonly vault: VaultStatus | null;
  readonly isOnline: boolean;
}

/** What the user can do nothing about comes last: an open problem is said before a missing network. */
export function trayState(sight: TraySight): TrayState {
  const { credentials, profiles, notices, vault, isOnline } = sight;
  const problems = problemsOf(credentials, notices);
  const status = statusOf(problems, vault, isOnline);
  return { status, groups: accountGroups(credentials), profiles, problems };
}

function statusOf(
  problems: readonly Problem[],
  vault: VaultStatus | null,
  isOnline: boolean,
): TrayStatus {
  if (vault?.state === 'locked' || vault?.state === 'cancelled') return 'locked';
  if (problems.length > 0) return 'attention';
  return isOnline ? 'good' : 'offline';
}

function problemsOf(
  credentials: readonly CredentialView[],
  notices: readonly DriftNotice[],
): Problem[] {
  const drifted = notices.flatMap(({ credentialId, kind, at }) => {
    const credential = credentials.find(({ id }) => id === credentialId);
    return credential === undefined ? [] : [{ credential, kind, at }];
  });
  const rejected = credentials.flatMap((credential) => {
    const { lastCheck } = credential;
    return lastCheck?.verdict === 'rejected'
      ? [{ credential, kind: 'rejected' as const, at: lastCheck.at }]
      : [];
  });
  return [...drifted, ...rejected]
    .sort((one, other) => other.at.localeCompare(one.at))
    .map(({ credential, kind }) => ({
      kind,
      username: credential.username,
      scope: scopeOf(credential),
    }));
}
