import type { TargetFormat } from '../../../shared/target.ts';
import { parseAuthFile } from '../authfile/codec.ts';
import { governingHelper } from '../authfile/governing.ts';
import { type HelperSetting, helperSettings } from '../authfile/helper-setting.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { RecordedEntry } from '../history/record.ts';
import { Secret } from '../secret.ts';
import { type Decided, fileChange, type HelperTask, settingChange } from './change.ts';
import { type Content, type ContentEntry, contentOf } from './content.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HelperAnswer } from './helper-answers.ts';
import { shownKey } from './shown.ts';

/**
 * What putting back the entries of a recorded change takes, byte for byte. An entry that says already
 * who it logged in then stays as it is.
 *
 * @throws HELPER_GOVERNS where the file has given the key to another helper since: a plain entry beside
 *   it would be read by nobody
 */
export function decideRestore(
  { path, format }: Location,
  content: Content,
  entries: readonly RecordedEntry[],
  fingerprints: Fingerprints,
): Decided {
  const decided = { changes: [], edits: [], helperTasks: [], settings: [] } as {
    changes: Decided['changes'][number][];
    edits: Decided['edits'][number][];
    helperTasks: Decided['helperTasks'][number][];
    settings: HelperSetting[];
  };
  const named = helperSettings(content);
  const servers = new Map<string, string[]>();
  for (const entry of entries) {
    if (entry.via === 'helper') {
      servers.set(entry.helper, [...(servers.get(entry.helper) ?? []), entry.key]);
      continue;
    }
    if (entry.via === 'setting') {
      const { host, before, after } = entry;
      const helper = named.get(host) ?? null;
      if (helper !== before && helper !== after) {
        throw new Failure('HELPER_GOVERNS', {
          path,
          key: shownKey(entry.key),
          helper: helper ?? '',
        });
      }
      const action = helper === before ? 'unchanged' : before === null ? 'remove' : 'add';
      decided.changes.push(settingChange(action, host, before ?? after));
      if (helper !== before) decided.settings.push({ host, helper: before });
      continue;
    }
    const { key, before } = entry;
    const now = content.entries.find((each) => each.key === key);
    const then = readText(key, before, format, fingerprints);
    const username = then?.username ?? null;
    if (isSameLogin(now, then)) {
      decided.changes.push(fileChange('unchanged', now ?? { key }, username));
    } else if (before === null) {
      decided.changes.push(fileChange('remove', now ?? { key }, null));
      decided.edits.push({ key, remove: true });
    } else {
      const helper = governingHelper(content, key);
      const isLeaving = entries.some((each) => each.via === 'setting' && each.after === helper);
      if (
        helper !== null &&
        !isLeaving &&
        helper !== entry.governedBy &&
        then?.problem !== 'empty'
      ) {
        throw new Failure('HELPER_GOVERNS', { path, key: shownKey(key), helper });
      }
      decided.changes.push(
        fileChange(now === undefined ? 'add' : 'replace', now ?? { key }, username),
      );
      decided.edits.push({ key, restore: before });
    }
  }
  for (const [helper, names] of servers) {
    decided.helperTasks.push({ helper, servers: names, change: { do: 'restore', entries } });
  }
  return decided;
}

/** What a helper task wants a server to hold; null for nothing, undefined where it is not known. */
export function wantedOf({ change, helper }: HelperTask, server: string) {
  if (change.do === 'remove') return null;
  if (change.do === 'set') {
    const { username, secret } = change;
    return secret === null ? undefined : { username, secret };
  }
  const entry = change.entries.find(
    (each) => each.via === 'helper' && each.helper === helper && each.key === server,
  );
  if (entry?.via !== 'helper' || entry.before === null) return null;
  return { username: entry.before.username, secret: new Secret(entry.before.secret) };
}

/**
 * The keys that no longer say what a recorded change had left there.
 * @param answerOf what a helper was last seen to hold under a key
 */
export function changedSince(
  content: Content,
  entries: readonly RecordedEntry[],
  fingerprints: Fingerprints,
  answerOf: (key: string) => HelperAnswer | undefined,
): string[] {
  const changed = entries.filter((entry) => {
    const { key } = entry;
    if (entry.via === 'setting') {
      return (helperSettings(content).get(entry.host) ?? null) !== entry.after;
    }
    if (entry.via === 'helper') return !holds(answerOf(key), entry.after, fingerprints);
    const now = content.entries.find((each) => each.key === key);
    return !isSameLogin(now, readText(key, entry.after, content.format, fingerprints));
  });
  return [...new Set(changed.map(({ key }) => shownKey(key)))];
}

function holds(
  now: HelperAnswer | undefined,
  left: { readonly username: string; readonly secret: string } | null,
  fingerprints: Fingerprints,
): boolean {
  if (now === undefined || now.username === null || left === null) {
    return (now?.username ?? null) === null && left === null;
  }
  const fingerprint = fingerprints.of(new Secret(left.secret));
  return now.username === left.username && now.fingerprint === fingerprint;
}

/** An entry's own text read by the rules of the file that it was in. @throws FILE_MALFORMED */
function readText(
  key: string,
  text: string | null,
  format: TargetFormat,
  fingerprints: Fingerprints,
): ContentEntry | undefined {
  if (text === null) return undefined;
  const file = Buffer.from(`{"auths":{${JSON.stringify(key)}:${text}}}`, 'utf8');
  return contentOf(parseAuthFile(file, format), fingerprints).entries[0];
}

/** Two broken entries with the same fault count as the same: neither logs anybody in. */
function isSameLogin(a: ContentEntry | undefined, b: ContentEntry | undefined): boolean {
  return (
    a?.username === b?.username &&
    a?.problem === b?.problem &&
    a?.fingerprint === b?.fingerprint &&
    a?.identityToken === b?.identityToken
  );
}
