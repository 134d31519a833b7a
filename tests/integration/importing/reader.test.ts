import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOnThread } from '../../../electron/core/importing/reader.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-reader-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Reads with a thread that begins, is busy for so long and then has found nothing. */
async function readBusy(busyMs: number) {
  const script = join(directory, `busy-${busyMs}.cjs`);
  await writeFile(
    script,
    `const { parentPort } = require('node:worker_threads');
     parentPort.postMessage({ type: 'begins' });
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${busyMs});
     parentPort.postMessage({ type: 'found', findings: { candidates: [], notices: [] } });`,
  );
  return readOnThread(script, Buffer.from('text'));
}

it('a machine that takes its time for a text is waited for; a text that never ends is not', async () => {
  expect(await readBusy(1_500)).toMatchObject({ candidates: [] });
  await expect(readBusy(600_000)).rejects.toMatchObject({
    code: 'IMPORT_LIMIT',
    context: { reason: 'time' },
  });
});
