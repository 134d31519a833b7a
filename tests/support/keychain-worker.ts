import { type ChildProcess, fork } from 'node:child_process';
import type { WorkerHandle } from '../../electron/core/vault/worker-line.ts';

/** Starts the bundled keychain worker as a child of plain Node. */
export function forkWorker(
  module: string,
  env: Readonly<Record<string, string>>,
): WorkerHandle & { readonly process: ChildProcess } {
  const { PATH = '/usr/bin:/bin', HOME = '/' } = process.env;
  const child = fork(module, {
    env: { PATH, HOME, LANG: 'C.UTF-8', ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    process: child,
    // A worker that died meanwhile says so by its exit.
    postMessage: (message) => void child.send(message as object, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      // Also what could not be sent to one that has just ended.
      child.on('error', listener);
      child.once('exit', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
