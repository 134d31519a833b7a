import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronExecutable, type RunningApp } from '../support/app.ts';
import { type DockerRegistry, trustRegistry } from '../support/docker-registry.ts';
import { installForEverybody, type OrdinaryUser } from '../support/ordinary-user.ts';
import { runOk } from '../support/tools-process.ts';
import type { Workstation, WorkstationOptions } from './workstation.ts';

const KEYRING = fileURLToPath(new URL('../support/keyring', import.meta.url));

/** A machine whose user is nobody special, with Chromium's sandbox on. */
export interface OrdinaryWorkstation {
  readonly user: OrdinaryUser;
  readonly workstation: Workstation;
  /** What a command line is appended to, to run it as that user under a keyring of the user's own. */
  readonly startedBy: readonly string[];
  /** The app as it is built in this checkout. */
  start(): Promise<RunningApp>;
}

export async function createOrdinaryWorkstation(
  create: (options: Partial<Omit<WorkstationOptions, 'display'>>) => Promise<Workstation>,
  user: OrdinaryUser,
  registry: DockerRegistry,
): Promise<OrdinaryWorkstation> {
  const workstation = await create({ keyring: null, home: { owner: user } });
  const { root, home } = workstation.home;
  workstation.keepSecret(registry.account.password);
  await trustRegistry(home, registry);
  const keyring = join(root, 'keyring');
  await cp(KEYRING, keyring, { recursive: true });
  await runOk('chown', ['-R', `${user.uid}:${user.gid}`, home]);
  const startedBy = [...user.startedBy, join(keyring, 'with-keyring.sh')];
  return {
    user,
    workstation,
    startedBy,
    async start() {
      const { executable, appDirectory } = await installForEverybody(electronExecutable(), root);
      return workstation.start({ executable, appDirectory, sandbox: true, startedBy });
    },
  };
}
