import { sweepTemporaries } from '../../electron/core/authfile/temporary.ts';
import { keysIn, leftovers, makeSandbox, modeOf, writeAuthFile } from './authfile-file.ts';
import { startWriter } from './authfile-process.ts';

/** What became of a file whose writer was killed so many times. */
export interface KillReport {
  /** Kills that met a writer at work. */
  landed: number;
  /** Files that did not parse afterwards. */
  broken: number;
  widened: number;
  /** Entries that were there before, or that the writer had said were there, and are not. */
  lost: number;
  /** Temporary files that were left by kills, before the next start. */
  leftBehind: number;
  /** The same after the next start has swept. */
  leftAfterSweep: number;
}

const BASE_ENTRIES = 20;

/**
 * Kills a writer at random moments, again and again, and looks at the file each time.
 * @param under a directory on the file system to try
 */
export async function killLoop(kills: number, under: string): Promise<KillReport> {
  const report: KillReport = {
    landed: 0,
    broken: 0,
    widened: 0,
    lost: 0,
    leftBehind: 0,
    leftAfterSweep: 0,
  };
  const sandbox = makeSandbox(under);
  try {
    while (report.landed < kills) {
      writeAuthFile(sandbox.path, BASE_ENTRIES);
      const kept = keysIn(sandbox.path);
      const acknowledged = await churnAndKill(sandbox.path);
      if (acknowledged === null) continue;
      report.landed += 1;
      report.leftBehind += leftovers(sandbox.dir).length;
      await sweepTemporaries(sandbox.dir);
      report.leftAfterSweep += leftovers(sandbox.dir).length;
      if (modeOf(sandbox.path) !== '600') report.widened += 1;
      try {
        const keys = new Set(keysIn(sandbox.path));
        // Every other login is taken back as soon as the one after it is there.
        const stay = [...Array(acknowledged + 1).keys()].filter(
          (at) => at === acknowledged || at % 2 === 1,
        );
        const all = [...kept, ...stay.map((at) => `churn-${at}`)];
        report.lost += all.filter((key) => !keys.has(key)).length;
      } catch {
        report.broken += 1;
      }
    }
    return report;
  } finally {
    sandbox.remove();
  }
}

/** @returns the last login that the writer said it had made; null where the kill came before the first */
async function churnAndKill(path: string): Promise<number | null> {
  const writer = await startWriter();
  const first = await writer.order({ do: 'churn', path, prefix: 'churn' });
  if (first === null) return null;
  // At any place of a write, some writes in: a write takes about two milliseconds.
  const killed = new Promise<void>((resolve) => {
    setTimeout(() => resolve(writer.kill()), Math.random() * 20);
  });
  let last = 0;
  for (let next = await writer.answer(); next !== null; next = await writer.answer()) {
    if ('done' in next) last = next.done;
  }
  await killed;
  return last;
}
