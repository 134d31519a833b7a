import { IMPORT_BYTES_MAX } from '../../../shared/importing.ts';
import { Failure } from '../failure.ts';
import type { Findings } from './found.ts';
import { beyond, READ_LIMIT_MS, START_LIMIT_MS } from './limits.ts';
import type { ReaderReply } from './reader-protocol.ts';

/** Memory of the thread; a text of the largest size takes about a tenth of it. */
const HEAP_MB = 256;

/**
 * Finds credentials in a text on a thread of its own, which is ended with the answer or at the limit:
 * no text holds up the calls that main has to answer meanwhile.
 * @param script absolute path of the import worker's bundle
 * @throws IMPORT_LIMIT, also with `time`; IMPORT_NOT_TEXT, IMPORT_MALFORMED, IMPORT_NOTHING_FOUND
 */
export async function readOnThread(script: string, bytes: Uint8Array): Promise<Findings> {
  if (bytes.byteLength > IMPORT_BYTES_MAX) throw beyond('bytes');
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(script, {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const reply = await new Promise<Exclude<ReaderReply, { type: 'begins' }>>((resolve, reject) => {
      const limit = (limitMs: number) => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(beyond('time')), limitMs);
      };
      limit(START_LIMIT_MS);
      worker.on('message', (message: ReaderReply) => {
        if (message.type === 'begins') limit(READ_LIMIT_MS);
        else resolve(message);
      });
      // It ran out of memory, or of what it was given to run.
      worker.once('error', () => reject(beyond('nodes')));
      worker.once('exit', () => reject(new Failure('INTERNAL')));
    });
    if (reply.type === 'found') return reply.findings;
    throw new Failure(reply.code, reply.context);
  } finally {
    clearTimeout(timer);
    // Not waited for: a busy thread takes a moment to end.
    void worker.terminate();
  }
}
