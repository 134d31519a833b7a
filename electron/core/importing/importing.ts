import { readFile, stat } from 'node:fs/promises';
import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CallInput } from '../../../shared/contract.ts';
import type { CheckResult, CredentialMeta } from '../../../shared/credential.ts';
import {
  IMPORT_BYTES_MAX,
  type ImportCandidate,
  type ImportConflict,
  type ImportDraft,
  type ImportSource,
} from '../../../shared/importing.ts';
import { knownRegistry } from '../../../shared/registry.ts';
import type { Plan } from '../../../shared/target.ts';
import { fileFailure } from '../authfile/file-failure.ts';
import { type CheckingDeps, checkInRun } from '../checking.ts';
import type { DesktopSide } from '../desktop-side.ts';
import type { Drafts } from '../drafts.ts';
import { Failure } from '../failure.ts';
import type { Runs } from '../runs.ts';
import type { Secret } from '../secret.ts';
import { problemOf } from '../targets/problem.ts';
import type { Targets } from '../targets/targets.ts';
import type { Custody } from '../vault/custody.ts';
import type { CredentialIndex } from '../vault/index.ts';
import {
  type Candidate,
  candidatesOf,
  isWhole,
  kindOf,
  placed,
  rivalsOf,
  sharesWithConnect,
} from './candidate.ts';
import { changesOf, wantedOf } from './choices.ts';
import type { Findings } from './found.ts';
import { readClaims } from './token-claims.ts';

/** What was found in one text and waits for the user's choice. */
export interface ImportPending {
  readonly source: ImportSource;
  readonly candidates: Candidate[];
  /** How the checks that the user asked for ended, by candidate. */
  readonly checks: Map<string, CheckResult>;
  /** What the user was shown last. */
  shown: Plan | null;
  /** Main read it from a file, which the page has not seen. */
  readonly isFromFile: boolean;
}

/** They wait in main for ten minutes at the most, like the drafts of logins. */
export type ImportDrafts = Drafts<ImportPending>;

export interface ImportingDeps extends CheckingDeps {
  readonly runs: Runs;
  readonly drafts: ImportDrafts;
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly targets: Targets;
  readonly desktop: Pick<DesktopSide, 'chooseFile' | 'agree'>;
  /** Finds credentials in a text without holding up anything else. */
  readonly read: (bytes: Uint8Array) => Promise<Findings>;
}

/** Finds credentials in what somebody has, and shows them before anything is kept. */
export class Importing {
  constructor(private readonly deps: ImportingDeps) {}

