import type { CallOutput } from '../../../shared/contract.ts';
import { RED_HAT_REGISTRY } from '../../../shared/red-hat-settings.ts';
import { RED_HAT_CONNECT } from '../../../shared/service-account.ts';
import type { CallsOf } from '../calls.ts';
import type { ExportUses } from '../exporting/uses.ts';
import { Failure } from '../failure.ts';
import type { Logins } from '../login.ts';
import type { Run } from '../runs.ts';
import type { Services } from '../services.ts';
import { type FetchedAccount, ServiceAccountApi } from './api.ts';
import { LocalAccounts } from './local.ts';
import { type Pasted, readPasted } from './pasted.ts';
import { Rotating } from './rotating.ts';
import { PendingSecrets, RotationJournal } from './rotations.ts';
import type { RedHatSession } from './session.ts';

interface More {
  readonly alsoConnect: boolean;
  readonly description: string;
}

/** The contract's calls of the Registry Service Accounts. */
export function createServiceAccountsCalls(
  services: Services,
  {
    session,
    uses,
    logins,
  }: {
    readonly session: RedHatSession;
    readonly uses: ExportUses;
    readonly logins: Pick<Logins, 'start'>;
  },
): CallsOf<'service-accounts'> {
  const { runs, keeping, custody, drift, storage } = services;
  const api = new ServiceAccountApi(session);
  const journal = new RotationJournal(storage('rotations'));
  const local = new LocalAccounts({ ...services, uses, journal });
  const pending = new PendingSecrets(
    () => custody.chosen,
    (work) => keeping.alone(work),
  );
  const rotating = new Rotating({ ...services, api, journal, local, pending, uses });

  /** Checks an account as a login does; the draft waits for the user's decision about the targets. */
  const asLogin = async (
    runId: string,
    { username, secret }: Pasted,
    { alsoConnect, description }: More,
  ): Promise<CallOutput<'service-accounts.accept'>> => {
    const { registry } = session.settings;
    const login = await logins.start({
      runId,
      commit: null,
      draft: {
        registry,
        plainHttp: false,
        kind: 'service-account',
        username,
        secret: secret.reveal(),
        label: description.slice(0, 200),
        alsoFor: alsoConnect && registry === RED_HAT_REGISTRY ? [RED_HAT_CONNECT] : [],
      },
    });
    return { username, login };
  };
  /** Gets an account from the service in one run, and checks it in the next of the same id. */
  const fetched = async (
    runId: string,
    alsoConnect: boolean,
    work: (run: Run) => Promise<FetchedAccount>,
  ) => {
    const { account, ...pair } = await runs.during(runId, work);
    return asLogin(runId, pair, { alsoConnect, description: account.description });
  };

  return {
    'service-accounts.list': () => local.list(),
    'service-accounts.accept': ({ runId, text, ...more }) => asLogin(runId, readPasted(text), more),
    'service-accounts.describe': async ({ username, description }) =>
      void local.describe(username, description),
    'service-accounts.plan-rotation': ({ username }) => rotating.plan(username),
    'service-accounts.rotate': (input) => drift.quietly(() => rotating.rotate(input)),
    'service-accounts.abandon': async ({ username }) => void (await rotating.abandon(username)),

    'service-accounts.remote-list': ({ runId, offset }) =>
      runs.during(runId, (run) => api.list(run, offset)),
    'service-accounts.remote-create': ({ runId, name, description, alsoConnect }) =>
      fetched(runId, alsoConnect, async (run) => {
        await api.create(run, name, description);
        return api.fetch(run, name);
      }),
    'service-accounts.remote-fetch': ({ runId, name, alsoConnect }) =>
      fetched(runId, alsoConnect, (run) => api.fetch(run, name)),
    'service-accounts.remote-regenerate': ({ runId, name, alsoConnect }) =>
      fetched(runId, alsoConnect, async (run) => {
        const { username } = await api.fetch(run, name);
        // What is here has to be rotated, which loses nothing on the way.
        if (local.has(username)) throw new Failure('CREDENTIAL_EXISTS', { username });
        await api.regenerate(run, name);
        return api.fetch(run, name);
      }),
    'service-accounts.remote-view': ({ runId, name }) =>
      runs.during(runId, (run) => api.view(run, name)),
    'service-accounts.remote-describe': ({ runId, name, description }) =>
      runs.during(runId, async (run) => {
        await api.describe(run, name, description);
        return api.view(run, name);
      }),
    'service-accounts.remote-delete': ({ runId, name }) =>
      runs.during(runId, async (run) => {
        await api.delete(run, name);
        return undefined;
      }),
  };
}
