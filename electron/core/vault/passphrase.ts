import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { PassphraseReply, PassphraseRequest } from './passphrase-protocol.ts';

/** What deriving a key may take: a second or two, more where the machine is busy. */
const LIMIT_MS = 60_000;

/** Locks and opens standard age files with a passphrase; what it makes opens with `age -d` too. */
export interface PassphraseCrypt {
  /** @throws CANCELLED, STORE_TIMED_OUT, STORE_CRASHED */
  encrypt(text: string, passphrase: Secret, signal?: AbortSignal): Promise<Uint8Array>;
  /** @throws STORE_PASSPHRASE_WRONG; STORE_DAMAGED; CANCELLED, STORE_TIMED_OUT, STORE_CRASHED */
  decrypt(bytes: Uint8Array, passphrase: Secret, signal?: AbortSignal): Promise<string>;
}

/** @param script absolute path of the passphrase worker's bundle */
export function createPassphraseCrypt(script: string): PassphraseCrypt {
  return {
    async encrypt(text, passphrase, signal) {
      const reply = await ask(
        script,
        { op: 'encrypt', passphrase: passphrase.reveal(), text },
        signal,
      );
      if (reply.type !== 'encrypted') throw new Failure('STORE_CRASHED');
      return reply.bytes;
    },
    async decrypt(bytes, passphrase, signal) {
      const reply = await ask(
        script,
        { op: 'decrypt', passphrase: passphrase.reveal(), bytes },
        signal,
      );
      if (reply.type === 'decrypted') return reply.text;
      const wrong = reply.type === 'fault' && reply.fault === 'wrong';
      throw new Failure(wrong ? 'STORE_PASSPHRASE_WRONG' : 'STORE_DAMAGED');
    },
  };
}

/** One request to a worker of its own, which ends with the answer, the limit or the signal. */
async function ask(
  script: string,
  request: PassphraseRequest,
  signal: AbortSignal | undefined,
): Promise<PassphraseReply> {
  if (signal?.aborted) throw new Failure('CANCELLED');
  // Not before it is needed: a start is not to wait for it.
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(script);
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  try {
    return await new Promise<PassphraseReply>((resolve, reject) => {
      const crashed = () => reject(new Failure('STORE_CRASHED', {}, { retryable: true }));
      const late = () => reject(new Failure('STORE_TIMED_OUT', { limitMs: LIMIT_MS }));
      abort = () => reject(new Failure('CANCELLED'));
      timer = setTimeout(late, LIMIT_MS);
      signal?.addEventListener('abort', abort, { once: true });
      worker.once('message', resolve);
      worker.once('error', crashed);
      worker.once('exit', crashed);
      worker.postMessage(request);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
