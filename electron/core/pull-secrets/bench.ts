import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CheckResult, CredentialMeta } from '../../../shared/credential.ts';
import { guessKind } from '../../../shared/credential-shape.ts';
import { PULL_SECRET_BYTES_MAX } from '../../../shared/list-limits.ts';
import {
  PULL_SECRET_ENTRIES_MAX,
  type PullSecretRival,
  type PullSecretView,
} from '../../../shared/pull-secret.ts';
import { authKeyFor, parseScope, TELEMETRY_HOST } from '../../../shared/registry.ts';
import { writableLayout } from '../authfile/codec.ts';
import { checkEdit, type Edit } from '../authfile/edit-rules.ts';
import { hostOfKey, keysServing, scopeOfKey } from '../authfile/keys.ts';
import { applySplices, removal, spliceEdits } from '../authfile/splice.ts';
import { Failure } from '../failure.ts';
import { readClaims } from '../importing/token-claims.ts';
import { Secret } from '../secret.ts';
import { byKey, changesBetween, isSameLogin } from './compare.ts';
import { type PullSecretEntry, readPullSecret, refusedMembers } from './read-pull-secret.ts';

/** What the installer of a connected cluster asks for. */
const REQUIRED = ['registry.redhat.io'];
/** So many edits can be taken back; each keeps the text before it. */
const UNDO_MAX = 50;
export const EMPTY_PULL_SECRET = '{\n\t"auths": {}\n}\n';

/** A text, and which stored credentials are in it, by key. */
interface State {
  readonly text: Secret;
  readonly stored: ReadonlyMap<string, string>;
}

/** An entry that logs somebody in where somebody can be asked. */
export interface CheckableEntry extends PullSecretEntry {
  readonly registry: string;
  readonly username: string;
  readonly secret: Secret;
}

/** A stored credential on its way into a pull secret. */
export interface StoredLogin {
  readonly meta: CredentialMeta;
  readonly secret: Secret;
}

/** A pull secret that is being worked on: its text as it was opened, as it is, and what lies between. */
export class Bench {
  readonly #opened: readonly PullSecretEntry[];
  readonly #before: State[] = [];
  #now: State;
  /** How the checks ended, by key and text of the entry. */
  readonly #checks = new Map<string, CheckResult>();
  /** The other pull secret, which entries can be taken from. */
  #other: readonly PullSecretEntry[] = [];
  #saved: { readonly text: Secret; readonly path: string } | null = null;

  /** @throws PULL_SECRET_MALFORMED, FILE_TOO_LARGE, IMPORT_LIMIT, FILE_KEY_REFUSED */
  constructor(text: string) {
    this.#now = { text: new Secret(text), stored: new Map() };
    this.#opened = read(text).entries;
  }

  get text(): string {
    return this.#now.text.reveal();
  }

