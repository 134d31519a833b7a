import { test as base } from '@playwright/test';
import { startDisplay } from '../support/app-display.ts';
import { makeCanary } from '../support/canary.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { createOrdinaryUser, type OrdinaryUser } from '../support/ordinary-user.ts';
import { type Authority, createAuthority } from '../support/tls.ts';
import { Workstation, type WorkstationOptions } from './workstation.ts';

interface WorkerFixtures {
  /** `DISPLAY` */
  readonly display: string;
  readonly authority: Authority;
  readonly basicRegistry: DockerRegistry;
  readonly tokenRegistry: DockerRegistry;
  /** A machine with the app running on it, for tests that leave it as they found it. */
  readonly sharedWorkstation: Workstation;
}

interface TestFixtures {
  /** Makes a machine that is searched for secrets and removed at the end of the test. */
  readonly createWorkstation: (
    options?: Partial<Omit<WorkstationOptions, 'display'>>,
  ) => Promise<Workstation>;
  /** A machine with an unlocked keyring that trusts both registries. The app is not started. */
  readonly workstation: Workstation;
  /** The same with a keyring that can ask for its password: for secrets that go out. */
  readonly askingWorkstation: Workstation;
  /** A user without privileges. */
  readonly ordinaryUser: OrdinaryUser;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
    async ({}, use) => {
      const display = await startDisplay();
      await use(display.name);
      await display.stop();
    },
    { scope: 'worker' },
  ],
  authority: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const authority = await createAuthority();
      await use(authority);
      await authority.close();
    },
    { scope: 'worker' },
  ],
  basicRegistry: [
    async ({ authority }, use) => {
      const account = { username: '1234567|builder', password: makeCanary() };
      const registry = await startDockerRegistry('basic', account, authority);
      await use(registry);
      await registry.close();
    },
    { scope: 'worker' },
  ],
  tokenRegistry: [
    async ({ authority }, use) => {
      const account = { username: '7654321|robot', password: makeCanary() };
      const registry = await startDockerRegistry('token', account, authority);
      await use(registry);
      await registry.close();
    },
    { scope: 'worker' },
  ],
  sharedWorkstation: [
    async ({ display, basicRegistry, tokenRegistry }, use) => {
      const workstation = await Workstation.create({
        display,
        trusts: [basicRegistry, tokenRegistry],
      });
      try {
        workstation.keepSecret(basicRegistry.account.password);
        workstation.keepSecret(tokenRegistry.account.password);
        await workstation.start();
        await use(workstation);
        await workstation.stop();
      } finally {
        await workstation.remove();
      }
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  ordinaryUser: async ({}, use) => {
    const user = await createOrdinaryUser();
    await use(user);
    await user.remove();
  },
  createWorkstation: async ({ display }, use, testInfo) => {
    const made: Workstation[] = [];
    await use(async (options = {}) => {
      const workstation = await Workstation.create({ display, ...options });
      made.push(workstation);
      return workstation;
    });
    try {
      if (testInfo.status === testInfo.expectedStatus) {
        for (const workstation of made) {
          await workstation.stop(testInfo);
        }
      }
    } finally {
      for (const workstation of made) {
        await workstation.remove(testInfo);
      }
    }
  },
  workstation: async ({ createWorkstation, basicRegistry, tokenRegistry }, use) => {
    const workstation = await createWorkstation({ trusts: [basicRegistry, tokenRegistry] });
    workstation.keepSecret(basicRegistry.account.password);
    workstation.keepSecret(tokenRegistry.account.password);
    await use(workstation);
  },
  askingWorkstation: async ({ createWorkstation, basicRegistry, tokenRegistry, display }, use) => {
    const trusts = [basicRegistry, tokenRegistry];
    const workstation = await createWorkstation({ trusts, keyring: { display } });
    for (const { account } of trusts) workstation.keepSecret(account.password);
    await use(workstation);
  },
});
