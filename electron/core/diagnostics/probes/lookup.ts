import type { CredentialMeta } from '../../../../shared/credential.ts';
import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import type { Resolution } from '../../../../shared/lookup.ts';
import { knownRegistry } from '../../../../shared/registry.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { type Outcome, type ProbeSpec, pass, saw, skip, warn } from '../probing.ts';
import { isWorkstationTool } from './configuration.ts';

/** Whether each tool would use the credential that is stored here. */
export function lookupProbe(examination: Examination): ProbeSpec {
  return {
    id: 'lookup',
    kind: 'lookup',
    target: null,
    limitMs: PROBE_LIMITS_MS.lookup,
    late: 'helper-broken',
    look: () => look(examination),
  };
}

async function look(examination: Examination): Promise<Outcome> {
  const { about, facts } = examination;
  const { explanation } = facts;
  if (explanation === null) return skip('depends-on-failed');
  if (knownRegistry(about.registry)?.accepts.length === 0) return skip('no-login-there');
  const seen = explanation.resolutions.flatMap(evidenceOf);
  const meta = about.asking?.meta ?? null;
  if (meta === null) return pass(...seen);

  const tools = explanation.resolutions.filter(isWorkstationTool);
  const different = await differentEntries(meta, examination);
  const causes = new Set<Cause>();
  for (const tool of tools) {
    const cause = causeOf(tool, meta, different);
    if (cause !== null) causes.add(cause);
  }
  seen.push(
    ...different.map(({ path, key, username }) => saw('entry-differs', { path, key, username })),
  );
  const first = ORDER.find((cause) => causes.has(cause));
  if (first !== undefined) return warn(first, ...seen);
  const isFound = tools.some(({ winner, problem }) => winner !== null || problem !== null);
  return isFound ? pass(...seen) : warn('entry-missing', ...seen);
}

const ORDER: readonly Cause[] = ['stale-entry', 'other-file-wins', 'other-key-wins'];

interface Entry {
  readonly path: string;
  readonly key: string;
  readonly username: string | null;
}

/** The entries that are meant to be this credential and have another secret or user. */
async function differentEntries(meta: CredentialMeta, examination: Examination): Promise<Entry[]> {
  const paths = new Map(examination.deps.targets.all.map(({ id, path }) => [id, path]));
  const compared = await examination.compare(meta);
  return compared.credentialViews().flatMap(({ states }) =>
    states
      .filter(({ state }) => state === 'different')
      .map(({ targetId, key, username }) => ({
        path: paths.get(targetId) ?? targetId,
        key,
        username,
      })),
  );
}

/** Why this tool would not ask with the stored credential; null where it would, or finds nothing at all. */
function causeOf(
  { winner, steps }: Resolution,
  { username }: CredentialMeta,
  different: readonly Entry[],
): Cause | null {
  if (winner === null) return null;
  const source = steps[winner.step]?.source;
  if (winner.username === username) {
    return different.some(({ path }) => path === source) ? 'stale-entry' : null;
  }
  const holders = steps.flatMap((step, index) =>
    step.candidates.some((candidate) => candidate.username === username) ? [index] : [],
  );
  if (holders.includes(winner.step)) return 'other-key-wins';
  return holders.length > 0 ? 'other-file-wins' : 'stale-entry';
}

function evidenceOf({ consumer, steps, winner, problem }: Resolution): Evidence[] {
  const seen: Evidence[] = [];
  const step = winner === null ? undefined : steps[winner.step];
  if (winner !== null && step !== undefined) {
    const { key, username } = winner;
    const { source, helper } = step;
    seen.push(saw('tool-uses', { consumer, source, key, username, helper }));
  } else if (problem === null) {
    seen.push(saw('tool-uses-none', { consumer }));
  }
  for (const { source, candidates, outcome } of steps) {
    for (const { key, username, reason } of candidates.slice(0, 5)) {
      const isWinner = outcome === 'won' && reason === 'wins';
      if (!isWinner)
        seen.push(saw('tool-passes-over', { consumer, source, key, username, reason }));
    }
  }
  return seen;
}
