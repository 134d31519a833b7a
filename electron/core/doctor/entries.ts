import type { FixWarning } from '../../../shared/doctor.ts';
import type { ErrorContext } from '../../../shared/errors.ts';
import { authKeyFor } from '../../../shared/registry.ts';
import { type AuthDocument, type AuthEntry, patchAuthFile } from '../authfile/codec.ts';
import { refusedKey } from '../authfile/edit-rules.ts';
import { governingHelper } from '../authfile/governing.ts';
import { hostOfKey } from '../authfile/keys.ts';
import type { Location } from '../authfile/locations.ts';
import { renameEntry } from '../authfile/repairs.ts';
import { shownKey, shownName } from '../targets/shown.ts';
import { type Diagnosis, diagnose, type Fix, type Observed, type TextFix } from './diagnosis.ts';
import { misfitOf } from './key-misfit.ts';

/** What a file's entries are judged by beside the file itself. */
export interface EntryContext {
  /** Whether a helper can be asked and written to. */
  readonly helperWorks: (suffix: string) => boolean;
  /** Whether podman finds a login for this host before it comes to this file. */
  readonly answeredBefore: (host: string) => boolean;
  /** Where an entry of a namespace belongs; null where there is no such file. */
  readonly authFile: Location | null;
}

/** Registries that take no login. */
const OPEN_REGISTRY = 'registry.access.redhat.com';
/** The user name under which docker keeps an identity token in a helper. */
const TOKEN_USERNAME = '<token>';

/** What is wrong with the keys and values of one file, from its content alone. */
export function diagnoseEntries(
  location: Location,
  document: AuthDocument,
  context: EntryContext,
): Diagnosis[] {
  const judge = new EntryJudge(location, document, context);
  return document.entries
    .flatMap((entry) => judge.judge(entry))
    .map((observed) => diagnose(location, observed));
}

class EntryJudge {
  readonly #byHost = new Map<string, AuthEntry[]>();
  readonly #keys: ReadonlySet<string>;

  constructor(
    private readonly location: Location,
    private readonly document: AuthDocument,
    private readonly context: EntryContext,
  ) {
    this.#keys = new Set(document.entries.map(({ key }) => key));
    for (const entry of document.entries) {
      const host = answers(entry) ? hostOfKey(entry.key, document.format) : null;
      if (host !== null) this.#byHost.set(host, [...(this.#byHost.get(host) ?? []), entry]);
    }
  }

  /** The first thing that is wrong with where an entry stands, and what is wrong with its value. */
  judge(entry: AuthEntry): Observed[] {
    const found = [
      this.#openRegistry(entry) ??
        this.#beside(entry) ??
        this.#leak(entry) ??
        this.#twin(entry) ??
        this.#misfit(entry),
      this.#value(entry) ?? this.#identityToken(entry),
    ];
    return found.filter((observed) => observed !== null);
  }

