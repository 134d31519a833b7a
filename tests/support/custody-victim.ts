/**
 * A process that changes keychain and index as the app does and kills itself on the way, with SIGKILL.
 *
 *   custody-victim WORKER INDEX OPERATION ID SECRET STEP
 *
 * OPERATION is `save` or `forget`. STEP counts the moments at which it may die: before and after each write of
 * the index and each call of the worker. It ends by itself, with status 0, when there are fewer.
 */
import { Secret } from '../../electron/core/secret.ts';
import { createCustody } from '../../electron/core/vault/custody.ts';
import { CredentialIndex } from '../../electron/core/vault/index.ts';
import { createKeychainVault } from '../../electron/core/vault/keychain.ts';
import { jsonFile } from './json-file.ts';
import { forkWorker } from './keychain-worker.ts';

const [worker = '', path = '', operation = '', id = '', text = '', step = ''] =
  process.argv.slice(2);

let left = Number(step);
function moment(): void {
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
}

const storage = jsonFile(path);
const index = new CredentialIndex({
  read: storage.read,
  write(data) {
    moment();
    storage.write(data);
    moment();
  },
});
const { DBUS_SESSION_BUS_ADDRESS = '' } = process.env;
const vault = createKeychainVault({
  // It is killed by its own hand alone, however slow the machine is.
  limits: { callMs: 60_000 },
  identity: index.identity,
  spawn: () => {
    const handle = forkWorker(worker, { DBUS_SESSION_BUS_ADDRESS });
    console.log(handle.process.pid);
    return {
      ...handle,
      postMessage: (message) => {
        moment();
        handle.process.send(message as object, moment);
      },
      onMessage: (listener) =>
        handle.onMessage((message) => {
          moment();
          listener(message);
        }),
    };
  },
});
const custody = createCustody({ index, vaultOf: () => vault, backend: 'keychain' });

if (operation === 'forget') {
  await custody.forget(id);
} else {
  const now = new Date().toISOString();
  await custody.save(
    {
      id,
      registry: 'registry.example.com',
      plainHttp: false,
      username: 'alice',
      kind: 'other',
      label: '',
      createdAt: now,
      updatedAt: now,
      lastCheck: null,
      targets: [],
    },
    new Secret(text),
  );
}
vault.close();
