import type { FixPlan, FixResult } from '../../../shared/doctor.ts';
import type { AppliedTarget, PlannedChange } from '../../../shared/target.ts';
import { type Edit, parseAuthFile, patchAuthFile } from '../authfile/codec.ts';
import type { HelperClient } from '../authfile/credential-helper.ts';
import type { Location } from '../authfile/locations.ts';
import { dropHelper, entryText } from '../authfile/repairs.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { settingChange } from '../targets/change.ts';
import { loggedProblem } from '../targets/problem.ts';
import { shownKey, shownName } from '../targets/shown.ts';
import type { Targets } from '../targets/targets.ts';
import type { Diagnosis, Fix } from './diagnosis.ts';
import { type ExamineOptions, textJudge } from './examine.ts';
import { removeLeftover, tightenMode } from './file-fixes.ts';
import { CHANGES_MAX, fetchableOf } from './fix-plan.ts';
import { helpersOf } from './helpers.ts';

export interface FixDeps extends ExamineOptions {
  readonly targets: Pick<Targets, 'plan' | 'apply' | 'rewrite'>;
  readonly helpers: (suffix: string) => HelperClient;
  readonly log: Log;
}

const NOTHING: FixResult = { targets: [], modes: [], removed: null };

/**
 * Puts right what was found a moment ago. At the moment of each write the file is judged again.
 * @param fetched the logins of a helper that are to be written into the file before it is dropped
 * @throws PLAN_STALE, CANCELLED, IPC_INVALID_INPUT, what the write path and the helper throw
 */
export async function applyFix(
  diagnosis: Diagnosis,
  fetched: FixPlan['fetchable'],
  deps: FixDeps,
): Promise<FixResult> {
  const { fix, location, finding } = diagnosis;
  switch (fix?.kind) {
    case 'remove-entries':
    case 'rename-key':
      return { ...NOTHING, targets: [await rewriteText(diagnosis, fix.changes, deps)] };
    case 'move-to-auth-file':
      return { ...NOTHING, targets: await moveToAuthFile(diagnosis, fix, deps) };
    case 'move-into-helper':
      return { ...NOTHING, targets: await moveIntoHelper(location, fix, deps) };
    case 'drop-helper':
      return { ...NOTHING, targets: [await drop(location, fix, fetched, deps)] };
    case 'tighten-mode':
      await tightenMode(fix);
      return { ...NOTHING, modes: [fix.change] };
    case 'remove-file':
      await removeLeftover(finding.path, fix);
      return { ...NOTHING, removed: finding.path };
    default:
      throw new Failure('IPC_INVALID_INPUT', { field: 'findingId' });
  }
}

/** Makes a fix of the file's text again from what the file says at the moment of the write. */
async function rewriteText(
  { finding, location }: Diagnosis,
  changes: readonly PlannedChange[],
  deps: FixDeps,
): Promise<AppliedTarget> {
  const judge = await textJudge(deps, location);
  return rewrite(location, changes, deps, (current) => {
    const { path, format } = location;
    const now = judge(parseAuthFile(current, format, path)).find(({ finding: { id } }) => {
      return id === finding.id;
    });
    return now?.fix?.kind === 'remove-entries' || now?.fix?.kind === 'rename-key'
      ? { next: now.fix.patch(current) }
      : null;
  });
}

/**
 * @param patch null where what was found is not there any more. That is refused the first time; later
 *   calls merge with another tool's write of this very moment, which may have done the same.
 */
async function rewrite(
  location: Location,
  changes: readonly PlannedChange[],
  { targets, signal }: FixDeps,
  patch: (current: Buffer) => { readonly next: string | null } | null,
): Promise<AppliedTarget> {
  let seen = false;
  const { outcome, historyId } = await targets.rewrite(
    location,
    (current) => {
      const patched = current === null ? null : patch(current);
      if (patched === null && !seen) throw stale(location);
      seen = true;
      return patched?.next ?? null;
    },
    signal,
    changes,
  );
  return applied(location, { outcome, historyId }, changes);
}

