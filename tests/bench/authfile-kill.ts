import { tmpdir } from 'node:os';
import { loadSyscalls } from '../../electron/core/authfile/syscalls.ts';
import { killLoop } from '../support/authfile-kill-loop.ts';

// What is loaded when it is needed first has to be there before the module runner goes.
await loadSyscalls();

/**
 * `kill -9` at random moments of a write, so many that landed on each file system.
 * @param kills per file system
 */
export async function run(print: (line: string) => void, kills = 10_000): Promise<void> {
  for (const under of [tmpdir(), '/dev/shm']) {
    // Two at a time, each at a file of its own.
    const halves = await Promise.all([
      killLoop(Math.ceil(kills / 2), under),
      killLoop(Math.floor(kills / 2), under),
    ]);
    const sum = (pick: (report: (typeof halves)[0]) => number): number =>
      halves.reduce((total, half) => total + pick(half), 0);
    print(
      `kill -9 under ${under}: ${sum((r) => r.landed)} landed, ${sum((r) => r.broken)} broken, ` +
        `${sum((r) => r.widened)} widened, ${sum((r) => r.lost)} entries lost, ` +
        `${sum((r) => r.leftBehind)} temporary files left, ${sum((r) => r.leftAfterSweep)} after the next start`,
    );
  }
}
