import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { AuthDocument } from '../authfile/codec.ts';
import { hostOfKey } from '../authfile/keys.ts';
import type { Location } from '../authfile/locations.ts';
import type { Host } from '../host.ts';
import type { Diagnosis } from './diagnosis.ts';
import { diagnoseEntries, type EntryContext } from './entries.ts';
import { examineHelper, type HelperHealth } from './helper-health.ts';
import { chosenByDocker, diagnoseChosen, diagnoseHelper, helpersOf, serverOf } from './helpers.ts';
import { diagnoseLeftovers } from './leftovers.ts';
import { type Look, look } from './look.ts';
import { diagnosePlace, diagnoseText } from './places.ts';

export interface ExamineOptions {
  readonly host: Host;
  /** In the order in which podman looks; those that only root writes come last. */
  readonly locations: readonly Location[];
  /** Whether a question to the OS keyring would show its prompt. */
  readonly keyringLocked: () => Promise<boolean>;
  readonly signal: AbortSignal;
  /** Told as each place has been looked at. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Helpers that run at one time: each is a process, and may start others. */
const HELPERS_AT_ONCE = 4;
/** The helpers that keep their secrets in the keyring that the app itself may use. */
const KEYRING_HELPERS: ReadonlySet<string> = new Set(['secretservice', 'osxkeychain']);

/**
 * Looks at every place, changes nothing and asks each helper that is named somewhere once.
 * @param only the one place whose findings are wanted, judged as part of all
 * @throws CANCELLED
 */
export async function examine(options: ExamineOptions, only?: Location): Promise<Diagnosis[]> {
  const { locations, signal, onProgress } = options;
  const looks = await Promise.all(locations.map(look));
  signal.throwIfAborted();
  const wanted = looks.filter(({ location }) => only === undefined || location.id === only.id);
  const helpers = new Helpers(options);
  let done = 0;
  onProgress?.(done, wanted.length);
  const examined = await Promise.all(
    wanted.map(async (each) => {
      const found = await examineOne(each, looks, helpers, options);
      done += 1;
      if (!signal.aborted) onProgress?.(done, wanted.length);
      return found;
    }),
  );
  signal.throwIfAborted();
  return examined.flat();
}

/** What is wrong with the text of a file, given its content. */
export type Judge = (document: AuthDocument) => Diagnosis[];

/** Judges a text with what is known of everything around it, at the moment of a write. @throws CANCELLED */
export async function textJudge(options: ExamineOptions, location: Location): Promise<Judge> {
  const looks = await Promise.all(options.locations.map(look));
  const own = looks.find((each) => each.location.id === location.id);
  const health = own === undefined ? new Map() : await new Helpers(options).askAll(own);
  const context = contextOf(location, looks, health);
  return (document) => [
    ...diagnoseText(location, document),
    ...diagnoseEntries(location, document, context),
  ];
}

async function examineOne(
  own: Look,
  looks: readonly Look[],
  helpers: Helpers,
  { host }: ExamineOptions,
): Promise<Diagnosis[]> {
  const { location, document } = own;
  const [leftovers, health, chosen] = await Promise.all([
    diagnoseLeftovers(own, host),
    helpers.askAll(own),
    helpers.chosen(own),
  ]);
  const found = [...diagnosePlace(own, host), ...leftovers, ...chosen];
  if (document === null) return found;
  for (const named of helpersOf(document)) {
    const state = health.get(named.suffix);
    if (state === undefined) continue;
    const diagnosis = await diagnoseHelper(location, document, named, state, host);
    if (diagnosis !== null) found.push(diagnosis);
  }
  found.push(...diagnoseEntries(location, document, contextOf(location, looks, health)));
  return found;
}

function contextOf(
  location: Location,
  looks: readonly Look[],
  health: ReadonlyMap<string, HelperHealth>,
): EntryContext {
  const before = looks.slice(
    0,
    looks.findIndex((each) => each.location.id === location.id),
  );
  const answered = new Set(
    before.flatMap(({ location: { needsRoot, readBy }, document }) =>
      needsRoot || !readBy.includes('podman') || document === null
        ? []
        : document.entries
            .filter(({ problem, identityToken }) => problem === null && !identityToken)
            .map(({ key }) => hostOfKey(key, document.format)),
    ),
  );
  return {
    helperWorks: (suffix) => {
      const state = health.get(suffix)?.state;
      return state === 'works' || state === 'not-asked';
    },
    answeredBefore: (host) => answered.has(host),
    authFile: authFileAmong(looks.map((each) => each.location)),
  };
}

/** The file for what docker is not to see: the one that stays, unless the tools read no other than theirs. */
function authFileAmong(locations: readonly Location[]): Location | null {
  const files = locations.filter(
    ({ format, readOnly, needsRoot }) => format === 'containers-auth' && !readOnly && !needsRoot,
  );
  return files.find(({ id }) => id === 'registry-auth-file') ?? files.find(isLasting) ?? null;
}

function isLasting({ volatile }: Location): boolean {
  return !volatile;
}

/** Asks each helper once for one examination. */
class Helpers {
  readonly #asked = new Map<string, Promise<HelperHealth>>();
  readonly #options: ExamineOptions;
  #locked: Promise<boolean> | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: ExamineOptions) {
    this.#options = options;
  }

  async askAll({ document }: Look): Promise<ReadonlyMap<string, HelperHealth>> {
    if (document === null) return new Map();
    const named = helpersOf(document);
    const health = await Promise.all(
      named.map(async (each) => {
        const answer = await this.ask(each.suffix, serverOf(document, each));
        return [each.suffix, answer] as const;
      }),
    );
    return new Map(health);
  }

  ask(suffix: string, server: string | null): Promise<HelperHealth> {
    const known = this.#asked.get(suffix);
    if (known !== undefined) return known;
    const asked = this.#ask(suffix, server);
    this.#asked.set(suffix, asked);
    return asked;
  }

  /** Whether docker will run into a helper that nobody has named. */
  async chosen({ location, document, problem, file }: Look): Promise<Diagnosis[]> {
    const { host } = this.#options;
    if (location.id !== 'docker' || problem !== null) return [];
    if (file !== null && document === null) return [];
    if (!(await hasProgram(host, 'docker'))) return [];
    const suffix = chosenByDocker(document, host, await hasProgram(host, 'pass'));
    if (suffix === null) return [];
    const found = diagnoseChosen(location, suffix, await this.ask(suffix, null));
    return found === null ? [] : [found];
  }

  async #ask(suffix: string, server: string | null): Promise<HelperHealth> {
    const { host, signal, keyringLocked } = this.#options;
    if (KEYRING_HELPERS.has(suffix)) {
      this.#locked ??= keyringLocked();
      if (await this.#locked) return { state: 'not-asked' };
    }
    while (this.#running >= HELPERS_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return await examineHelper(suffix, server, host, signal);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

async function hasProgram(host: Host, name: string): Promise<boolean> {
  const file = host.platform === 'win32' ? `${name}.exe` : name;
  for (const directory of (host.env.PATH ?? host.env.Path ?? '').split(delimiter)) {
    if (!isAbsolute(directory)) continue;
    const found = await access(join(directory, file), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
