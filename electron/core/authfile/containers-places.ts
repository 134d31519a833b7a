import { posix, win32 } from 'node:path';
import type { Host } from '../host.ts';

/** A file that containers/image reads, and why it looks there. */
export interface ContainersPlace {
  readonly origin:
    | 'REGISTRY_AUTH_FILE'
    | 'DOCKER_CONFIG'
    | 'runtime-directory'
    | 'run-containers'
    | 'user-config'
    | 'docker-home'
    | 'legacy-home';
  readonly path: string;
  /** In the format of `~/.dockercfg`. */
  readonly legacy: boolean;
}

/**
 * The files that podman, buildah and every `login` of containers/image read, first to last; a login goes to the
 * first. `skopeo copy` differs in one point: to it DOCKER_CONFIG only moves the docker file of the list. A pure
 * function of `host`: a runtime directory that is not there is passed over by who reads.
 *
 * @param explicitFileIsFinal containers/image 5.24 (podman 4.4, skopeo 1.11, buildah 1.29) and later read nothing but
 *   the file that a variable names; earlier ones go on to the default files
 * @see containers-auth.json(5); containers/image pkg/docker/config `getAuthFilePaths`; containers/common pkg/auth
 */
export function containersPlaces(host: Host, explicitFileIsFinal: boolean): ContainersPlace[] {
  const { env, home, platform, uid } = host;
  const { join } = platform === 'win32' ? win32 : posix;
  const place = (
    origin: ContainersPlace['origin'],
    path: string,
    legacy = false,
  ): ContainersPlace => ({ origin, path, legacy });

  const docker = env.DOCKER_CONFIG
    ? place('DOCKER_CONFIG', join(env.DOCKER_CONFIG, 'config.json'))
    : place('docker-home', join(home, '.docker/config.json'));
  const fallbacks = [
    place(
      'user-config',
      join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/auth.json'),
    ),
    docker,
    place('legacy-home', join(home, '.dockercfg'), true),
  ];
  const first = (primary: ContainersPlace) => [
    primary,
    ...fallbacks.filter(({ path }) => path !== primary.path),
  ];

  const explicit = env.REGISTRY_AUTH_FILE
    ? place('REGISTRY_AUTH_FILE', env.REGISTRY_AUTH_FILE)
    : env.DOCKER_CONFIG
      ? docker
      : null;
  if (explicit !== null) return explicitFileIsFinal ? [explicit] : first(explicit);
  // Elsewhere XDG_CONFIG_HOME moves the fallback, never the primary.
  if (platform !== 'linux') {
    return first(place('user-config', join(home, '.config/containers/auth.json')));
  }
  return first(
    env.XDG_RUNTIME_DIR
      ? place('runtime-directory', join(env.XDG_RUNTIME_DIR, 'containers/auth.json'))
      : place('run-containers', `/run/containers/${uid}/auth.json`),
  );
}
