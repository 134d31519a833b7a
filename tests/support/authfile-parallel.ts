import { keysIn, leftovers, loginIn, makeSandbox, modeOf, writeAuthFile } from './authfile-file.ts';
import { startWriter } from './authfile-process.ts';

/** What became of logins that several processes of ours made at the same time. */
export interface ParallelReport {
  logins: number;
  lost: number;
  /** Rounds after which a file held every entry. */
  completeRounds: number;
  /** Logins that were refused. */
  failed: number;
  leftovers: number;
  mode: string;
}

const BASE_ENTRIES = 3;

/** Processes that log in to one file at the same time, round after round, each under a key of its own. */
export async function parallelWriters(writers: number, rounds: number): Promise<ParallelReport> {
  const sandbox = makeSandbox();
  writeAuthFile(sandbox.path, BASE_ENTRIES);
  const processes = await Promise.all([...Array(writers).keys()].map(() => startWriter()));
  const report = { logins: 0, lost: 0, completeRounds: 0, failed: 0, leftovers: 0, mode: '' };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const keys = processes.map((_, at) => `writer-${at}-round-${round}.example.com`);
      const answers = await Promise.all(
        processes.map((writer, at) =>
          writer.order({
            do: 'write',
            path: sandbox.path,
            key: keys[at] ?? '',
            secret: `${round}`,
          }),
        ),
      );
      report.logins += answers.length;
      report.failed += answers.filter((each) => each === null || 'code' in each).length;
      const lost = keys.filter((key) => loginIn(sandbox.path, key) !== `writer:${round}`).length;
      report.lost += lost;
      const expected = BASE_ENTRIES + writers * (round + 1);
      if (keysIn(sandbox.path).length === expected) report.completeRounds += 1;
    }
    report.leftovers = leftovers(sandbox.dir).length;
    report.mode = modeOf(sandbox.path);
    return report;
  } finally {
    await Promise.all(processes.map((writer) => writer.kill()));
    sandbox.remove();
  }
}
