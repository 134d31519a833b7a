import type { PlannedChange } from '../../../shared/target.ts';
import type { HelperClient } from '../authfile/credential-helper.ts';
import type { Location } from '../authfile/locations.ts';
import type { HelperTask } from './decide.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HelperAnswer, HelperAnswers } from './helper-answers.ts';
import { shownName } from './shown.ts';

export interface HelperDeps {
  readonly helpers: (suffix: string) => HelperClient;
  readonly answers: HelperAnswers;
  readonly fingerprints: Fingerprints;
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
): Promise<PlannedChange[]> {
  const changes: PlannedChange[] = [];
  for (const server of task.servers) {
    const answer = await ask(location, task.helper, server, deps, signal);
    const change = changeOf(task, server, answer, deps.fingerprints);
    if (change !== null) changes.push(change);
  }
  return changes;
}

/** @returns what was changed. @throws as `planHelperTask` */
export async function applyHelperTask(
  location: Location,
  task: HelperTask,
  planned: readonly PlannedChange[],
  deps: HelperDeps,
  signal: AbortSignal | undefined,
): Promise<void> {
  const helper = deps.helpers(task.helper);
  const { change } = task;
  for (const { action, key } of planned) {
    if (action === 'unchanged') continue;
    if (change.do === 'remove') {
      await helper.erase(key, { signal });
      deps.answers.remember(location.path, key, { username: null, fingerprint: null });
    } else if (change.secret !== null) {
      const { username, secret } = change;
      await helper.store(key, { username, secret }, { signal });
      deps.answers.remember(location.path, key, {
        username,
        fingerprint: deps.fingerprints.of(secret),
      });
    }
  }
}

async function ask(
  location: Location,
  suffix: string,
  server: string,
  deps: HelperDeps,
  signal: AbortSignal | undefined,
): Promise<HelperAnswer> {
  const held = await deps.helpers(suffix).get(server, { signal });
  const answer =
    held === null
      ? { username: null, fingerprint: null }
      : { username: held.username, fingerprint: deps.fingerprints.of(held.secret) };
  deps.answers.remember(location.path, server, answer);
  return answer;
}

function changeOf(
  { change, helper }: HelperTask,
  key: string,
  { username, fingerprint }: HelperAnswer,
  fingerprints: Fingerprints,
): PlannedChange | null {
  const common = { key, usernameBefore: shownName(username), via: 'helper', helper } as const;
  if (change.do === 'remove') {
    if (username === null) return null;
    return change.spares(username)
      ? { ...common, action: 'unchanged', usernameAfter: common.usernameBefore }
      : { ...common, action: 'remove', usernameAfter: null };
  }
  const after = { ...common, usernameAfter: change.username };
  if (username === null) return { ...after, action: 'add' };
  const same =
    username === change.username &&
    change.secret !== null &&
    fingerprint === fingerprints.of(change.secret);
  return { ...after, action: same ? 'unchanged' : 'replace' };
}
