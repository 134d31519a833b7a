import { join } from 'node:path';
import type { Host } from '../../electron/core/host.ts';
import { createLog } from '../../electron/core/log.ts';
import { Secret } from '../../electron/core/secret.ts';
import type { Change } from '../../electron/core/targets/change.ts';
import { OwnFiles } from '../../electron/core/targets/own-files.ts';
import { Targets } from '../../electron/core/targets/targets.ts';
import type { AppliedTarget, TargetId } from '../../shared/target.ts';

/** Whom a row logs in as, where it does not say. */
export const ALICE = { username: 'alice', password: 'pw' } as const;

/** The targets of a home, and how to be done with them. */
export interface OurTargets {
  readonly targets: Targets;
  /** Takes as long as a file that was written is looked after. */
  close(): Promise<void>;
}

export function targetsOf(host: Host): OurTargets {
  const log = createLog({ directory: join(host.home, 'logs') });
  const ownFiles = new OwnFiles({ read: () => undefined, write: () => {} });
  const targets = new Targets({ host, log, ownFiles, record: () => null });
  return {
    targets,
    async close() {
      await targets.close();
      await log.close();
    },
  };
}

/** Our login at a target, or with null our logout. */
export async function ourLogin(
  { targets }: OurTargets,
  target: TargetId,
  registry: string,
  login: { readonly username: string; readonly password: string } | null,
): Promise<AppliedTarget> {
  const change: Change =
    login === null
      ? { do: 'remove', registry, spares: () => false }
      : { do: 'set', registry, username: login.username, secret: new Secret(login.password) };
  const cause = { action: login === null ? 'logout' : 'login' } as const;
  const [applied] = await targets.apply(targets.select([target]), [change], { cause, seen: null });
  if (applied === undefined) throw new Error('nothing was applied');
  return applied;
}
