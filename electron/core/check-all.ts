import { setTimeout as pause } from 'node:timers/promises';
import type { CheckedAll, CheckResult, CredentialMeta } from '../../shared/credential.ts';
import { type CheckingDeps, checkInRun } from './checking.ts';
import { Failure } from './failure.ts';
import { inBounds } from './in-bounds.ts';
import type { Keeping } from './keeping.ts';
import type { Run } from './runs.ts';
import type { CredentialIndex } from './vault/index.ts';

export interface CheckAllDeps extends CheckingDeps {
  readonly index: CredentialIndex;
  readonly keeping: Keeping;
  readonly changed: () => void;
}

/** How long a rate-limited registry is waited for; the wait where it names none; all in milliseconds. */
export interface RateLimits {
  readonly longestWaitMs: number;
  readonly usualWaitMs: number;
}
const RATE_LIMITS: RateLimits = { longestWaitMs: 30_000, usualWaitMs: 2_000 };

/** With thousands of credentials the index takes long to write: it is written for many results at a time. */
const NOTE_EACH_MS = 1_000;

type Result = CheckedAll['results'][number];

/**
 * Checks every stored credential, or the chosen ones, a few at a time. A registry that answers "too many requests" is left
 * alone for as long as it asks and then tried once more; where it asks for too long, or says it again, its
 * other credentials are not asked about. Token servers that would need a question are not asked.
 *
 * A cancelled run answers with what it found until then.
 *
 * @throws INDEX_UNREADABLE and the store's codes but STORE_SECRET_MISSING: none can be read then
 */
export async function checkAll(
  run: Run,
  deps: CheckAllDeps,
  chosen?: readonly string[],
  rateLimits: RateLimits = RATE_LIMITS,
): Promise<CheckedAll> {
  const wanted = chosen === undefined ? null : new Set(chosen);
  const metas = deps.index.list().filter(({ id }) => wanted?.has(id) ?? true);
  const asking = new AskingAll(run, deps, rateLimits);
  const results = new Map<string, Result>();
  run.progress(0, metas.length);
  try {
    await inBounds(metas, async (meta) => {
      results.set(meta.id, await asking.ask(meta));
      if (!run.signal.aborted) run.progress(results.size, metas.length);
    });
  } finally {
    asking.note();
  }
  return {
    cancelled: run.signal.aborted,
    results: metas.map(({ id }) => results.get(id) ?? { credentialId: id, ...NOT_ASKED }),
  };
}

const NOT_ASKED = { check: null, problem: null } as const;

class AskingAll {
  /** Registries that answered "too many requests": when they may be asked again; never is Infinity. */
  readonly #held = new Map<string, Promise<boolean>>();
  #reading: Promise<unknown> = Promise.resolve();
  /** Found, and not in the index yet. */
  readonly #checked = new Map<string, CheckResult>();
  #notedAt = 0;

  constructor(
    private readonly run: Run,
    private readonly deps: CheckAllDeps,
    private readonly rateLimits: RateLimits,
  ) {}

  async ask(meta: CredentialMeta): Promise<Result> {
    const { run } = this;
    const credentialId = meta.id;
    if (run.signal.aborted || (await this.#held.get(meta.registry)) === false) {
      return { credentialId, ...NOT_ASKED };
    }
    try {
      const check = await this.#check(meta);
      this.#checked.set(credentialId, check);
      if (performance.now() - this.#notedAt > NOTE_EACH_MS) this.note();
      return { credentialId, check, problem: null };
    } catch (error) {
      if (run.signal.aborted) return { credentialId, ...NOT_ASKED };
      if (!(error instanceof Failure) || !OF_ONE_CREDENTIAL.has(error.code)) throw error;
      return { credentialId, check: null, problem: error.code };
    }
  }

  /** Writes down what was found since the last time. */
  note(): void {
    const { index, changed } = this.deps;
    this.#notedAt = performance.now();
    if (this.#checked.size === 0) return;
    const found = [...this.#checked].flatMap(([id, lastCheck]) => {
      const current = index.find(id);
      return current === null ? [] : [{ ...current, lastCheck }];
    });
    this.#checked.clear();
    index.updateAll(found);
    changed();
  }

  async #check(meta: CredentialMeta) {
    const { run, deps } = this;
    const { registry, plainHttp, username } = meta;
    // One after the other: a store that is locked asks the user once.
    const secret = await this.#inTurn(() => deps.keeping.read(run, meta.id));
    const quietly = { signal: run.signal, step() {}, askRealm: async () => false };
    const once = () => checkInRun(quietly, { registry, plainHttp, username, secret }, deps);
    const first = await once();
    if (first.reason !== 'rate-limited') return first;
    if (!(await this.#hold(registry, first.retryAfterSeconds))) return first;
    const second = await once();
    if (second.reason === 'rate-limited') this.#held.set(registry, Promise.resolve(false));
    return second;
  }

  /** @returns whether the registry may be asked again, once it may */
  #hold(registry: string, retryAfterSeconds: number | undefined): Promise<boolean> {
    const { longestWaitMs, usualWaitMs } = this.rateLimits;
    const waitMs = retryAfterSeconds === undefined ? usualWaitMs : retryAfterSeconds * 1000;
    const held =
      waitMs > longestWaitMs
        ? Promise.resolve(false)
        : pause(waitMs, true, { signal: this.run.signal }).catch(() => false);
    this.#held.set(registry, held);
    return held;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#reading.then(work);
    this.#reading = turn.catch((error: unknown) => {
      // What goes wrong with one secret is no reason to leave the others unread.
      if (!(error instanceof Failure) || !OF_ONE_CREDENTIAL.has(error.code)) throw error;
    });
    // The last one has nobody behind it: what fails with it is told by its own turn.
    this.#reading.catch(() => {});
    return turn;
  }
}

/** Failures that say nothing about the other credentials. */
const OF_ONE_CREDENTIAL: ReadonlySet<string> = new Set([
  'CREDENTIAL_UNKNOWN',
  'STORE_SECRET_MISSING',
  'REGISTRY_INVALID',
  'USERNAME_INVALID',
  'SECRET_INVALID',
]);
