import { randomUUID } from 'node:crypto';
import { scopeOf, takesNamespaces } from '../../../shared/auth-scope.ts';
import type { CallInput } from '../../../shared/contract.ts';
import type { CheckResult, CredentialMeta } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { ImportOutcome, ImportResult } from '../../../shared/importing.ts';
import { type AppliedTarget, type Plan, targetFormat } from '../../../shared/target.ts';
import type { Location } from '../authfile/locations.ts';
import { Failure } from '../failure.ts';
import type { Keeping } from '../keeping.ts';
import type { Log } from '../log.ts';
import type { Run, Runs } from '../runs.ts';
import { loggedProblem } from '../targets/problem.ts';
import type { Targets } from '../targets/targets.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { kindOf } from './candidate.ts';
import { changesOf, type Wanted, wantedOf, writtenTo } from './choices.ts';
import type { ImportDrafts } from './importing.ts';

export interface CommittingDeps {
  readonly runs: Runs;
  readonly drafts: ImportDrafts;
  readonly index: CredentialIndex;
  readonly keeping: Keeping;
  readonly targets: Targets;
  readonly log: Log;
  readonly changed: () => void;
}

type Kept = Wanted & { readonly meta: CredentialMeta };

/** What the store answers to the next one too: asking on would only prompt again. */
const STORE_WIDE: readonly ErrorCode[] = [
  'CANCELLED',
  'STORE_LOCKED',
  'STORE_CANCELLED',
  'STORE_UNREACHABLE',
  'STORE_TIMED_OUT',
  'STORE_CRASHED',
  'STORE_BACKEND_CHANGED',
  'STORE_DAMAGED',
  'INDEX_UNREADABLE',
];

/** Keeps what the user chose of an import. */
export class Committing {
  constructor(private readonly deps: CommittingDeps) {}

  /**
   * Stores each credential by itself, then writes those that are stored to the targets. What fails is one
   * result among others; the draft stays until all of it is done, to try again.
   * @throws DRAFT_EXPIRED, TARGET_UNKNOWN, IMPORT_NOT_POSSIBLE before anything is stored
   */
  async commit({
    runId,
    draftId,
    choices,
    targetIds,
  }: CallInput<'import.commit'>): Promise<ImportOutcome> {
    const { runs, drafts, keeping, targets, log } = this.deps;
    const pending = drafts.get(draftId);
    const chosen = targets.select(targetIds);
    const wanted = wantedOf(pending.candidates, choices);
    return runs.during(runId, async (run) => {
      const releases = wanted.map(({ secret, username }) => log.scrubber.hold(secret, username));
      try {
        keeping.warm();
        const results: ImportResult[] = [];
        const kept: Kept[] = [];
        let stopped: Failure | null = null;
        for (const each of wanted) {
          const { candidateId, username } = each;
          const about = { candidateId, registry: scopeOf(each), username };
          try {
            if (stopped !== null) throw stopped;
            const own = each.registry === each.candidate.registry;
            const check = own ? pending.checks.get(candidateId) : null;
            const { meta, outcome } = await this.#keep(run, each, check ?? null, chosen);
            kept.push({ ...each, meta });
            results.push({ ...about, outcome, credentialId: meta.id, problem: null });
          } catch (error) {
            if (error instanceof Failure && STORE_WIDE.includes(error.code)) stopped = error;
            const problem = loggedProblem(error, 'import', log);
            results.push({ ...about, outcome: 'failed', credentialId: null, problem });
          }
        }
        const applied = run.signal.aborted
          ? []
          : await this.#write(run, kept, chosen, pending.shown);
        if (results.every(({ outcome }) => outcome !== 'failed')) drafts.drop(draftId);
        return { results, targets: applied };
      } finally {
        for (const release of releases) release();
      }
    });
  }

  /** Targets of one format get the same; each has its own result. */
  async #write(
    run: Run,
    kept: readonly Kept[],
    chosen: readonly Location[],
    seen: Plan | null,
  ): Promise<AppliedTarget[]> {
    const applied: AppliedTarget[] = [];
    for (const format of targetFormat.options) {
      const among = chosen.filter((location) => location.format === format);
      const written = writtenTo(kept, format);
      if (among.length === 0 || written.length === 0) continue;
      const metas = written.map(({ meta }) => meta);
      const cause = { action: 'import', seen } as const;
      applied.push(
        ...(await this.deps.keeping.write(run, metas, among, changesOf(kept, format), cause)),
      );
    }
    return applied;
  }

  async #keep(
    run: Run,
    wanted: Wanted,
    check: CheckResult | null,
    chosen: readonly Location[],
  ): Promise<{ meta: CredentialMeta; outcome: 'stored' | 'replaced' | 'unchanged' }> {
    const { index, keeping, changed } = this.deps;
    const { registry, namespace, username, secret, candidate } = wanted;
    run.signal.throwIfAborted();
    const targetIds = chosen
      .filter(({ format }) => namespace === undefined || takesNamespaces(format))
      .map(({ id }) => id);
    const before = keeping.find(scopeOf(wanted), username);
    const isHeld = before !== undefined && (await this.#holds(run, before.id, wanted));
    // The store may have taken its time: the record that is there now is the one to add to.
    const now = isHeld ? index.find(before.id) : null;
    if (now !== null) {
      const targets = [...new Set([...now.targets, ...targetIds])];
      const meta = { ...now, targets, lastCheck: check ?? now.lastCheck };
      index.update(meta);
      changed();
      return { meta, outcome: 'unchanged' };
    }
    const [meta] = await keeping.save(run, secret, () => {
      const now = new Date().toISOString();
      const known = keeping.find(scopeOf(wanted), username);
      return [
        {
          ...known,
          id: known?.id ?? randomUUID(),
          registry,
          ...(namespace !== undefined && { namespace }),
          // Whether another tool spoke to it without TLS is never taken over unasked.
          plainHttp: known?.plainHttp ?? false,
          username,
          kind: kindOf({ ...candidate, registry }),
          label: known?.label ?? '',
          createdAt: known?.createdAt ?? now,
          updatedAt: now,
          lastCheck: check,
          targets: [...new Set([...(known?.targets ?? []), ...targetIds])],
        },
      ];
    });
    if (meta === undefined) throw new Error('one credential has one record');
    return { meta, outcome: before === undefined ? 'stored' : 'replaced' };
  }

  async #holds(run: Run, credentialId: string, { secret }: Wanted): Promise<boolean> {
    try {
      return (await this.deps.keeping.read(run, credentialId)).equals(secret);
    } catch (error) {
      // What the store has lost is stored again.
      if (error instanceof Failure && error.code === 'STORE_SECRET_MISSING') return false;
      throw error;
    }
  }
}
