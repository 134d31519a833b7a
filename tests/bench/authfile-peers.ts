import { loadSyscalls } from '../../electron/core/authfile/syscalls.ts';
import {
  besidePeer,
  PEERS,
  type Peer,
  peerAlone,
  startLoopbackRegistries,
} from '../support/authfile-peers.ts';
import { runOk } from '../support/tools-process.ts';

const ALONE_PARALLEL = 20;

async function version(peer: Peer): Promise<string> {
  return (await runOk(peer, ['--version'])).trim().split('\n')[0] ?? peer;
}

// What is loaded when it is needed first has to be there before the module runner goes.
await loadSyscalls();

/**
 * Ours beside a stream of each tool's logins to one file, and what the tool loses by itself.
 * @param logins per tool
 */
export async function run(print: (line: string) => void, logins = 3_000): Promise<void> {
  const registries = await startLoopbackRegistries();
  try {
    for (const peer of PEERS) {
      const mixed = await besidePeer(peer, logins, registries);
      print(
        `beside ${await version(peer)}: ${mixed.theirs} logins of theirs, ${mixed.lostTheirs} lost; ` +
          `${mixed.ours} of ours, ${mixed.lostOurs} lost; ${mixed.repairs} stale overwrites repaired`,
      );
      const alone = { logins: 0, lost: 0 };
      const rounds = Math.max(1, Math.round(logins / 10 / ALONE_PARALLEL));
      for (let round = 0; round < rounds; round += 1) {
        const report = await peerAlone(peer, ALONE_PARALLEL, registries);
        alone.logins += report.logins;
        alone.lost += report.lost;
      }
      print(
        `${peer} alone, ${ALONE_PARALLEL} at a time x ${rounds}: ` +
          `${alone.lost} of ${alone.logins} logins that said they had succeeded lost`,
      );
    }
  } finally {
    await registries.close();
  }
}
