import { loadSyscalls } from '../../electron/core/authfile/syscalls.ts';
import { swapRace } from '../support/authfile-race.ts';

// What is loaded when it is needed first has to be there before the module runner goes.
await loadSyscalls();

/** Path components swapped for links between check and write. */
export async function run(print: (line: string) => void, writes = 10_000): Promise<void> {
  for (const obstacle of ['parent', 'file'] as const) {
    const report = await swapRace(obstacle, writes);
    print(
      `race over the ${obstacle}: ${report.writes} writes, ${report.swaps} swaps, ` +
        `${report.outside} outside; ${report.written} written, refused ${JSON.stringify(report.refused)}`,
    );
  }
}
