import type { Log } from '../log.ts';
import type { Vault } from '../vault/vault.ts';
import { createAgeArchive } from './age-archive.ts';
import { HISTORY_LIMITS } from './archive.ts';
import { History } from './history.ts';
import { createMemoryArchive } from './memory-archive.ts';

/**
 * The history beside the store that the user chose: encrypted on disk, or in memory alone where the
 * secrets are.
 * @param directory absolute; made with mode 0700 when the first change is recorded
 */
export function openHistory(options: {
  readonly directory: string;
  readonly vault: () => Vault;
  readonly log: Log;
  readonly changed: (lost: number) => void;
}): History {
  const { directory, vault, log, changed } = options;
  return new History({
    memory: createMemoryArchive(HISTORY_LIMITS),
    disk: createAgeArchive({ directory, vault, limits: HISTORY_LIMITS }),
    inMemory: () => vault().backend === 'memory',
    log,
    changed,
  });
}
