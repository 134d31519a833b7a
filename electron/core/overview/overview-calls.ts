import { PAGE_ROWS } from '../../../shared/list-limits.ts';
import type { OverviewQuery, OverviewRow } from '../../../shared/overview.ts';
import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import { type Grid, gridOf, isLoggedIn } from './grid.ts';

/** The contract's calls of the overview. */
export function createOverviewCalls({ index, targets, learning }: Services): CallsOf<'overview'> {
  const look = async (): Promise<Grid> => {
    const observation = await targets.observe(index.list());
    const grid = gridOf(observation.credentialViews(), observation.targetViews());
    learning.wish(observation.undecided);
    return grid;
  };
  /**
   * What the first rows were taken from. Those that follow are of the same moment: whoever shows them asks for the
   * first ones again when something has changed.
   */
  let latest: Promise<Grid> | null = null;
  return {
    async 'overview.find'({ from, ...query }) {
      if (from === 0 || latest === null) latest = look();
      const looking = latest;
      const grid = await looking.catch((error: unknown) => {
        if (latest === looking) latest = null;
        throw error;
      });
      const matching = grid.rows.filter(matcherOf(query));
      return {
        targets: [...grid.targets],
        registries: grid.rows.length,
        loggedIn: grid.rows.filter(isLoggedIn).length,
        attention: grid.rows.filter(({ needsAttention }) => needsAttention).length,
        foreign: grid.foreign,
        matching: matching.length,
        from,
        rows: matching.slice(from, from + PAGE_ROWS),
      };
    },
  };
}

function matcherOf({ text, show }: OverviewQuery): (row: OverviewRow) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ scope, account, cells, needsAttention }) => {
    if (show === 'attention' && !needsAttention) return false;
    if (words.length === 0) return true;
    const names = [scope, account?.username, ...cells.map(({ username }) => username)];
    const all = names.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  };
}
