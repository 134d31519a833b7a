import { scopeOf, scopesServing, takesNamespaces } from '../../../shared/auth-scope.ts';
import type { CredentialMeta, CredentialView } from '../../../shared/credential.ts';
import { authKeyFor } from '../../../shared/registry.ts';
import type { EntryState, TargetEntry, TargetPlace, TargetView } from '../../../shared/target.ts';
import { governingHelper } from '../authfile/governing.ts';
import { scopeOfKey } from '../authfile/keys.ts';
import { CONTAINER_TOOLS, type Location } from '../authfile/locations.ts';
import { AUTH_FILES, type CredentialStores } from '../lookup/registries-conf.ts';
import type { Content, ContentEntry, Reading } from './content.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { HelperAnswers } from './helper-answers.ts';
import { isOwnFile } from './own-files.ts';
import { problemOf } from './problem.ts';
import { SHOWN_ENTRIES_MAX, shownKey, shownName } from './shown.ts';

/** A target and what was found there, in the order in which the tools look. */
export interface Observed {
  readonly location: Location;
  readonly reading: Reading;
}

/** What is known beside the files. */
export interface Known {
  readonly fingerprints: Fingerprints;
  readonly answers: HelperAnswers;
  /** Where the container tools look, by registries.conf. */
  readonly stores: CredentialStores;
}

type CredentialState = CredentialView['states'][number];

/** What a target answers when a tool asks it for a registry. */
type Answer =
  | { readonly by: 'entry'; readonly key: string; readonly entry: ContentEntry }
  | {
      readonly by: 'helper';
      readonly key: string;
      /** A plain entry beside the helper, which nobody reads. */
      readonly beside: ContentEntry | undefined;
    };

/** Compares what the index says with what the targets say. Reads nothing and asks nobody. */
export class Observation {
  readonly #byUser = new Map<string, CredentialMeta>();
  /** Credentials whose entry could be compared if their fingerprint were known. */
  readonly undecided = new Set<string>();

  constructor(
    readonly targets: readonly Observed[],
    private readonly credentials: readonly CredentialMeta[],
    private readonly known: Known,
  ) {
    for (const credential of credentials) {
      this.#byUser.set(userKey(scopeOf(credential), credential.username), credential);
    }
  }

  credentialViews(): CredentialView[] {
    return this.credentials.map((credential) => ({
      ...credential,
      states: this.targets.flatMap((target) => this.#stateIn(target, credential) ?? []),
    }));
  }

  targetViews(): TargetView[] {
    return this.targets.map((target) => ({
      ...placeOf(target),
      entries: (target.reading.content?.entries ?? [])
        .slice(0, SHOWN_ENTRIES_MAX)
        .map((entry) => this.#entryView(target, entry)),
    }));
  }

  places(): TargetPlace[] {
    return this.targets.map(placeOf);
  }

  #entryView(target: Observed, entry: ContentEntry): TargetEntry {
    const { location, reading } = target;
    const scope = scopeOfKey(entry.key, location.format);
    const helper = reading.content === null ? null : governingHelper(reading.content, entry.key);
    const marker = helper !== null && entry.problem === 'empty';
    const answer = marker ? this.known.answers.get(location.path, entry.key) : undefined;
    const username = answer?.username ?? entry.username;
    const credential =
      scope === null || username === null ? undefined : this.#byUser.get(userKey(scope, username));
    const state = credential === undefined ? undefined : this.#stateIn(target, credential);
    return {
      key: shownKey(entry.key),
      username: shownName(username),
      // Another form of the key may be the one that counts; then this one is not what logs in.
      state:
        state === undefined
          ? 'foreign'
          : state.key === shownKey(entry.key)
            ? state.state
            : 'shadowed',
      credentialId: credential?.id ?? null,
      via: marker ? 'helper' : 'file',
    };
  }

  /** Nothing where the credential neither is nor is meant to be. */
  #stateIn(target: Observed, credential: CredentialMeta): CredentialState | undefined {
    const { location, reading } = target;
    const wanted = credential.targets.includes(location.id);
    const scope = scopeOf(credential);
    const say = (
      state: EntryState,
      username: string | null,
      key = authKeyFor(scope, location.format),
    ): CredentialState => ({
      targetId: location.id,
      key: shownKey(key),
      state,
      username: shownName(username),
    });

    if (reading.content === null) return wanted ? say('unreadable', null) : undefined;
    const answer = answerOf(location, reading.content, scope);
    if (answer === undefined) return wanted ? say('missing', null) : undefined;

    if (answer.by === 'helper') {
      const beside = answer.beside?.username === credential.username;
      if (credential.namespace !== undefined) {
        // The helper is asked for the host alone, and what is beside it counts for nobody.
        if (beside) return say('shadowed', credential.username);
        return wanted ? say('missing', null) : undefined;
      }
      const known = this.known.answers.get(location.path, answer.key);
      if (known === undefined) {
        // A helper is not asked unasked: it may prompt. What we stored there ourselves is known.
        if (wanted) return say('unknown', null, answer.key);
        return beside ? say('shadowed', credential.username, answer.key) : undefined;
      }
      if (known.username === null) return wanted ? say('missing', null, answer.key) : undefined;
      if (known.username !== credential.username) {
        return wanted ? say('different', known.username, answer.key) : undefined;
      }
      const state = this.#compare(credential, known.fingerprint);
      return say(this.#unlessShadowed(target, credential, state), known.username, answer.key);
    }

    const { entry, key } = answer;
    if (entry.username !== credential.username) {
      if (!wanted) return undefined;
      const broken = entry.username === null && entry.problem !== null;
      return say(broken ? 'unreadable' : 'different', entry.username, key);
    }
    const state = entry.identityToken ? 'different' : this.#compare(credential, entry.fingerprint);
    return say(this.#unlessShadowed(target, credential, state), entry.username, key);
  }

  #compare(credential: CredentialMeta, fingerprint: string | null): EntryState {
    if (fingerprint === null) return 'different';
    const same = this.known.fingerprints.matches(credential.id, fingerprint);
    if (same !== null) return same ? 'in-sync' : 'different';
    this.undecided.add(credential.id);
    return 'unknown';
  }

  /**
   * An entry is shadowed where no tool reads its file, or every one that does finds another answer before it. A file
   * that one tool reads first (docker its own) is not shadowed for being read late by the others.
   */
  #unlessShadowed(target: Observed, credential: CredentialMeta, state: EntryState): EntryState {
    const { id, readBy } = target.location;
    // Who reads a file that the user added is not known.
    if (isOwnFile(id)) return state;
    const counts = readBy.some(
      (tool) => this.#asksFiles(tool) && !this.#loses(target, tool, credential),
    );
    return counts ? state : 'shadowed';
  }

