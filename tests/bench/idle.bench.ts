import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { processTree, procText } from '../support/app-processes.ts';
import { withContenders } from './launch.ts';
import type { BenchOptions, Measured } from './measure.ts';

const ROUNDS = 2;
/** What a start puts off is done by then, the keychain's worker let go, and the page's memory tidied up by V8. */
const SETTLE_MS = 120_000;
const MINUTE_MS = 60_000;

/**
 * Context switches a minute, voluntary and not, of every thread of every process, while nothing happens:
 * the window is open and shows the list, the files are watched. Beside a window that says hello, in the
 * same minutes. Nothing in the app polls, so there is nothing that should differ.
 */
export async function bench(options: BenchOptions): Promise<Measured[]> {
  return withContenders(options, async ({ app, bare, start }) => {
    const ours = await start(app);
    const other = await start(bare);
    try {
      await delay(SETTLE_MS);
      const counted: { ours: number[]; other: number[] } = { ours: [], other: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = [switchesOf(ours.pid), switchesOf(other.pid)] as const;
        await delay(MINUTE_MS);
        counted.ours.push(since(before[0], switchesOf(ours.pid)));
        counted.other.push(since(before[1], switchesOf(other.pid)));
      }
      return [
        {
          name: 'context switches while idle',
          unit: 'a minute',
          ours: counted.ours,
          other: { name: 'a bare window', values: counted.other },
          aim: 1.25,
        },
      ];
    } finally {
      await Promise.all([ours.end(), other.end()]);
    }
  });
}

/** By thread, as a thread that ends takes its count along. */
function switchesOf(root: number): ReadonlyMap<string, number> {
  const switches = new Map<string, number>();
  for (const pid of processTree(root)) {
    for (const thread of threadsOf(pid)) {
      const status = procText(pid, `task/${thread}/status`);
      const counts = status.matchAll(/^(?:non)?voluntary_ctxt_switches:\t(\d+)$/gm);
      switches.set(
        `${pid}/${thread}`,
        [...counts].reduce((sum, [, count]) => sum + Number(count), 0),
      );
    }
  }
  return switches;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function since(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [thread, count] of after) sum += count - (before.get(thread) ?? 0);
  return sum;
}
