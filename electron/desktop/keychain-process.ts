import { utilityProcess } from 'electron';
import type { WorkerHandle } from '../core/vault/worker-line.ts';

/**
 * Starts the keychain worker in a process of its own: keytar may hang or die there.
 *
 * @param script absolute path of the worker's bundle
 */
export function spawnKeychainWorker(script: string): WorkerHandle {
  const child = utilityProcess.fork(script, [], {
    serviceName: 'Pullkeeper keychain',
    // What native code prints about a keyring is not ours to show.
    stdio: 'ignore',
  });
  let killed = false;
  const kill = (): void => {
    killed = true;
    // SIGKILL where there is a process already: one that hangs in native code may hear nothing else.
    if (child.pid === undefined) child.kill();
    else {
      try {
        process.kill(child.pid, 'SIGKILL');
      } catch {
        // Gone by itself meanwhile; `exit` says so.
      }
    }
  };
  child.once('spawn', () => {
    if (killed) kill();
  });
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', () => listener());
    },
    kill,
  };
}
