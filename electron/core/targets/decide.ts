import { takesNamespaces } from '../../../shared/auth-scope.ts';
import { authKeyFor } from '../../../shared/registry.ts';
import type { PlannedChange } from '../../../shared/target.ts';
import type { Edit } from '../authfile/codec.ts';
import { governingHelper } from '../authfile/governing.ts';
import type { HelperSetting } from '../authfile/helper-setting.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import { hostOfKey as hostForDocker } from '../lookup/keys.ts';
import { type Change, type Decided, type Decision, fileChange, type HelperTask } from './change.ts';
import type { Content, ContentEntry } from './content.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HelperAnswers } from './helper-answers.ts';
import { decideRestore } from './restore.ts';
import { SHOWN_KEY_MAX, shownKey } from './shown.ts';

/** What is known without the file. */
export interface Known {
  readonly fingerprints: Fingerprints;
  /** What a helper holds, as it was asked for this very change; before it was asked, nothing is known. */
  readonly answers: HelperAnswers;
}

/**
 * @throws FILE_KEY_REFUSED for a namespaced key where docker reads, which would offer it to the whole host,
 *   and where a helper governs the host: it is asked for hosts alone
 */
export function decide(
  location: Location,
  content: Content,
  changes: readonly Change[],
  known: Known,
): Decision {
  const planned: PlannedChange[] = [];
  const edits: Edit[] = [];
  const helperTasks: HelperTask[] = [];
  const settings: HelperSetting[] = [];
  for (const change of changes) {
    const decided = decideOne(location, content, change, known);
    planned.push(...decided.changes);
    edits.push(...decided.edits);
    helperTasks.push(...decided.helperTasks);
    settings.push(...(decided.settings ?? []));
  }
  const touched = new Set(
    planned
      .filter(({ action, via }) => action !== 'unchanged' && via === 'file')
      .map(({ key }) => key),
  );
  return {
    changes: planned,
    edits,
    helperTasks,
    settings,
    untouched: content.entries.filter(({ key }) => !touched.has(shownKey(key))).length,
  };
}

function decideOne(location: Location, content: Content, change: Change, known: Known): Decided {
  const { fingerprints } = known;
  if (change.do === 'set') return decideSet(location, content, change, fingerprints);
  if (change.do === 'remove') return decideRemove(location, content, change, known);
  return decideRestore(location, content, change.entries, fingerprints);
}

function decideSet(
  location: Location,
  content: Content,
  change: Extract<Change, { do: 'set' }>,
  fingerprints: Fingerprints,
): Decided {
  const { registry, username, secret } = change;
  const isNamespaced = registry.includes('/');
  const refuse = (reason: string) =>
    new Failure('FILE_KEY_REFUSED', { path: location.path, key: registry, reason });
  if (isNamespaced && !takesNamespaces(content.format)) throw refuse('namespace');
  const key = authKeyFor(registry, content.format);
  const entry = content.entries.find((each) => each.key === key);
  const helper = governingHelper(content, key);
  if (helper !== null && isNamespaced) throw refuse('namespace-beside-helper');
  if (helper !== null) {
    // Beside a helper a plain entry is read by nobody, and is a copy of the secret for anybody.
    const stale = entry !== undefined && entry.problem !== 'empty';
    return {
      changes: stale ? [fileChange('remove', entry, null)] : [],
      edits: stale ? [{ key, remove: true }] : [],
      helperTasks: [{ helper, servers: [key], change }],
    };
  }
  const set: Edit[] = secret === null ? [] : [{ key, set: { username, secret } }];
  if (entry === undefined || entry.problem === 'empty') {
    return { changes: [fileChange('add', { key }, username)], edits: set, helperTasks: [] };
  }
  const same =
    entry.username === username &&
    !entry.identityToken &&
    secret !== null &&
    entry.fingerprint === fingerprints.of(secret);
  return {
    changes: [fileChange(same ? 'unchanged' : 'replace', entry, username)],
    edits: same ? [] : set,
    helperTasks: [],
  };
}

function decideRemove(
  { path }: Location,
  content: Content,
  change: Extract<Change, { do: 'remove' }>,
  { answers }: Known,
): Decided {
  const { registry } = change;
  const serving = content.serving.get(registry) ?? [];
  const spares = (entry: ContentEntry): boolean => {
    const isMarker = entry.problem === 'empty' && governingHelper(content, entry.key) !== null;
    const held = isMarker ? answers.get(path, entry.key) : undefined;
    // docker leaves the mark of a login in its helper, and takes it away with the login.
    if (held === undefined) return change.spares(entry.username);
    return held.username !== null && change.spares(held.username);
  };
  const spared = new Set(serving.filter(spares));
  return {
    changes: [
      ...serving.map((entry) =>
        spared.has(entry)
          ? fileChange('unchanged', entry, entry.username)
          : fileChange('remove', entry, null),
      ),
      ...stillOffered(content, registry).map((entry) =>
        fileChange('unchanged', entry, entry.username),
      ),
    ],
    edits: serving.filter((entry) => !spared.has(entry)).map(({ key }) => ({ key, remove: true })),
    helperTasks: removalTasks(content, change, serving),
  };
}

/**
 * Entries of a namespace that docker sends to the whole host where it finds nothing better. They are not of the
 * registry and stay, and docker stays logged in.
 * @see https://github.com/docker/cli/blob/master/cli/config/credentials/file_store.go `Get`
 */
function stillOffered(content: Content, registry: string): ContentEntry[] {
  const key = authKeyFor(registry, content.format);
  // A helper's answer is all that docker takes then.
  if (content.format !== 'docker-config' || governingHelper(content, key) !== null) return [];
  const serving = content.serving.get(registry) ?? [];
  return content.entries.filter(
    (entry) =>
      entry.username !== null && hostForDocker(entry.key, true) === key && !serving.includes(entry),
  );
}

/**
 * A helper may hold the registry under any of the names that some tool stores it by; each name is asked
 * of the helper that the file gives it to.
 */
function removalTasks(
  content: Content,
  change: Extract<Change, { do: 'remove' }>,
  serving: readonly ContentEntry[],
): HelperTask[] {
  // A helper is never asked for a namespace.
  if (change.registry.includes('/')) return [];
  const key = authKeyFor(change.registry, content.format);
  const names = new Set([
    key,
    ...otherNames(change.registry),
    ...serving.map((entry) => entry.key),
  ]);
  const byHelper = new Map<string, string[]>();
  for (const name of names) {
    if (name.length > SHOWN_KEY_MAX) continue;
    // An alias that the file says nothing about goes where the key itself goes.
    const helper = governingHelper(content, name) ?? governingHelper(content, key);
    if (helper !== null) byHelper.set(helper, [...(byHelper.get(helper) ?? []), name]);
  }
  return [...byHelper].map(([helper, servers]) => ({ helper, servers, change }));
}

function otherNames(registry: string): string[] {
  if (registry === 'docker.io') {
    return [
      'docker.io',
      'index.docker.io',
      'registry-1.docker.io',
      'https://index.docker.io/v1/',
      // docker keeps Docker Hub's refresh token under a name of its own.
      'https://index.docker.io/v1/refresh-token',
      'https://index.docker.io/v1/access-token',
    ];
  }
  return [registry, `https://${registry}`, `http://${registry}`];
}
