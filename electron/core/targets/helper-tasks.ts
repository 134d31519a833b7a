import type { PlannedChange } from '../../../shared/target.ts';
import type { HelperClient, HelperCredential } from '../authfile/credential-helper.ts';
import type { Location } from '../authfile/locations.ts';
import type { HelperChange } from '../history/target-change.ts';
import type { HelperTask } from './change.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HelperAnswers } from './helper-answers.ts';
import { wantedOf } from './restore.ts';
import { shownName } from './shown.ts';

export interface HelperDeps {
  readonly helpers: (suffix: string) => HelperClient;
  readonly answers: HelperAnswers;
  readonly fingerprints: Fingerprints;
}

/** What would change under one server name, and what the helper holds there. */
export interface PlannedHelperChange {
  readonly change: PlannedChange;
  readonly held: HelperCredential | null;
}

/**
 * What a task would change, by asking the helper.
 * @throws HELPER_MISSING, HELPER_FAILED, HELPER_TIMED_OUT, HELPER_BAD_REPLY, CANCELLED
 */
export async function planHelperTask(
  location: Location,
  task: HelperTask,
  deps: HelperDeps,
  signal: AbortSignal | undefined,
): Promise<PlannedHelperChange[]> {
  const planned: PlannedHelperChange[] = [];
  for (const server of task.servers) {
    const held = await deps.helpers(task.helper).get(server, { signal });
    remember(location, server, held, deps);
    const change = changeOf(task, server, held);
    if (change !== null) planned.push({ change, held });
  }
  return planned;
}

/**
 * @param done takes what was changed, also where a later server name fails
 * @throws as `planHelperTask`
 */
export async function applyHelperTask(
  location: Location,
  task: HelperTask,
  planned: readonly PlannedHelperChange[],
  deps: HelperDeps,
  signal: AbortSignal | undefined,
  done: (change: PlannedChange, helper: HelperChange) => void,
): Promise<void> {
  const helper = deps.helpers(task.helper);
  for (const { change, held } of planned) {
    const { action, key } = change;
    const wanted = wantedOf(task, key);
    if (action === 'unchanged' || wanted === undefined) continue;
    const came = (after: HelperCredential | null) => {
      remember(location, key, after, deps);
      done(change, { helper: task.helper, key, before: held, after });
    };
    try {
      if (wanted === null) await helper.erase(key, { signal });
      else await helper.store(key, wanted, { signal });
    } catch (error) {
      // Cancelled or too slow, it may have done it all the same: then it can be undone all the same.
      const now = await helper.get(key).catch(() => held);
      if (!isSame(now, held)) came(now);
      throw error;
    }
    came(wanted);
  }
}

function isSame(one: HelperCredential | null, other: HelperCredential | null): boolean {
  if (one === null || other === null) return one === other;
  return one.username === other.username && one.secret.equals(other.secret);
}

function remember(
  { path }: Location,
  server: string,
  held: HelperCredential | null,
  { answers, fingerprints }: HelperDeps,
): void {
  answers.remember(path, server, {
    username: held?.username ?? null,
    fingerprint: held === null ? null : fingerprints.of(held.secret),
  });
}

function changeOf(
  task: HelperTask,
  key: string,
  held: HelperCredential | null,
): PlannedChange | null {
  const { change, helper } = task;
  const wanted = wantedOf(task, key);
  const common = {
    key,
    usernameBefore: shownName(held?.username ?? null),
    via: 'helper',
    helper,
  } as const;
  if (wanted === null) {
    if (held === null) return null;
    const spared = change.do === 'remove' && change.spares(held.username);
    return spared
      ? { ...common, action: 'unchanged', usernameAfter: common.usernameBefore }
      : { ...common, action: 'remove', usernameAfter: null };
  }
  // Without its secret the user of a credential is known all the same.
  const username = wanted?.username ?? (change.do === 'set' ? change.username : '');
  const after = { ...common, usernameAfter: shownName(username) };
  if (held === null) return { ...after, action: 'add' };
  const same =
    wanted !== undefined && held.username === username && held.secret.equals(wanted.secret);
  return { ...after, action: same ? 'unchanged' : 'replace' };
}
