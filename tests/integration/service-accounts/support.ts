import { randomUUID } from 'node:crypto';
import type { StoreName } from '../../../electron/core/storage.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import type { RedHatStatus } from '../../../shared/service-account.ts';
import { trustRegistry } from '../../support/docker-registry.ts';
import {
  CLIENT_ID,
  type IdentityProvider,
  startIdentityProvider,
} from '../../support/identity-provider.ts';
import {
  type Person,
  type ServiceAccountApiDouble,
  startServiceAccountApi,
} from '../../support/service-account-api.ts';
import { type Authority, createAuthority } from '../../support/tls.ts';
import {
  createLastingVault,
  createMachine,
  createStorage,
  type Machine,
  startCore,
  type TestCore,
} from '../core/support.ts';

export const ADMIN: Person = { username: 'ann', organization: '4711', isAdministrator: true };
export const USER: Person = { username: 'uma', organization: '4711', isAdministrator: false };
export const OTHER_USER: Person = { username: 'ulf', organization: '4711', isAdministrator: false };
export const STRANGER: Person = { username: 'xen', organization: '815', isAdministrator: false };
const PEOPLE = [ADMIN, USER, OTHER_USER, STRANGER] as const;

/** A machine, Red Hat's side, and what outlives a restart of the app. */
export interface World {
  readonly machine: Machine;
  readonly provider: IdentityProvider;
  readonly api: ServiceAccountApiDouble;
  readonly vault: Vault;
  /** Every page that the app opened in the browser. */
  readonly opened: string[];
  /** What the browser does with a page. Default: it signs in. */
  browser: (url: string) => Promise<unknown>;
  document(name: StoreName): ReturnType<typeof createStorage>;
  /** Starts the app; what ran before stands for a process that was killed. */
  start(options?: Parameters<typeof startCore>[1]): TestCore;
  /** Configured, and signed in as that person. */
  signedIn(person: Person): Promise<TestCore>;
  remove(): Promise<void>;
}

export async function createWorld(pageLimit?: number): Promise<World> {
  const [machine, authority, provider] = await Promise.all([
    createMachine(),
    createAuthority(),
    startIdentityProvider(PEOPLE),
  ]);
  const api = await startServiceAccountApi({
    authority,
    whoIs: provider.whoIs,
    ...(pageLimit !== undefined && { pageLimit }),
  });
  await trustRegistry(machine.home, { registry: api.registry, ca: authority.ca });
  const documents = new Map<StoreName, ReturnType<typeof createStorage>>();
  const cores: TestCore[] = [];
  const world: World = {
    machine,
    provider,
    api,
    vault: createLastingVault(),
    opened: [],
    browser: (url) => provider.browse(url),
    document(name) {
      const known = documents.get(name) ?? createStorage();
      documents.set(name, known);
      return known;
    },
    start(options = {}) {
      const core = startCore(machine, {
        vault: world.vault,
        storage: (name) => world.document(name),
        desktop: {
          openSignIn: async (url) => {
            world.opened.push(url);
            void world.browser(url);
          },
        },
        ...options,
      });
      cores.push(core);
      return core;
    },
    async signedIn(person) {
      provider.signsIn = person;
      const core = world.start();
      await configure(core, world);
      await core.calls['red-hat.sign-in']({ runId: randomUUID() });
      return core;
    },
    async remove() {
      for (const core of cores) await core.close();
      await Promise.all([provider.close(), api.close(), closeAuthority(authority)]);
      await machine.remove();
    },
  };
  return world;
}

const closeAuthority = (authority: Authority) => authority.close();

export function configure(core: TestCore, { provider, api }: World): Promise<RedHatStatus> {
  return core.calls['red-hat.configure']({
    settings: {
      clientId: CLIENT_ID,
      issuer: provider.issuer,
      apiBase: api.base,
      registry: api.registry,
    },
  });
}
