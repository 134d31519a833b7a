import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookupOnMachine } from '../../../electron/core/lookup/machine.ts';
import { resolve } from '../../../electron/core/lookup/resolve.ts';
import type { ToolVersions } from '../../../electron/core/lookup/world.ts';
import type { Consumer, Resolution } from '../../../shared/lookup.ts';
import { installedVersions, referenceOf, toAnswer } from '../answers.ts';
import { type Answer, type Doorkeeper, dockerAsks, getLogin, startDoorkeeper } from '../oracles.ts';
import { makeSandbox, type Sandbox } from '../sandbox.ts';
import { type CaseWorld, caseWorlds, PLAIN_USER } from './lookup-arbitraries.ts';

/** For each tool; `CONFORMANCE_CASES=5000` is what `npm run conformance` sets. */
const CASES = Number(process.env.CONFORMANCE_CASES ?? 300);

describe('random files and references: our lookup answers what the tools answer', () => {
  let sandbox: Sandbox;
  let versions: ToolVersions;
  let doorkeeper: Doorkeeper;

  beforeAll(async () => {
    sandbox = await makeSandbox();
    versions = await installedVersions(sandbox);
    doorkeeper = await startDoorkeeper();
    await sandbox.helper('found', `echo '{"ServerURL":"x","Username":"helped","Secret":"s"}'`);
    await sandbox.helper('nothing', "echo 'credentials not found in native keychain'; exit 1");
    await sandbox.helper('broken', "echo 'the store is on fire'; exit 1");
  });
  afterAll(async () => {
    await doorkeeper.close();
    await sandbox.remove();
  });

  async function ours(consumer: Consumer, key: string): Promise<Resolution> {
    const world = lookupOnMachine(sandbox.host, versions);
    return resolve(world, consumer, referenceOf(key));
  }

  /** Both sides take the sandbox's environment as it is at the time. */
  async function arrange({ files, env }: CaseWorld): Promise<void> {
    for (const name of ['DOCKER_CONFIG', 'REGISTRY_AUTH_FILE']) {
      const value = env[name];
      if (value === undefined) delete sandbox.env[name];
      else sandbox.env[name] = value.replace('$HOME', sandbox.home);
    }
    await sandbox.lay(files);
  }

  const timeout = 30_000 + CASES * 400;

  it.each(['skopeo', 'podman'] as const)(`%s, ${CASES} cases`, { timeout }, async (tool) => {
    await fc.assert(
      fc.asyncProperty(caseWorlds(doorkeeper.registry), async (world: CaseWorld) => {
        await arrange(world);
        const { ask } = world;
        const resolution = await ours('podman', ask);
        expectSame(await getLogin(sandbox, tool, ask), resolution);
      }),
      { numRuns: CASES },
    );
  });

  it(`docker, ${CASES} cases`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(caseWorlds(doorkeeper.registry), async (world: CaseWorld) => {
        await arrange(world);
        const resolution = await ours('docker', `${doorkeeper.registry}/org/repo`);
        // docker has no way to print the name alone: it asks as somebody or as nobody.
        const asks = resolution.winner?.hasSecret ? resolution : { ...resolution, winner: null };
        expectSame(await dockerAsks(sandbox, doorkeeper), asks);
      }),
      { numRuns: CASES },
    );
  });
});

/** Where two keys answer in no fixed order, either is right, and we say that it is so. */
function expectSame(theirs: Answer, resolution: Resolution): void {
  const unstable = unstableAnswers(resolution);
  if (unstable === null) {
    const { text: _, ...answer } = { text: '', ...theirs };
    const { text: __, ...mine } = { text: '', ...toAnswer(resolution) };
    expect(mine, JSON.stringify({ theirs, resolution })).toEqual(answer);
  } else {
    expect(unstable, JSON.stringify({ theirs, resolution })).toContain(
      theirs.kind === 'user' ? theirs.username : theirs.kind,
    );
  }
}

/** What may come out where the order is not fixed; null where it is. */
function unstableAnswers({ steps, winner }: Resolution): string[] | null {
  const at = steps.findIndex(
    ({ outcome, candidates }) =>
      outcome !== 'not-reached' &&
      candidates.some(({ reason }) => reason === 'unstable-twin' || reason === 'file-partly-read'),
  );
  if (at < 0) return null;
  // A twin without a credential sends the tool on to the next files.
  const behind = steps.slice(at).flatMap(({ candidates }) => candidates);
  const names = behind.map(({ username }) => username || 'nobody');
  // What docker has not decoded yet keeps the plain user name that stands beside `auth`.
  return [...names, PLAIN_USER, winner?.username ?? 'nobody', 'nobody', 'error'];
}