  /** A helper that is asked before the files, and what it holds, only the lookup knows. */
  #asksFiles(tool: string): boolean {
    return !CONTAINER_TOOLS.includes(tool) || this.known.stores.includes(AUTH_FILES);
  }

  #loses(target: Observed, tool: string, credential: CredentialMeta): boolean {
    for (const { location, reading } of this.targets) {
      if (location.id === target.location.id) return false;
      if (!location.readBy.includes(tool) || reading.content === null) continue;
      const answer = firstAnswer(location, reading.content, scopeOf(credential));
      if (answer === undefined) continue;
      const found =
        answer.by === 'entry' ? answer.entry : this.known.answers.get(location.path, answer.key);
      if (found === undefined) continue;
      if (found.username === null) continue;
      return !this.#isSame(credential, found);
    }
    return false;
  }

  /** An earlier copy of the same credential takes nothing away. Undecided counts as the same. */
  #isSame(
    credential: CredentialMeta,
    found: { readonly username: string | null; readonly fingerprint: string | null },
  ): boolean {
    if (found.username !== credential.username || found.fingerprint === null) return false;
    return this.known.fingerprints.matches(credential.id, found.fingerprint) ?? true;
  }
}

function placeOf({ location, reading }: Observed): TargetPlace {
  const problem = reading.problem ?? missingBase(reading);
  return {
    id: location.id,
    format: location.format,
    path: location.path,
    readBy: [...location.readBy],
    exists: reading.exists,
    volatile: location.volatile,
    preferred: location.preferred,
    writable: reading.unwritable === null,
    problem: problem === null ? null : problemOf(problem),
  };
}

/** What a tool finds for a scope: under its own key, or under a broader one. */
function firstAnswer(location: Location, content: Content, scope: string): Answer | undefined {
  const scopes = scopesServing(scope);
  for (const each of takesNamespaces(location.format) ? scopes : scopes.slice(-1)) {
    const answer = answerOf(location, content, each);
    // An entry without a login ends the search in its file.
    if (answer !== undefined || content.entries.some(({ key }) => key === each)) return answer;
  }
  return undefined;
}

/** What a target has for exactly this scope. @returns nothing where the tools look further */
function answerOf(location: Location, content: Content, scope: string): Answer | undefined {
  const key = authKeyFor(scope, location.format);
  const entries = content.serving.get(scope) ?? [];
  if (governingHelper(content, key) !== null) {
    const beside = entries.find((entry) => entry.key === key && entry.problem !== 'empty');
    return { by: 'helper', key, beside };
  }
  const [entry] = entries;
  if (entry === undefined || entry.problem === 'empty') return undefined;
  return { by: 'entry', key: entry.key, entry };
}

function missingBase(reading: Reading): Reading['unwritable'] {
  return reading.unwritable?.code === 'FILE_NO_DIRECTORY' ? reading.unwritable : null;
}

function userKey(registry: string, username: string): string {
  return `${registry}\0${username}`;
}
