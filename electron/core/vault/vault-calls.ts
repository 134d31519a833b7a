import type { CallsOf } from '../calls.ts';
import { Failure } from '../failure.ts';
import { HISTORY_IDENTITY } from '../history/archive.ts';
import { inRun } from '../keeping.ts';
import { PROXY_PASSWORD } from '../proxy/password.ts';
import { Secret } from '../secret.ts';
import { PENDING_SECRETS, RED_HAT_SESSION } from '../service-accounts/vault-items.ts';
import type { Services } from '../services.ts';
import type { VaultBackend } from './index.ts';
import { moveSecrets } from './moving.ts';
import { storesOf } from './presence.ts';
import type { Vault } from './vault.ts';

/** What the store holds beside the secrets of credentials. */
const COMPANIONS = [HISTORY_IDENTITY, PROXY_PASSWORD, RED_HAT_SESSION, PENDING_SECRETS];

/**
 * The contract's calls of the store that holds the secrets.
 * @param forget drops every secret that waits in memory
 */
export function createVaultCalls(services: Services, forget: () => void): CallsOf<'vault'> {
  const { index, custody, runs, keeping, learning, vaultOf, ageFile, presence, desktop } = services;
  const { emit, attempt } = services;

  /** The store answers: what waited for it is done. */
  const opened = async () => {
    await attempt('repair', () => keeping.repair());
    learning.retry();
  };
  const leaving = new Map<VaultBackend, Vault>();
  /** The stores whose secrets a move would take along. */
  const left = (): ReadonlySet<VaultBackend> => {
    const kept = index.list().flatMap(({ id }) => index.backendOf(id) ?? []);
    const stores = new Set([...kept, ...leaving.keys()]);
    stores.delete(custody.chosen.backend);
    return stores;
  };
  /** Locks the vault file where it is not the chosen store: who was let in to it once is not for good. */
  const lockFile = async () => {
    if (custody.chosen.backend !== 'age-file') await ageFile().lock();
  };
  /** The store that the user agreed to by making it. */
  let agreedTo: VaultBackend | null = null;

  return {
    'vault.status': () => custody.chosen.status(),
    'vault.unlock': ({ runId }) =>
      runs.during(runId, async (run) => {
        const status = await custody.chosen.unlock(inRun(run));
        if (status.state === 'ok') await opened();
        return status;
      }),
    'vault.adopt': ({ runId }) =>
      runs.during(runId, async (run) => {
        const status = await custody.chosen.adopt(inRun(run));
        if (status.state === 'ok') await opened();
        return status;
      }),
    'vault.choose': async ({ backend }) => {
      if (backend === 'age-file' && !(await ageFile().isSetUp())) {
        throw new Failure('STORE_NOT_SET_UP');
      }
      const former = custody.chosen;
      if (former.backend !== backend) {
        const isAgreed = agreedTo === backend || (await desktop.agree(`use-${backend}`));
        agreedTo = null;
        if (!isAgreed) throw new Failure('CANCELLED');
        leaving.set(former.backend, former);
      }
      custody.choose(backend);
      // Nobody sees any more that it is open.
      if (former.backend === 'age-file') await lockFile();
      const status = await custody.chosen.status();
      emit('vault.changed', status);
      await attempt('repair', () => keeping.repairAgain());
      learning.retry();
      return status;
    },
    'vault.set-up': ({ runId, passphrase }) =>
      runs.during(runId, async ({ signal }) => {
        if (await ageFile().isSetUp()) throw new Failure('STORE_EXISTS');
        // A page that was taken over would make one that opens with a passphrase of its own.
        if (!(await desktop.agree('make-file'))) throw new Failure('CANCELLED');
        agreedTo = 'age-file';
        await ageFile().setUp(new Secret(passphrase), { signal });
        return ageFile().status();
      }),
    'vault.open': ({ runId, passphrase }) =>
      runs.during(runId, async ({ signal }) => {
        // Who has just typed it need not type it again for what the vault was opened for.
        await presence.confirm(new Set(['age-file']), new Secret(passphrase), { signal });
        await opened();
        return ageFile().status();
      }),
    'vault.restore': ({ runId, passphrase }) =>
      runs.during(runId, async ({ signal }) => {
        const status = await ageFile().restore(new Secret(passphrase), { signal });
        await opened();
        return status;
      }),
    'vault.change-passphrase': ({ runId, from, to }) =>
      runs.during(runId, async ({ signal }) => {
        await ageFile().changePassphrase(new Secret(from), new Secret(to), { signal });
        return undefined;
      }),
    'vault.elsewhere': async () => {
      const { backend } = custody.chosen;
      return { count: index.list().filter(({ id }) => index.backendOf(id) !== backend).length };
    },
    'vault.move': ({ runId }) =>
      runs.during(runId, async (run) => {
        // Moved there they would be lost with the end of the app.
        if (custody.chosen.backend === 'memory') {
          throw new Failure('IPC_INVALID_INPUT', { reason: 'memory' });
        }
        await presence.use(left());
        const move = () =>
          moveSecrets(
            {
              index,
              vaultOf,
              to: custody.chosen,
              companions: [...leaving.values()].flatMap((from) =>
                COMPANIONS.map((id) => ({ id, from })),
              ),
            },
            inRun(run),
          );
        return keeping.alone(move).finally(lockFile);
      }),
    'vault.lock': async () => {
      forget();
      await lockFile();
      const status = await custody.chosen.lock();
      // Nothing opens it again, as nothing closed: files are compared with what is in memory anyway.
      if (status.backend === 'memory') learning.retry();
      return status;
    },
    'vault.confirm': ({ runId, of, passphrase }) =>
      runs.during(runId, async (run) => {
        const secret = passphrase === null ? null : new Secret(passphrase);
        const stores = of === 'elsewhere' ? left() : storesOf(of, { index, custody });
        await presence.confirm(stores, secret, inRun(run));
        await opened();
        return undefined;
      }),
  };
}
