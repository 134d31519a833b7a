import { fuzzImport } from '../support/import-fuzz.ts';

const RUNS = 200_000;

/** Mutated texts of every shape that an import reads: 0 defects. */
export async function run(print: (line: string) => void): Promise<void> {
  const { runs, found, refused, slowestMs, defects } = fuzzImport(RUNS, Date.now() >>> 4);
  print(
    `import: ${runs} mutated texts, ${found} read, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms, ` +
      `${defects.length} crashes or secrets in an error (0)`,
  );
  for (const defect of defects.slice(0, 20)) print(defect);
  if (defects.length > 0) process.exitCode = 1;
}
