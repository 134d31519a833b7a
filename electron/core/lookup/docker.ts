import { posix, win32 } from 'node:path';
import type { LookupCandidate } from '../../../shared/lookup.ts';
import { DOCKER_HUB_KEY, isDockerHub } from '../../../shared/registry.ts';
import { Failure } from '../failure.ts';
import { candidate, nearMisses } from './candidates.ts';
import { hostOfKey } from './keys.ts';
import type {
  Consulted,
  ImageReference,
  LookupWorld,
  Match,
  ReadEntry,
  ReadFile,
  Source,
} from './world.ts';

/**
 * The places that the docker CLI asks: one file, or the helper that it names.
 * docker warns about a file that it cannot parse and goes on without a credential.
 * @see docker/cli cli/config/configfile, cli/config/credentials
 */
export async function dockerSources(
  world: LookupWorld,
  reference: ImageReference,
): Promise<Source[]> {
  const { env, home, platform } = world.host;
  const { join } = platform === 'win32' ? win32 : posix;
  const key = isDockerHub(reference.registry) ? DOCKER_HUB_KEY : reference.registry;
  const directory = env.DOCKER_CONFIG;
  const path = join(directory || join(home, '.docker'), 'config.json');
  const file: Source = {
    kind: 'file',
    source: path,
    origin: directory ? 'DOCKER_CONFIG' : 'docker-home',
    forgiving: true,
    async consult() {
      const read = await world.readFile(path, 'docker');
      return read === null ? null : consultForgivingly(world, read, key, reference);
    },
  };
  if (!world.versions.dockerReadsAuthEnvironment || !env.DOCKER_AUTH_CONFIG) return [file];
  const variable: Source = {
    kind: 'environment',
    source: 'DOCKER_AUTH_CONFIG',
    origin: 'DOCKER_AUTH_CONFIG',
    forgiving: true,
    async consult() {
      const read = world.readText(env.DOCKER_AUTH_CONFIG ?? '', 'docker');
      return consultAuths(world, read, key, reference);
    },
  };
  return [variable, file];
}

/**
 * The docker CLI drops the error of a helper that fails, and takes what the file has beside it.
 * @see docker/cli cli/command/registry.go `ResolveAuthConfig`, cli/config/credentials/native_store.go
 */
async function consultForgivingly(
  world: LookupWorld,
  file: ReadFile,
  key: string,
  reference: ImageReference,
): Promise<Consulted> {
  try {
    return await consultDockerFile(world, file, key, reference);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...consultAuths(world, file, key, reference), problem: error };
  }
}

/** One docker config file for one key: the helper that governs the key, or else the file's entries. */
export async function consultDockerFile(
  world: LookupWorld,
  file: ReadFile,
  key: string,
  reference: ImageReference,
): Promise<Consulted> {
  const helper = await helperFor(world, file, key);
  if (helper === null) return consultAuths(world, file, key, reference);
  const beaten = [...file.entries.values()]
    .filter(
      (entry) => entry.key === key || hostOfKey(entry.key, world.versions.dockerParsesUrls) === key,
    )
    .filter((entry) => entry.auth === 'ok')
    .map((entry) => candidate(file, entry.key, 'helper-is-final'));
  const answer = await world.askHelper(helper, key);
  if (answer === null) return { helper, winner: null, candidates: beaten, problem: null };
  const won: LookupCandidate = { key, username: answer.username, reason: 'wins' };
  return {
    helper,
    winner: { key, ...answer, hasSecret: true },
    candidates: [won, ...beaten],
    problem: null,
  };
}

/**
 * The helper that docker asks for a key: `credHelpers` (an empty value means the file), then
 * `credsStore`, then, in a file that says nothing of credentials, the platform's own if it is installed.
 */
async function helperFor(world: LookupWorld, file: ReadFile, key: string): Promise<string | null> {
  const own = file.credHelpers.get(key);
  if (own !== undefined) return own === '' ? null : own;
  if (file.credsStore) return file.credsStore;
  if (file.entries.size > 0 || file.credHelpers.size > 0 || file.credsStore !== null) return null;
  const suffix = await platformHelper(world);
  return (await world.hasProgram(`docker-credential-${suffix}`)) ? suffix : null;
}

async function platformHelper(world: LookupWorld): Promise<string> {
  if (world.host.platform === 'darwin') return 'osxkeychain';
  if (world.host.platform === 'win32') return 'wincred';
  return (await world.hasProgram('pass')) ? 'pass' : 'secretservice';
}

/** The entries of a docker config: the exact key, or else any key whose host is the key. */
function consultAuths(
  world: LookupWorld,
  file: ReadFile,
  key: string,
  reference: ImageReference,
): Consulted {
  const exact = file.entries.get(key);
  const others = [...file.entries.values()].filter(
    (entry) => entry.key !== key && hostOfKey(entry.key, world.versions.dockerParsesUrls) === key,
  );
  const [first, ...rest] = exact === undefined ? others : [exact, ...others];
  if (first === undefined) {
    return {
      helper: null,
      winner: null,
      candidates: nearMisses(file, reference, new Set()),
      problem: null,
    };
  }
  const match = matchOf(first);
  const spoilt = [...file.entries.values()].some(isBroken);
  const why = match === null ? 'empty-entry-ends-search' : spoilt ? 'file-partly-read' : 'wins';
  const lost = exact === undefined ? 'unstable-twin' : 'less-specific';
  const candidates = [
    { key: first.key, username: match?.username ?? null, reason: why },
    ...rest.map((entry) => candidate(file, entry.key, lost)),
  ] satisfies LookupCandidate[];
  const named = new Set(candidates.map((each) => each.key));
  return {
    helper: null,
    winner: match,
    candidates: [...candidates, ...nearMisses(file, reference, named)],
    problem: null,
  };
}

function matchOf(entry: ReadEntry): Match | null {
  if (entry.auth === 'ok' && entry.username) {
    return matched(entry, entry.username);
  }
  if (entry.auth === 'absent' && (entry.plainUsername || entry.identityToken)) {
    return matched(entry, entry.plainUsername);
  }
  return null;
}

function matched({ key, identityToken, hasSecret }: ReadEntry, username: string | null): Match {
  return { key, username, identityToken, hasSecret };
}

/** A value that docker refuses to decode: it drops the entry, and stops decoding the others. */
function isBroken({ auth, username }: ReadEntry): boolean {
  return auth === 'bad-base64' || auth === 'no-colon' || (auth === 'ok' && username === '');
}
