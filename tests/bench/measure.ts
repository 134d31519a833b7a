import { processTree, procText } from '../support/app-processes.ts';

/** One measured comparison. A ratio says how much ours takes for each unit that the other takes. */
export interface Measured {
  readonly name: string;
  readonly unit: 'ms' | 'MiB' | 'a minute';
  readonly ours: readonly number[];
  readonly other: { readonly name: string; readonly values: readonly number[] };
  /** What the ratio of the medians should be at most. */
  readonly aim: number;
}

/** What a bench runs with. */
export interface BenchOptions {
  /** Electron's executable. */
  readonly electron: string;
  /** `--no-sandbox` where root needs it. */
  readonly switches: readonly string[];
}

/** Takes both in turn, so that what the machine does meanwhile falls on both. The first of each warms up. */
export async function alternate<T>(
  rounds: number,
  ours: () => Promise<T>,
  other: () => Promise<T>,
): Promise<{ ours: T[]; other: T[] }> {
  const taken: { ours: T[]; other: T[] } = { ours: [], other: [] };
  await ours();
  await other();
  for (let round = 0; round < rounds; round += 1) {
    taken.ours.push(await ours());
    taken.other.push(await other());
  }
  return taken;
}

/** What a process and all that it started take of the machine: shared pages count in parts. */
export function pssMib(root: number): number {
  const kib = processTree(root).map((pid) =>
    Number(/^Pss:\s+(\d+) kB$/m.exec(procText(pid, 'smaps_rollup'))?.[1] ?? 0),
  );
  return kib.reduce((sum, each) => sum + each, 0) / 1024;
}
