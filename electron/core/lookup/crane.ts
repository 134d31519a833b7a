import { posix, win32 } from 'node:path';
import { DOCKER_HUB_KEY, isDockerHub } from '../../../shared/registry.ts';
import { consultDockerFile } from './docker.ts';
import type { Consulted, ImageReference, LookupWorld, Source } from './world.ts';

/**
 * The one file that go-containerregistry's keychain reads (crane, cosign, ko, oc-mirror): the docker
 * config where there is one, matching or not; only without it the places of podman.
 * @see google/go-containerregistry pkg/authn/keychain.go
 */
export async function craneSources(
  world: LookupWorld,
  reference: ImageReference,
): Promise<Source[]> {
  const { env, home, platform } = world.host;
  const { join } = platform === 'win32' ? win32 : posix;
  const dockerHome = join(home, '.docker/config.json');
  const dockerMoved = env.DOCKER_CONFIG ? join(env.DOCKER_CONFIG, 'config.json') : null;
  // The docker directory's file counts as found at either place, and is then read where DOCKER_CONFIG says.
  const dockerFound =
    (await world.fileExists(dockerHome)) ||
    (dockerMoved !== null && (await world.fileExists(dockerMoved)));

  const source = (path: string, origin: Source['origin']): Source => ({
    kind: 'file',
    source: path,
    origin,
    final: true,
    async consult() {
      const read = await world.readFile(path, 'docker');
      if (read === null) return null;
      let last: Consulted | null = null;
      for (const key of keysFor(reference)) {
        last = await consultDockerFile(world, read, key, reference);
        if (last.winner !== null) return last;
      }
      return last;
    },
  });

  if (dockerFound) {
    return [
      dockerMoved === null
        ? source(dockerHome, 'docker-home')
        : source(dockerMoved, 'DOCKER_CONFIG'),
    ];
  }
  const configHome = env.XDG_CONFIG_HOME || join(home, '.config');
  return [
    ...(env.REGISTRY_AUTH_FILE ? [source(env.REGISTRY_AUTH_FILE, 'REGISTRY_AUTH_FILE')] : []),
    ...(env.XDG_RUNTIME_DIR
      ? [source(join(env.XDG_RUNTIME_DIR, 'containers/auth.json'), 'runtime-directory')]
      : []),
    source(join(configHome, 'containers/auth.json'), 'user-config'),
  ];
}

/** The whole repository, then the host; no namespace between them. */
function keysFor({ registry, repository }: ImageReference): string[] {
  const host = isDockerHub(registry) ? 'index.docker.io' : registry;
  const hostKey = isDockerHub(registry) ? DOCKER_HUB_KEY : registry;
  return repository === null ? [hostKey] : [`${host}/${repository}`, hostKey];
}
