import type { CallsOf } from '../calls.ts';
import { Failure } from '../failure.ts';
import { HISTORY_IDENTITY } from '../history/archive.ts';
import { inRun } from '../keeping.ts';
import { PROXY_PASSWORD } from '../proxy/password.ts';
import { Secret } from '../secret.ts';
import { PENDING_SECRETS, RED_HAT_SESSION } from '../service-accounts/vault-items.ts';
import type { Services } from '../services.ts';
import { moveSecrets } from './moving.ts';
import type { Vault } from './vault.ts';

/** What the store holds beside the secrets of credentials. */
const COMPANIONS = [HISTORY_IDENTITY, PROXY_PASSWORD, RED_HAT_SESSION, PENDING_SECRETS];

/**
 * The contract's calls of the store that holds the secrets.
 * @param forget drops every secret that waits in memory
 */
export function createVaultCalls(services: Services, forget: () => void): CallsOf<'vault'> {
  const { index, custody, runs, keeping, learning, vaultOf, ageFile, presence, emit, attempt } =
    services;

  /** The store answers: what waited for it is done. */
  const opened = async () => {
    await attempt('repair', () => keeping.repair());
    learning.retry();
  };
  const leaving = new Map<string, Vault>();

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
      if (former.backend !== backend) leaving.set(former.backend, former);
      custody.choose(backend);
      const status = await custody.chosen.status();
      emit('vault.changed', status);
      await attempt('repair', () => keeping.repairAgain());
      learning.retry();
      return status;
    },
    'vault.set-up': ({ runId, passphrase }) =>
      runs.during(runId, async ({ signal }) => {
        await ageFile().setUp(new Secret(passphrase), { signal });
        return ageFile().status();
      }),
    'vault.open': ({ runId, passphrase }) =>
      runs.during(runId, async ({ signal }) => {
        const status = await ageFile().open(new Secret(passphrase), { signal });
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
        return keeping.alone(() =>
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
          ),
        );
      }),
    'vault.lock': () => {
      forget();
      return custody.chosen.lock();
    },
    'vault.confirm': ({ runId, credentialId, passphrase }) =>
      runs.during(runId, async (run) => {
        const secret = passphrase === null ? null : new Secret(passphrase);
        const backend = index.backendOf(credentialId);
        if (backend === null) throw new Failure('CREDENTIAL_UNKNOWN');
        await presence.confirm(vaultOf(backend), ageFile, secret, inRun(run));
        await opened();
        return undefined;
      }),
  };
}
