import { z } from 'zod';
import { type CredentialView, credentialId } from '../../../shared/credential.ts';
import { driftNotice } from '../../../shared/drift.ts';
import { type TargetId, targetId } from '../../../shared/target.ts';

/**
 * One credential that was seen to be in one target, as it should be. What is not placed cannot drift: a
 * write that failed, or a runtime directory of an earlier session, is nobody's doing.
 */
export const placement = z.strictObject({
  credentialId,
  targetId,
  /** Which session's runtime directory it is in; null in a target that outlives sessions. */
  session: z.string().max(256).nullable(),
  notice: driftNotice.pick({ kind: true, key: true, usernameNow: true, at: true }).nullable(),
});
export type Placement = z.infer<typeof placement>;
type Notice = NonNullable<Placement['notice']>;

/** What is seen of a target now. */
export interface TargetSight {
  readonly exists: boolean;
  readonly volatile: boolean;
  /** Null for a target that outlives sessions, and where there is no session's directory. */
  readonly session: string | null;
}

/** What is seen now, of the credentials and of the targets that there are. */
export interface Sight {
  readonly credentials: readonly CredentialView[];
  readonly targets: ReadonlyMap<TargetId, TargetSight>;
}

/**
 * What has become of the placements, and which new ones there are. Credentials that are meant to be in
 * a target are followed there; those that are not meant to any more are left alone.
 *
 * @param at now, UTC ISO 8601: when what is new was noticed
 */
export function compare(placed: readonly Placement[], sight: Sight, at: string): Placement[] {
  const known = new Map(placed.map((each) => [pairOf(each), each]));
  const next: Placement[] = [];
  for (const credential of sight.credentials) {
    for (const target of credential.targets) {
      const pair = { credentialId: credential.id, targetId: target };
      const before = known.get(pairOf(pair));
      const seen = sight.targets.get(target);
      // A target that is not there for now (another DOCKER_CONFIG) says nothing.
      if (seen === undefined) {
        if (before !== undefined) next.push(before);
        continue;
      }
      const state = credential.states.find(({ targetId }) => targetId === target);
      const session = seen.volatile ? seen.session : null;
      // The end of a session takes its runtime directory along, which is as it should be.
      const over = seen.volatile && (!seen.exists || before?.session !== session);
      if (before === undefined || over) {
        if (state?.state === 'in-sync') next.push({ ...pair, session, notice: null });
        continue;
      }
      next.push({ ...before, notice: noticeOf(before.notice, state, seen.exists, at) });
    }
  }
  return next;
}

export function pairOf({
  credentialId,
  targetId,
}: Pick<Placement, 'credentialId' | 'targetId'>): string {
  return `${credentialId} ${targetId}`;
}

function noticeOf(
  before: Notice | null,
  state: CredentialView['states'][number] | undefined,
  exists: boolean,
  at: string,
): Notice | null {
  if (state === undefined) return null;
  // It is the same user's; whether it is the same secret cannot be said for now.
  if (state.state === 'unknown') return before?.kind === 'replaced' ? before : null;
  const kind = kindOf(state.state, exists);
  if (kind === null) return null;
  const now = { kind, key: state.key, usernameNow: state.username };
  const same =
    before?.kind === now.kind && before.key === now.key && before.usernameNow === now.usernameNow;
  return { ...now, at: same ? before.at : at };
}

function kindOf(
  state: CredentialView['states'][number]['state'],
  exists: boolean,
): Notice['kind'] | null {
  switch (state) {
    case 'missing':
      return exists ? 'logged-out' : 'file-gone';
    case 'different':
      return 'replaced';
    case 'unreadable':
      return 'broken';
    default:
      return null;
  }
}
