import { scopeOf } from '../../../shared/auth-scope.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { CellState, OverviewCell, OverviewRow } from '../../../shared/overview.ts';
import type { TargetId, TargetPlace, TargetView } from '../../../shared/target.ts';
import { scopeOfKey } from '../authfile/keys.ts';
import { byName } from '../browsing/filter.ts';

/** Registries x targets. */
export interface Grid {
  readonly targets: readonly TargetPlace[];
  /** In the order of their names. */
  readonly rows: readonly OverviewRow[];
  readonly foreign: number;
}

/** Where several things are true of a cell, the first of these is what it says. */
const ORDER: readonly CellState[] = [
  'in-sync',
  'unknown',
  'shadowed',
  'different',
  'unreadable',
  'missing',
  'foreign',
  'none',
];
const ATTENTION: ReadonlySet<CellState> = new Set([
  'missing',
  'different',
  'shadowed',
  'unreadable',
]);

type Cells = Map<TargetId, OverviewCell>;

/** Puts what is stored and what the files say beside each other. Pure. */
export function gridOf(
  credentials: readonly CredentialView[],
  targets: readonly TargetView[],
): Grid {
  const found = new Map<string, { cells: Cells; accounts: CredentialView[] }>();
  const at = (scope: string) => {
    let row = found.get(scope);
    if (row === undefined) {
      row = { cells: new Map(), accounts: [] };
      found.set(scope, row);
    }
    return row;
  };
  for (const credential of credentials) {
    const { cells, accounts } = at(scopeOf(credential));
    accounts.push(credential);
    for (const { targetId, state, username } of credential.states) {
      put(cells, { targetId, state, username, credentialId: credential.id });
    }
  }
  let foreign = 0;
  for (const { id: targetId, format, entries } of targets) {
    for (const { key, state, username } of entries) {
      const scope = state === 'foreign' ? scopeOfKey(key, format) : null;
      if (scope === null) continue;
      foreign += 1;
      put(at(scope).cells, { targetId, state, username, credentialId: null });
    }
  }
  const rows = [...found].map(([scope, row]) => ({ scope, ...row }));
  const seen = new Set(rows.flatMap(({ cells }) => [...cells.keys()]));
  const columns = targets.filter(
    ({ id, exists, preferred }) => exists || preferred || seen.has(id),
  );
  return {
    targets: columns.map(({ entries: _entries, ...place }) => place),
    rows: rows
      .sort((a, b) => byName.compare(a.scope, b.scope))
      .map(({ scope, cells, accounts }) => rowOf(scope, cells, accounts, columns)),
    foreign,
  };
}

/** Whether a tool finds somebody for the registry in one of the targets. */
export function isLoggedIn({ cells }: OverviewRow): boolean {
  return cells.some(
    ({ state, username }) => username !== null || state === 'in-sync' || state === 'unknown',
  );
}

function rowOf(
  scope: string,
  found: Cells,
  accounts: readonly CredentialView[],
  columns: readonly TargetView[],
): OverviewRow {
  const cells = columns.map(
    ({ id: targetId }) =>
      found.get(targetId) ?? {
        targetId,
        state: 'none' as const,
        username: null,
        credentialId: null,
      },
  );
  const used = cells.find(({ state }) => state === 'in-sync' || state === 'unknown')?.credentialId;
  const account = accounts.find(({ id }) => id === used) ?? accounts.at(-1);
  const check = account?.lastCheck ?? null;
  return {
    scope,
    accounts: accounts.length,
    account:
      account === undefined
        ? null
        : {
            credentialId: account.id,
            username: account.username,
            check: check === null ? null : { verdict: check.verdict, at: check.at },
          },
    cells,
    needsAttention:
      cells.some(({ state }) => ATTENTION.has(state)) ||
      check?.verdict === 'rejected' ||
      check?.verdict === 'unreachable',
  };
}

function put(cells: Cells, cell: OverviewCell): void {
  const before = cells.get(cell.targetId);
  if (before === undefined || ORDER.indexOf(cell.state) < ORDER.indexOf(before.state)) {
    cells.set(cell.targetId, cell);
  }
}