  #openRegistry(entry: AuthEntry): Observed | null {
    const host = /^(?:https?:\/\/)?([^/]*)/.exec(entry.key)?.[1];
    if (host !== OPEN_REGISTRY || entry.problem === 'empty') return null;
    return {
      code: 'credential-for-open-registry',
      severity: 'notice',
      evidence: about(entry),
      fix: this.#removal(entry),
    };
  }

  #beside(entry: AuthEntry): Observed | null {
    const { format, credHelpers } = this.document;
    if (entry.secret === null) return null;
    const observed = (helper: string, fix: Fix | null): Observed => ({
      code: 'plaintext-beside-helper',
      severity: 'warning',
      evidence: { ...about(entry), helper },
      fix,
    });
    const host = hostOfKey(entry.key, format);
    if (host === null) {
      // containers/image asks the helper for the host alone, and reads no namespace beside it. In a
      // docker config such a key has worse to it.
      const helper =
        format === 'containers-auth' ? governingHelper(this.document, entry.key) : null;
      return helper === null ? null : observed(helper, this.#removal(entry));
    }
    const server = authKeyFor(host, format);
    const helper =
      governingHelper(this.document, entry.key) ?? governingHelper(this.document, server);
    if (helper === null) return null;
    const username = entry.identityToken ? TOKEN_USERNAME : entry.username;
    if (username === null || !this.context.helperWorks(helper)) return observed(helper, null);
    return observed(helper, {
      kind: 'move-into-helper',
      key: entry.key,
      helper,
      registry: host,
      username,
      secret: entry.secret,
      // containers/image asks the helpers of `credHelpers`, and takes no notice of `credsStore`.
      warnings: credHelpers.has(server) ? [] : [warning('unseen-by-podman', entry)],
    });
  }

  /** A key that names a namespace, where the readers take it for the whole host. */
  #leak(entry: AuthEntry): Observed | null {
    const { format } = this.document;
    const url = /^https?:\/\//.exec(entry.key)?.[0] ?? '';
    const bare = entry.key.slice(url.length);
    const slash = bare.indexOf('/');
    const path = slash === -1 ? '' : bare.slice(slash).replace(/\/+$/, '');
    if (!answers(entry) || path === '' || /^\/v[12]$/.test(path)) return null;
    if (url === '' && format === 'containers-auth') return null;
    const to = bare.slice(0, slash) + path;
    return {
      code: 'namespace-leaks-to-host',
      severity: 'warning',
      evidence: { ...about(entry), host: bare.slice(0, slash) },
      fix: format === 'containers-auth' ? this.#move(entry, to) : this.#moveAway(entry, to),
    };
  }

  #twin(entry: AuthEntry): Observed | null {
    const { format } = this.document;
    const host = hostOfKey(entry.key, format);
    const group = host === null ? [] : (this.#byHost.get(host) ?? []);
    const others = group.filter((other) => other !== entry);
    const exact = host === null ? null : authKeyFor(host, format);
    if (host === null || others.length === 0 || !group.includes(entry) || entry.key === exact)
      return null;
    const strangers = others.filter((other) => !sameLogin(other, entry));
    const hasExact = others.some(({ key }) => key === exact);
    // Of equals without an exact key the first one stays; who of several people stays is the user's choice.
    if (!hasExact && strangers.length === 0 && group[0] === entry) return null;
    const warnings = strangers.length === 0 ? [] : [warning('other-account', entry)];
    return {
      code: host === 'docker.io' ? 'hub-alias-twin' : 'url-form-twin',
      severity: strangers.length === 0 ? 'notice' : 'warning',
      evidence: { ...about(entry), host, reason: hasExact ? 'beside-exact' : 'unstable' },
      fix: this.#removal(entry, warnings),
    };
  }

  #misfit(entry: AuthEntry): Observed | null {
    const misfit = answers(entry) ? misfitOf(entry.key, this.document.format) : null;
    if (misfit === null) return null;
    const dockerFindsIt =
      this.document.format !== 'containers-auth' &&
      ['scheme-not-understood', 'path-not-understood'].includes(misfit.reason);
    return {
      code: 'key-never-matches',
      severity: dockerFindsIt || misfit.reason === 'other-port' ? 'notice' : 'warning',
      evidence: { ...about(entry), reason: misfit.reason },
      fix: misfit.key === null ? this.#removal(entry) : this.#move(entry, misfit.key),
    };
  }

  #value(entry: AuthEntry): Observed | null {
    const { problem } = entry;
    // docker writes `{}` over what it does not decode, and stops decoding the entries after it. podman
    // passes over a missing colon, and stops with an error where it comes to bad base64.
    const severity = this.document.format === 'docker-config' ? 'error' : 'warning';
    const common = { evidence: { ...about(entry), reason: problem ?? '' } } as const;
    if (problem === 'bad-base64') {
      return { code: 'bad-base64', severity: 'error', ...common, fix: this.#removal(entry) };
    }
    if (problem === 'no-colon' || problem === 'empty-username') {
      return { code: 'no-colon', severity, ...common, fix: this.#removal(entry) };
    }
    return problem === null || problem === 'not-utf8' ? null : this.#empty(entry);
  }

  #empty(entry: AuthEntry): Observed | null {
    if (governingHelper(this.document, entry.key) !== null) return null;
    const shadowed = this.document.entries.find(
      (other) => other !== entry && answers(other) && this.#isShadowed(other.key, entry.key),
    );
    const saysSomething = entry.problem !== 'empty';
    if (shadowed === undefined && !saysSomething) return null;
    return {
      code: 'empty-entry-shadows',
      severity: shadowed === undefined ? 'notice' : 'warning',
      evidence: {
        ...about(entry),
        reason: entry.problem ?? '',
        ...(shadowed === undefined ? {} : { field: shadowed.key }),
      },
      // What stands in plain members is a password that some other reader may want.
      fix: entry.problem === 'ignored-members' ? null : this.#removal(entry),
    };
  }

  /** Whether a lookup that stops at `empty` would have gone on to `key`. */
  #isShadowed(key: string, empty: string): boolean {
    const { format } = this.document;
    const host = hostOfKey(empty, format);
    if (host !== null && authKeyFor(host, format) === empty && hostOfKey(key, format) === host)
      return true;
    return format === 'containers-auth' && !empty.includes('://') && empty.startsWith(`${key}/`);
  }

  #identityToken(entry: AuthEntry): Observed | null {
    const host = hostOfKey(entry.key, this.document.format);
    if (!entry.identityToken || host === null || !this.location.readBy.includes('podman'))
      return null;
    if (this.context.answeredBefore(host)) return null;
    return {
      code: 'identity-token-blocks-login',
      // docker keeps it there on purpose, and uses it.
      severity: this.document.format === 'docker-config' ? 'notice' : 'warning',
      evidence: about(entry),
      fix: this.#removal(entry, [warning('login-lost', entry)]),
    };
  }

  #removal(entry: AuthEntry, warnings: readonly FixWarning[] = []): TextFix {
    const { path, format } = this.location;
    return {
      kind: 'remove-entries',
      changes: [change(entry, 'remove')],
      warnings,
      patch: (bytes) => patchAuthFile(bytes, format, [{ key: entry.key, remove: true }], path),
    };
  }

  /** Under the right key; where that is taken, the entry counts for nothing and goes. */
  #move(entry: AuthEntry, to: string): TextFix | null {
    const { path, format } = this.location;
    if (refusedKey(to, format) !== null) return null;
    if (this.#keys.has(to)) return this.#removal(entry, [warning('other-account', entry)]);
    return {
      kind: 'rename-key',
      changes: [change(entry, 'remove'), { ...change(entry, 'add'), key: shownKey(to) }],
      warnings: [],
      patch: (bytes) => renameEntry(bytes, format, entry.key, to, path),
    };
  }

  #moveAway(entry: AuthEntry, to: string): Fix | null {
    const into = this.context.authFile;
    if (into === null || refusedKey(to, into.format) !== null) return null;
    return { kind: 'move-to-auth-file', from: entry.key, to, username: entry.username, into };
  }
}

/** Whether a reader that comes to the entry has a login to make with it. */
function answers({ problem }: AuthEntry): boolean {
  return problem === null || problem === 'empty-secret';
}

function sameLogin(a: AuthEntry, b: AuthEntry): boolean {
  if (a.username !== b.username || a.identityToken !== b.identityToken) return false;
  return a.secret === null || b.secret === null ? a.secret === b.secret : a.secret.equals(b.secret);
}

function about({ key, username }: AuthEntry): ErrorContext {
  return username === null ? { key } : { key, username };
}

function warning(code: FixWarning['code'], { key, username }: AuthEntry): FixWarning {
  return { code, key: shownKey(key), username: shownName(username) };
}

function change(entry: AuthEntry, action: 'add' | 'remove') {
  const username = shownName(entry.username);
  return {
    key: shownKey(entry.key),
    action,
    usernameBefore: action === 'add' ? null : username,
    usernameAfter: action === 'add' ? username : null,
    via: 'file',
    helper: null,
  } as const;
}