/** First into the file where it belongs: between the two writes the login is in both, and never in none. */
async function moveToAuthFile(
  diagnosis: Diagnosis,
  fix: Extract<Fix, { kind: 'move-to-auth-file' }>,
  deps: FixDeps,
): Promise<AppliedTarget[]> {
  const { location } = diagnosis;
  const { from, to, into } = fix;
  const username = shownName(fix.username);
  const judge = await textJudge(deps, location);
  let moved: string | null = null;
  // The text as it is in the file now, under its lock and judged once more; nothing is written yet.
  await deps.targets.rewrite(
    location,
    (current) => {
      if (current === null) throw stale(location);
      const document = parseAuthFile(current, location.format, location.path);
      if (!judge(document).some(({ finding }) => finding.id === diagnosis.finding.id)) {
        throw stale(location);
      }
      moved = entryText(current, location.format, from, location.path);
      return null;
    },
    deps.signal,
  );
  if (moved === null) throw stale(location);
  const added: Edit = { key: to, restore: moved };
  const common = { via: 'file', helper: null } as const;
  const appeared = [
    {
      ...common,
      key: shownKey(to),
      action: 'add',
      usernameBefore: null,
      usernameAfter: username,
    } as const,
  ];
  const write = await deps.targets.rewrite(
    into,
    (current) => {
      const taken =
        current !== null &&
        parseAuthFile(current, into.format, into.path).entries.some(
          ({ key, problem }) => key === to && problem !== 'empty',
        );
      if (taken) {
        throw new Failure('FILE_KEY_REFUSED', { path: into.path, key: to, reason: 'taken' });
      }
      return patchAuthFile(current, into.format, [added], into.path);
    },
    deps.signal,
    appeared,
  );
  const first = applied(into, write, appeared);
  const gone = [
    {
      ...common,
      key: shownKey(from),
      action: 'remove',
      usernameBefore: username,
      usernameAfter: null,
    } as const,
  ];
  try {
    const second = await rewrite(location, gone, deps, (current) => {
      // Only what has been written elsewhere.
      if (entryText(current, location.format, from, location.path) !== moved) return null;
      const { format, path } = location;
      return { next: patchAuthFile(current, format, [{ key: from, remove: true }], path) };
    });
    return [first, second];
  } catch (error) {
    const problem = loggedProblem(error, location.id, deps.log);
    const failed = { outcome: 'failed', historyId: null } as const;
    return [first, { ...applied(location, failed, []), problem }];
  }
}

/** Into the helper, read back, and only then out of the file. */
async function moveIntoHelper(
  location: Location,
  fix: Extract<Fix, { kind: 'move-into-helper' }>,
  deps: FixDeps,
): Promise<AppliedTarget[]> {
  const { registry, username, secret, key } = fix;
  const change = { do: 'set', registry, username, secret } as const;
  const [stored] = await deps.targets.apply([location], [change], {
    cause: { action: 'fix' },
    seen: null,
    signal: deps.signal,
  });
  if (stored === undefined) throw stale(location);
  const isGone = stored.changes.some((each) => each.via === 'file' && each.key === shownKey(key));
  if (isGone || (stored.outcome !== 'written' && stored.outcome !== 'unchanged')) return [stored];
  // A key of another form than the one that the tools use goes by itself.
  const removed: PlannedChange = {
    key: shownKey(key),
    action: 'remove',
    usernameBefore: shownName(username),
    usernameAfter: null,
    via: 'file',
    helper: null,
  };
  const { path, format } = location;
  const cleared = await rewrite(location, [removed], deps, (current) => {
    const entry = parseAuthFile(current, format, path).entries.find((each) => each.key === key);
    if (entry?.secret?.equals(secret) !== true) return null;
    return { next: patchAuthFile(current, format, [{ key, remove: true }], path) };
  });
  return [stored, cleared];
}

async function drop(
  location: Location,
  fix: Extract<Fix, { kind: 'drop-helper' }>,
  fetched: FixPlan['fetchable'],
  deps: FixDeps,
): Promise<AppliedTarget> {
  const { path, format } = location;
  const edits = fetched.length === 0 ? [] : await fetchFrom(location, fix, fetched, deps);
  const changes = fetched.map(
    ({ key, username }): PlannedChange => ({
      key,
      action: 'add',
      usernameBefore: null,
      usernameAfter: username,
      via: 'file',
      helper: null,
    }),
  );
  const named = JSON.stringify(fix.hosts);
  const settings = fix.hosts.map((host) => settingChange('remove', host, fix.helper));
  const shown = [...changes, ...settings].slice(0, CHANGES_MAX);
  return rewrite(location, shown, deps, (current) => {
    const document = parseAuthFile(current, format, path);
    const now = helpersOf(document).find(({ suffix }) => suffix === fix.helper);
    if (JSON.stringify(now?.hosts) !== named) return null;
    // What came into the file while the helper was asked is newer than what it held.
    const taken = document.entries.filter(({ problem }) => problem !== 'empty');
    if (edits.some((edit) => taken.some(({ key }) => key === edit.key))) return null;
    const without = dropHelper(current, format, fix.helper, path);
    if (without === null || edits.length === 0) return { next: without };
    return { next: patchAuthFile(Buffer.from(without), format, edits, path) ?? without };
  });
}

async function fetchFrom(
  location: Location,
  fix: Extract<Fix, { kind: 'drop-helper' }>,
  fetched: FixPlan['fetchable'],
  { helpers, signal }: FixDeps,
): Promise<Edit[]> {
  const client = helpers(fix.helper);
  const wanted = new Set(fetched.map(({ key }) => key));
  const edits: Edit[] = [];
  for (const { server, key } of fetchableOf(fix, { format: location.format, entries: [] })) {
    if (!wanted.has(key)) continue;
    const held = await client.get(server, { signal });
    if (held === null || held.identityToken) throw stale(location);
    edits.push({ key, set: { username: held.username, secret: held.secret } });
  }
  return edits;
}

function applied(
  { id, path }: Location,
  { outcome, historyId }: Pick<AppliedTarget, 'outcome' | 'historyId'>,
  changes: readonly PlannedChange[],
): AppliedTarget {
  const done = outcome === 'written' ? [...changes] : [];
  return { targetId: id, path, outcome, changes: done, historyId, problem: null };
}

function stale({ path, id }: Location): Failure {
  return new Failure('PLAN_STALE', { path, targetId: id }, { retryable: true });
}
