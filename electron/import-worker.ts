import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from './core/failure.ts';
import { findCredentials } from './core/importing/find.ts';
import { beyond } from './core/importing/limits.ts';
import type { ReaderReply } from './core/importing/reader-protocol.ts';

/*
 * Reads what somebody dropped or pasted, on a thread of its own: whoever wrote it may have meant it to
 * take long. It does one text and is ended then.
 */

const say = (reply: ReaderReply) => parentPort?.postMessage(reply);

say({ type: 'begins' });
say(read(workerData));

function read(data: unknown): ReaderReply {
  try {
    return { type: 'found', findings: findCredentials(data as Uint8Array) };
  } catch (error) {
    // Code that goes down into a text by recursion runs out of stack where the text is deep.
    const failure = error instanceof RangeError ? beyond('depth') : error;
    // Of anything else no word crosses: it might quote the text.
    if (!(failure instanceof Failure)) return { type: 'fault', code: 'INTERNAL', context: {} };
    return { type: 'fault', code: failure.code, context: failure.context };
  }
}
