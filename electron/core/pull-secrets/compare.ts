import type { PullSecretChange } from '../../../shared/pull-secret.ts';
import type { PullSecretEntry } from './read-pull-secret.ts';

export function byKey(entries: readonly PullSecretEntry[]): Map<string, PullSecretEntry> {
  return new Map(entries.map((entry) => [entry.key, entry]));
}

/** Whether both log in as the same with the same secret. */
export function isSameLogin(one: PullSecretEntry, other: PullSecretEntry): boolean {
  if (one.secret === null || other.secret === null) return one.text.equals(other.text);
  return one.username === other.username && one.secret.equals(other.secret);
}

/** What was done to each key, in the order of what was there, then of what was added. */
export function changesBetween(
  from: readonly PullSecretEntry[],
  to: readonly PullSecretEntry[],
): PullSecretChange[] {
  const before = byKey(from);
  const after = byKey(to);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const old = before.get(key);
    const now = after.get(key);
    if (old !== undefined && now !== undefined && old.text.equals(now.text)) return [];
    const action =
      old === undefined
        ? 'add'
        : now === undefined
          ? 'remove'
          : isSameLogin(old, now)
            ? 'tidy'
            : 'replace';
    return [
      {
        key,
        action,
        usernameBefore: old?.username?.slice(0, 512) ?? null,
        usernameAfter: now?.username?.slice(0, 512) ?? null,
      } as const,
    ];
  });
}
