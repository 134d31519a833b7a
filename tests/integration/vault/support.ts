import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { createKeychainVault } from '../../../electron/core/vault/keychain.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import type { KeychainLimits } from '../../../electron/core/vault/worker-line.ts';
import type { VaultStatus } from '../../../shared/vault.ts';
import { forkWorker } from '../../support/keychain-worker.ts';

const run = promisify(execFile);

/** A vault over a worker of this module, with what it did on the way. */
export interface Probe {
  readonly vault: Vault;
  /** Workers in the order in which they were started. */
  readonly workers: ChildProcess[];
  readonly statuses: VaultStatus[];
  storeId: string | null;
}

/** For tests whose subject is not the limit: a worker that starts on a busy machine is not one that hangs. */
const PATIENT: Partial<KeychainLimits> = { callMs: 60_000 };

export function probe(
  module: string,
  env: Readonly<Record<string, string>>,
  limits: Partial<KeychainLimits> = PATIENT,
): Probe {
  const workers: ChildProcess[] = [];
  const statuses: VaultStatus[] = [];
  const result: Probe = {
    workers,
    statuses,
    storeId: null,
    vault: createKeychainVault({
      spawn: () => {
        const worker = forkWorker(module, env);
        workers.push(worker.process);
        return worker;
      },
      identity: {
        read: () => result.storeId,
        write: (id) => {
          result.storeId = id;
        },
      },
      onStatus: (status) => void statuses.push(status),
      limits,
    }),
  };
  return result;
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => new Error(`not rejected: ${String(value)}`),
    (cause: unknown) => cause,
  );
}

export async function ended(process: ChildProcess | undefined): Promise<ChildProcess> {
  if (process === undefined) throw new Error('no such worker');
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
  return process;
}

/**
 * Every item of ours in an unlocked keyring: account -> secret, asked by a process of its own.
 * The sentinel is left out.
 */
export async function itemsIn(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const program = `require('keytar').findCredentials('Pullkeeper')
    .then((found) => console.log(JSON.stringify(found)))`;
  const { PATH = '/usr/bin:/bin' } = process.env;
  const { stdout } = await run(process.execPath, ['-e', program], { env: { PATH, ...env } });
  const found: { account: string; password: string }[] = JSON.parse(stdout);
  const items = found.map(({ account, password }) => [account, password] as const);
  return Object.fromEntries(items.filter(([account]) => account !== 'sentinel'));
}
