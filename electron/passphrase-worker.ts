import { parentPort } from 'node:worker_threads';
import { Decrypter, Encrypter } from 'age-encryption';
import { WORK_FACTOR } from './core/vault/passphrase-cost.ts';
import type { PassphraseReply, PassphraseRequest } from './core/vault/passphrase-protocol.ts';

/*
 * Locks and opens age files with a passphrase, on a thread of its own: deriving the key takes more than
 * a second, and main has calls to answer meanwhile. It does one request and is ended then, so that
 * nothing of the passphrase stays in memory here.
 */

parentPort?.once('message', async (request: PassphraseRequest) => {
  parentPort?.postMessage(await answer(request));
});

async function answer(request: PassphraseRequest): Promise<PassphraseReply> {
  if (request.op === 'encrypt') {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(request.passphrase);
    encrypter.setScryptWorkFactor(WORK_FACTOR);
    return { type: 'encrypted', bytes: await encrypter.encrypt(request.text) };
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(request.passphrase);
  try {
    return { type: 'decrypted', text: await decrypter.decrypt(request.bytes, 'text') };
  } catch (error) {
    // The library says which by its words alone.
    const wrong = error instanceof Error && error.message.startsWith('no identity matched');
    return { type: 'fault', fault: wrong ? 'wrong' : 'damaged' };
  }
}