  /** @throws IMPORT_NOT_TEXT, IMPORT_LIMIT, IMPORT_MALFORMED, IMPORT_NOTHING_FOUND, INDEX_UNREADABLE */
  async read(bytes: Uint8Array, isFromFile = false): Promise<ImportDraft> {
    const { source, found, faults } = await this.deps.read(bytes);
    const candidates = candidatesOf(found);
    const pending = { source, candidates, checks: new Map(), shown: null, isFromFile };
    const draftId = this.deps.drafts.keep(pending);
    return {
      draftId,
      expiresAt: this.deps.drafts.expiresAt(draftId).toISOString(),
      source,
      candidates: await Promise.all(candidates.map((each) => this.#view(each, candidates))),
      faults: faults
        .slice(0, 100)
        .map((fault) => problemOf(new Failure('IMPORT_MALFORMED', fault))),
    };
  }

  /**
   * Asks the user for a file. Null: the user chose none.
   * @throws as `read` does, naming the file; FILE_NOT_REGULAR, FILE_NOT_PERMITTED, FILE_IO and its like
   */
  async choose(): Promise<ImportDraft | null> {
    const path = await this.deps.desktop.chooseFile();
    if (path === null) return null;
    const bytes = await readBounded(path);
    try {
      return await this.read(bytes, true);
    } catch (error) {
      if (!(error instanceof Failure) || !error.code.startsWith('IMPORT_')) throw error;
      throw new Failure(error.code, { path, ...error.context });
    }
  }

  /**
   * Main asks before what it read from a file goes to a registry that is not a known public one: a page that
   * was taken over would name its own.
   *
   * @throws DRAFT_EXPIRED; IMPORT_NOT_POSSIBLE for a candidate whose text names its registry; CANCELLED
   */
  async place({
    draftId,
    candidateId,
    registry,
  }: CallInput<'import.place'>): Promise<ImportCandidate> {
    const { candidates, isFromFile } = this.deps.drafts.get(draftId);
    const at = candidates.findIndex(({ id }) => id === candidateId);
    const candidate = candidates[at];
    if (candidate === undefined || candidate.key !== null) throw new Failure('IMPORT_NOT_POSSIBLE');
    const next = placed({ ...candidate, problem: null }, registry);
    const isAsked = isFromFile && isWhole(next) && knownRegistry(next.registry) === null;
    if (isAsked && !(await this.deps.desktop.agree({ to: 'place', registry: next.registry }))) {
      throw new Failure('CANCELLED');
    }
    candidates[at] = next;
    return this.#view(next, candidates);
  }

  /**
   * Checks a candidate against its registry; nothing is stored.
   * @throws DRAFT_EXPIRED, CANCELLED; IMPORT_NOT_POSSIBLE for one that has a problem
   */
  async check({ runId, draftId, candidateId }: CallInput<'import.check'>): Promise<CheckResult> {
    const { runs, drafts } = this.deps;
    const { candidates, checks } = drafts.get(draftId);
    const candidate = candidates.find(({ id }) => id === candidateId);
    if (candidate === undefined || !isWhole(candidate)) throw new Failure('IMPORT_NOT_POSSIBLE');
    return runs.during(runId, async (run) => {
      const { registry, username, secret } = candidate;
      const request = { registry, username, secret, plainHttp: false };
      const result = await checkInRun(run, request, this.deps);
      checks.set(candidateId, result);
      return result;
    });
  }

  /** What the files would get. @throws DRAFT_EXPIRED, TARGET_UNKNOWN, IMPORT_NOT_POSSIBLE */
  async plan({ draftId, choices, targetIds }: CallInput<'import.plan'>): Promise<Plan> {
    const { drafts, targets } = this.deps;
    const pending = drafts.get(draftId);
    const wanted = wantedOf(pending.candidates, choices);
    const plans = await Promise.all(
      targets
        .select(targetIds)
        .map((location) => targets.plan([location], changesOf(wanted, location.format))),
    );
    pending.shown = { targets: plans.flatMap((plan) => plan.targets) };
    return pending.shown;
  }

  async #view(candidate: Candidate, all: readonly Candidate[]): Promise<ImportCandidate> {
    const { id, key, registry, namespace, username, secret, holder, shell, problem } = candidate;
    const stored = registry === null ? [] : this.#storedFor({ registry, namespace });
    return {
      id,
      key,
      registry,
      namespace,
      username,
      kind: kindOf(candidate),
      holder,
      shell,
      ...readClaims(secret?.reveal() ?? ''),
      problem,
      conflict: isWhole(candidate) ? await this.#compare(candidate, stored) : null,
      otherUsers: stored
        .map((meta) => meta.username)
        .filter((other) => other !== username)
        .slice(0, 16),
      rivals: rivalsOf(candidate, all),
      sharesWithConnect: sharesWithConnect(candidate, all),
    };
  }

  #storedFor({ registry, namespace }: { registry: string; namespace: string | null }) {
    const scope = scopeOf({ registry, namespace: namespace ?? undefined });
    return this.deps.index.list().filter((meta) => scopeOf(meta) === scope);
  }

  async #compare(
    { username, secret }: { readonly username: string; readonly secret: Secret },
    stored: readonly CredentialMeta[],
  ): Promise<ImportConflict> {
    const known = stored.find((meta) => meta.username === username);
    if (known === undefined) return stored.length === 0 ? 'new' : 'other-user';
    try {
      const held = await this.deps.custody.read(known.id);
      return held.equals(secret) ? 'same' : 'different';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // A store that has lost it would take it again.
      return error.code === 'STORE_SECRET_MISSING' ? 'different' : 'undecided';
    }
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const stats = await stat(path);
    // Reading a FIFO or a device might never end.
    if (!stats.isFile()) throw new Failure('FILE_NOT_REGULAR', { path });
    if (stats.size > IMPORT_BYTES_MAX) throw new Failure('IMPORT_LIMIT', { path, reason: 'bytes' });
    return await readFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}