  /** The stored credentials whose secrets are in it. */
  get credentialIds(): string[] {
    return [...new Set(this.#now.stored.values())];
  }

  get fault() {
    return read(this.text).fault;
  }

  /** Where it was saved last, as it is now. */
  get savedPath(): string | null {
    return this.#saved?.text.equals(this.#now.text) ? this.#saved.path : null;
  }

  /** It was saved when it had this text. */
  saved(path: string, text: string): void {
    this.#saved = { path, text: new Secret(text) };
  }

  view(draftId: string): PullSecretView {
    const { entries, fault } = read(this.text);
    const layout = writableOrNull(this.text);
    const refused = layout && refusedMembers(layout);
    return {
      draftId,
      entries: entries.map((entry) => {
        const { key, username, email, secret, fault: ownFault } = entry;
        const registry = registryOf(key);
        const claims = readClaims(secret?.reveal() ?? '');
        return {
          key,
          registry,
          username: username?.slice(0, 512) ?? null,
          email: email?.slice(0, 320) ?? null,
          kind:
            registry === null || username === null || secret === null
              ? null
              : guessKind({ registry, username, secret: secret.reveal() }),
          ...claims,
          isTelemetry: registry === TELEMETRY_HOST,
          isCheckable: asCheckable(entry) !== null,
          fault: ownFault,
          check: this.#checks.get(signOf(entry)) ?? null,
        };
      }),
      fault,
      isUntidy: refused !== null && refused.top.length + refused.ofEntries.size > 0,
      changes: changesBetween(this.#opened, entries),
      undoable: this.#before.length,
      credentialIds: this.credentialIds,
      savedPath: this.savedPath,
    };
  }

  /** @param keys only these; null: all */
  checkable(keys: readonly string[] | null): CheckableEntry[] {
    return read(this.text).entries.flatMap((entry) => {
      const checkable = asCheckable(entry);
      return checkable !== null && (keys?.includes(entry.key) ?? true) ? [checkable] : [];
    });
  }

  note(entry: PullSecretEntry, check: CheckResult): void {
    this.#checks.set(signOf(entry), check);
  }

  /**
   * Puts stored credentials in. Another key for the same registry gives way, so that no reader has a choice.
   * @throws EXPORT_SAME_KEY, USERNAME_INVALID, SECRET_INVALID, FILE_KEY_REFUSED, PULL_SECRET_MALFORMED
   */
  add(logins: readonly StoredLogin[]): void {
    const { entries } = read(this.text);
    const edits: Edit[] = [];
    const stored = new Map(this.#now.stored);
    const seen = new Set<string>();
    for (const { meta, secret } of logins) {
      // The kubelet's rules: its name for Docker Hub, and namespaces.
      const key = authKeyFor(scopeOf(meta), 'docker-config');
      if (seen.has(key)) throw new Failure('EXPORT_SAME_KEY', { key });
      seen.add(key);
      const set: Edit = { key, set: { username: meta.username, secret } };
      checkEdit(set, meta.namespace === undefined ? 'docker-config' : 'containers-auth');
      const others =
        meta.namespace === undefined
          ? keysServing({ entries, format: 'containers-auth' }, meta.registry)
          : [];
      for (const other of others) {
        if (other === key) continue;
        edits.push({ key: other, remove: true });
        stored.delete(other);
      }
      edits.push(set);
      stored.set(key, meta.id);
    }
    this.#edit(edits, stored);
  }

  /** @throws ENTRY_UNKNOWN, PULL_SECRET_MALFORMED */
  remove(keys: readonly string[]): void {
    const { entries } = read(this.text);
    const stored = new Map(this.#now.stored);
    for (const key of keys) {
      if (!entries.some((entry) => entry.key === key)) throw new Failure('ENTRY_UNKNOWN', { key });
      stored.delete(key);
    }
    this.#edit(
      keys.map((key) => ({ key, remove: true })),
      stored,
    );
  }

  /** Leaves out the members that the machine-config operator does not take. @throws PULL_SECRET_MALFORMED */
  tidy(): void {
    const layout = writable(this.text);
    const { top, ofEntries } = refusedMembers(layout);
    const splices = layout.root === null ? [] : removal(layout, layout.root, new Set(top));
    for (const [{ object }, refused] of ofEntries) {
      if (object !== null) splices.push(...removal(layout, object, new Set(refused)));
    }
    if (splices.length > 0) this.#take(applySplices(layout.text, splices), this.#now.stored);
  }

  /**
   * What another pull secret would bring, entry by entry.
   * @throws PULL_SECRET_MALFORMED, FILE_TOO_LARGE, IMPORT_LIMIT, FILE_KEY_REFUSED
   */
  compare(text: string): PullSecretRival[] {
    const here = byKey(read(this.text).entries);
    const other = read(text).entries;
    this.#other = other;
    return other.map((entry) => {
      const { key, username, fault } = entry;
      const own = here.get(key);
      return {
        key,
        relation: own === undefined ? 'new' : isSameLogin(own, entry) ? 'same' : 'different',
        usernameHere: own?.username?.slice(0, 512) ?? null,
        usernameThere: username?.slice(0, 512) ?? null,
        isTelemetry: registryOf(key) === TELEMETRY_HOST,
        fault,
      };
    });
  }

  /** Takes entries of the other one over, each whole and byte for byte. @throws ENTRY_UNKNOWN, PULL_SECRET_MALFORMED */
  merge(keys: readonly string[]): void {
    const there = byKey(this.#other);
    const stored = new Map(this.#now.stored);
    const edits = keys.map((key): Edit => {
      const entry = there.get(key);
      if (entry === undefined) throw new Failure('ENTRY_UNKNOWN', { key });
      stored.delete(key);
      return { key, restore: entry.text.reveal() };
    });
    this.#edit(edits, stored);
  }

  /** Takes the last edit back; nothing where there is none. */
  undo(): void {
    this.#now = this.#before.pop() ?? this.#now;
  }

  #edit(edits: readonly Edit[], stored: State['stored']): void {
    const layout = writable(this.text);
    const text = spliceEdits(layout, edits);
    if (text !== null && text !== this.text) this.#take(text, stored);
  }

  #take(text: string, stored: State['stored']): void {
    // What grew too large is not taken.
    read(text);
    this.#before.push(this.#now);
    if (this.#before.length > UNDO_MAX) this.#before.shift();
    this.#now = { text: new Secret(text), stored };
  }
}

function read(text: string) {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.byteLength > PULL_SECRET_BYTES_MAX) throw new Failure('FILE_TOO_LARGE');
  const pullSecret = asPullSecret(() => readPullSecret(bytes, { requires: REQUIRED }));
  if (pullSecret.entries.length > PULL_SECRET_ENTRIES_MAX) {
    throw new Failure('IMPORT_LIMIT', { reason: 'candidates' });
  }
  const long = pullSecret.entries.find(({ key }) => key.length > 1024);
  if (long !== undefined) {
    throw new Failure('FILE_KEY_REFUSED', { key: long.key.slice(0, 1024), reason: 'too-long' });
  }
  return pullSecret;
}

/** @throws PULL_SECRET_MALFORMED also where an edit would lose something odd */
function writable(text: string) {
  return asPullSecret(() => writableLayout(Buffer.from(text, 'utf8'), 'containers-auth'));
}

/** What is said of files would be wrong of a text that somebody pasted. */
function asPullSecret<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'FILE_MALFORMED') throw error;
    throw new Failure('PULL_SECRET_MALFORMED', error.context);
  }
}

/** Null where something odd can be read and not written. */
function writableOrNull(text: string) {
  try {
    return writable(text);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function signOf({ key, text }: PullSecretEntry): string {
  return `${key}\n${text.reveal()}`;
}

function registryOf(key: string): string | null {
  const host = hostOfKey(key, 'containers-auth');
  const scope = host ?? scopeOfKey(key, 'containers-auth');
  return scope === null ? null : (parseScope(scope)?.registry ?? null);
}

function asCheckable(entry: PullSecretEntry): CheckableEntry | null {
  const { username, secret } = entry;
  const registry = registryOf(entry.key);
  if (registry === null || registry === TELEMETRY_HOST) return null;
  if (username === null || secret === null || entry.identityToken) return null;
  return { ...entry, registry, username, secret };
}
