import { posix, win32 } from 'node:path';
import type { TargetFormat, TargetId } from '../../../shared/target.ts';
import type { Host } from '../host.ts';

/** A place where tools look for credentials on a machine, whether or not it exists. */
export interface Location {
  readonly id: TargetId;
  readonly format: TargetFormat;
  readonly path: string;
  /** Which tools read it, by command name. */
  readonly readBy: readonly string[];
  /** Gone at the end of the session. */
  readonly volatile: boolean;
  /** Written to by default when the user logs in. */
  readonly preferred: boolean;
  /** Never written to. */
  readonly readOnly: boolean;
  /** Another user's or the system's: described, and written by a script that the user runs as root. */
  readonly needsRoot: boolean;
  /**
   * The directory that has to be there already and be ours; what is missing below it may be made.
   * Null where any missing directory may be made.
   */
  readonly base: string | null;
}

const CONTAINER_TOOLS = ['podman', 'skopeo', 'buildah', 'oc'];
const DOCKER_READERS = ['docker', 'podman', 'skopeo', 'buildah', 'crane', 'cosign'];

type Draft = Pick<Location, 'id' | 'format' | 'path'> & Partial<Location>;

function location(draft: Draft): Location {
  return {
    readBy: CONTAINER_TOOLS,
    volatile: false,
    preferred: false,
    readOnly: false,
    needsRoot: false,
    base: null,
    ...draft,
  };
}

/**
 * The user's own credential files, by the tools' rules for the platform, in the order in which the
 * container tools look. A pure function: it looks at `host` and at nothing else.
 *
 * - `registry-auth-file`: REGISTRY_AUTH_FILE, which comes before everything
 * - `runtime`: `$XDG_RUNTIME_DIR/containers/auth.json`, else `/run/containers/<uid>/auth.json`; Linux only
 * - `persistent`: `~/.config/containers/auth.json`, the first one everywhere but on Linux
 * - `docker`: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`
 * - `dockercfg`: `~/.dockercfg`, which is only read
 * @see https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export function locations(host: Host): Location[] {
  const { join, isAbsolute } = host.platform === 'win32' ? win32 : posix;
  const env = (name: string): string | null => {
    const value = host.env[name];
    // A tool takes a relative path from its own working directory: there is no one file to name.
    return value !== undefined && isAbsolute(value) ? value : null;
  };
  const named = env('REGISTRY_AUTH_FILE');
  const config = env('XDG_CONFIG_HOME') ?? join(host.home, '.config');
  const dockerDir = env('DOCKER_CONFIG') ?? join(host.home, '.docker');
  const primary = named === null;
  const own: Location[] = [];
  if (host.platform === 'linux') {
    own.push(runtimeLocation(host, env('XDG_RUNTIME_DIR'), primary));
    own.push(persistent(join(config, 'containers', 'auth.json'), false));
  } else {
    // The first file ignores XDG_CONFIG_HOME there; the fallback that honours it is another one.
    const first = join(host.home, '.config', 'containers', 'auth.json');
    own.push(persistent(first, primary));
    const fallback = join(config, 'containers', 'auth.json');
    if (fallback !== first) own.push({ ...persistent(fallback, false), id: 'xdg-config' });
  }
  own.push(
    location({
      id: 'docker',
      format: 'docker-config',
      path: join(dockerDir, 'config.json'),
      readBy: DOCKER_READERS,
      preferred: true,
    }),
    location({
      id: 'dockercfg',
      format: 'legacy-dockercfg',
      path: join(host.home, '.dockercfg'),
      readBy: ['podman', 'skopeo', 'buildah'],
      readOnly: true,
    }),
  );
  return named === null ? own : withNamed(own, named);
}

function persistent(path: string, preferred: boolean): Location {
  return location({ id: 'persistent', format: 'containers-auth', path, preferred });
}

function runtimeLocation(host: Host, runtimeDir: string | null, preferred: boolean): Location {
  const common = { id: 'runtime', format: 'containers-auth', volatile: true, preferred } as const;
  if (runtimeDir !== null) {
    const path = posix.join(runtimeDir, 'containers', 'auth.json');
    return location({ ...common, path, base: runtimeDir });
  }
  const path = posix.join('/run/containers', String(host.uid), 'auth.json');
  return location({ ...common, path, base: '/run' });
}

/** REGISTRY_AUTH_FILE may name one of the other files; then that one is it. */
function withNamed(own: readonly Location[], path: string): Location[] {
  const twin = own.find((each) => each.path === path);
  if (twin !== undefined) {
    const readBy = [...new Set([...twin.readBy, ...CONTAINER_TOOLS])];
    const named = { ...twin, readBy, preferred: !twin.readOnly };
    return own.map((each) => (each === twin ? named : each));
  }
  const named = location({
    id: 'registry-auth-file',
    format: 'containers-auth',
    path,
    preferred: true,
  });
  return [named, ...own];
}

/**
 * Files of root and of cluster nodes, which the app describes and never writes itself.
 * @see https://docs.redhat.com/en/documentation/red_hat_build_of_microshift
 */
export function systemLocations(host: Host): Location[] {
  if (host.platform !== 'linux') return [];
  const auth = (id: TargetId, path: string, readBy: readonly string[]): Location =>
    location({ id, format: 'containers-auth', path, readBy, needsRoot: true });
  const docker = (id: TargetId, path: string, readBy: readonly string[]): Location =>
    location({ id, format: 'docker-config', path, readBy, needsRoot: true });
  const root = [
    {
      ...auth('root-runtime', '/run/containers/0/auth.json', ['podman', 'skopeo', 'buildah']),
      volatile: true,
    },
    auth('root-persistent', '/root/.config/containers/auth.json', ['podman', 'skopeo', 'buildah']),
    docker('root-docker', '/root/.docker/config.json', ['docker', 'podman']),
  ];
  const nodes = [
    docker('kubelet', '/var/lib/kubelet/config.json', ['kubelet', 'cri-o']),
    docker('openshift3-node', '/var/lib/origin/.docker/config.json', ['atomic-openshift-node']),
    auth('microshift', '/etc/crio/openshift-pull-secret', ['cri-o']),
  ];
  // For root itself, root's files are its own, which `locations` gives.
  return host.uid === 0 ? nodes : [...root, ...nodes];
}
