import { patchAuthFile } from '../../electron/core/authfile/codec.ts';
import { Secret } from '../../electron/core/secret.ts';
import { authFileText } from '../support/authfile-file.ts';

const ENTRIES = 10_000;
const RUNS = 31;

function medianMs(work: () => unknown): number {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

/** Patching one of ten thousand entries, over `JSON.parse` and `JSON.stringify` of the same text: <= 3. */
export async function run(print: (line: string) => void): Promise<void> {
  const text = authFileText(ENTRIES);
  const bytes = Buffer.from(text);
  const key = `base-${ENTRIES / 2}.example.com`;
  const edits = [{ key, set: { username: 'new', secret: new Secret('new') } }];
  const baseMs = medianMs(() => JSON.stringify(JSON.parse(text), null, '\t'));
  const patchMs = medianMs(() => patchAuthFile(bytes, 'containers-auth', edits));
  print(
    `codec: patch 1 of ${ENTRIES} entries ${patchMs.toFixed(1)} ms, ` +
      `JSON.parse + JSON.stringify ${baseMs.toFixed(1)} ms, ratio ${(patchMs / baseMs).toFixed(2)} (<= 3)`,
  );
}
