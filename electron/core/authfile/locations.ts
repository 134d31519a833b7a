import { posix, win32 } from 'node:path';
import type { TargetFormat, TargetId } from '../../../shared/target.ts';
import type { Host } from '../host.ts';
import { containersPlaces } from './containers-places.ts';

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

/** Those of containers/image that read the user's files. */
export const CONTAINER_TOOLS: readonly string[] = ['podman', 'skopeo', 'buildah', 'oc'];

type Draft = Pick<Location, 'id' | 'format' | 'path'> & Partial<Location>;

function location(draft: Draft): Location {
  return {
    readBy: [],
    volatile: false,
    preferred: false,
    readOnly: false,
    needsRoot: false,
    base: null,
    ...draft,
  };
}

/**
 * The user's own credential files, by the tools' rules for the platform: those that the container tools read in the
 * order in which they look, then those that they pass over. A pure function: it looks at `host` and at nothing else.
 *
 * - `registry-auth-file`: REGISTRY_AUTH_FILE, which comes before everything
 * - `runtime`: `$XDG_RUNTIME_DIR/containers/auth.json`, else `/run/containers/<uid>/auth.json`; Linux only
 * - `persistent`: `~/.config/containers/auth.json`, the first one everywhere but on Linux
 * - `docker`: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`
 * - `dockercfg`: `~/.dockercfg`, which is only read
 * @param explicitFileIsFinal as `containersPlaces` takes it; by default as the newest tools have it
 * @see https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export function locations(given: Host, explicitFileIsFinal = true): Location[] {
  const host = withoutRelativePaths(given);
  const { env } = host;
  const own = ownFiles(host);
  const places = containersPlaces(host, explicitFileIsFinal).map(({ path }) => path);
  const docker = own.find(({ id }) => id === 'docker')?.path ?? '';
  const all = [...own];
  const named = env.REGISTRY_AUTH_FILE;
  // It may name one of the other files; then that one is it.
  if (named && !own.some(({ path }) => path === named)) {
    all.push(location({ id: 'registry-auth-file', format: 'containers-auth', path: named }));
  }
  const rank = ({ path }: Location) =>
    places.includes(path) ? places.indexOf(path) : places.length;
  return all
    .map((each) => ({
      ...each,
      readBy: READERS.flatMap(({ tools, reads }) =>
        reads({ places, docker, env }).includes(each.path) ? tools : [],
      ),
      preferred: !each.readOnly && (each.path === places[0] || each.path === docker),
    }))
    .sort((a, b) => rank(a) - rank(b));
}

interface Read {
  /** What the container tools read, first to last. */
  readonly places: readonly string[];
  /** docker's own file. */
  readonly docker: string;
  readonly env: Host['env'];
}

/** Which tools read which files, by the rules of the lookup (`lookup/`). */
const READERS: readonly {
  readonly tools: readonly string[];
  readonly reads: (read: Read) => readonly string[];
}[] = [
  { tools: ['docker'], reads: ({ docker }) => [docker] },
  { tools: ['podman', 'skopeo', 'buildah'], reads: ({ places }) => places },
  // What a variable names is final for oc in every version.
  {
    tools: ['oc'],
    reads: ({ places, docker, env }) =>
      env.REGISTRY_AUTH_FILE
        ? [env.REGISTRY_AUTH_FILE]
        : env.REGISTRY_AUTH_PREFERENCE === 'docker'
          ? env.DOCKER_CONFIG
            ? []
            : [docker]
          : places,
  },
  // Where there is no such file they go on to podman's.
  { tools: ['crane', 'cosign'], reads: ({ docker }) => [docker] },
];

/** A tool takes a relative path from its own working directory: there is no one file to name. */
function withoutRelativePaths(host: Host): Host {
  const { isAbsolute } = host.platform === 'win32' ? win32 : posix;
  const env = { ...host.env };
  for (const name of [
    'REGISTRY_AUTH_FILE',
    'DOCKER_CONFIG',
    'XDG_CONFIG_HOME',
    'XDG_RUNTIME_DIR',
  ]) {
    const value = env[name];
    if (value !== undefined && !isAbsolute(value)) delete env[name];
  }
  return { ...host, env };
}

function ownFiles({ env, home, platform, uid }: Host): Location[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const config = join(env.XDG_CONFIG_HOME ?? join(home, '.config'), 'containers', 'auth.json');
  const auth = (id: TargetId, path: string) => location({ id, format: 'containers-auth', path });
  const own: Location[] = [];
  if (platform === 'linux') {
    const directory = env.XDG_RUNTIME_DIR;
    const path =
      directory === undefined
        ? `/run/containers/${uid}/auth.json`
        : join(directory, 'containers', 'auth.json');
    own.push({ ...auth('runtime', path), volatile: true, base: directory ?? '/run' });
    own.push(auth('persistent', config));
  } else {
    // The first file ignores XDG_CONFIG_HOME there; the fallback that honours it is another one.
    const first = join(home, '.config', 'containers', 'auth.json');
    own.push(auth('persistent', first));
    if (config !== first) own.push(auth('xdg-config', config));
  }
  own.push(
    location({
      id: 'docker',
      format: 'docker-config',
      path: join(env.DOCKER_CONFIG ?? join(home, '.docker'), 'config.json'),
    }),
    location({
      id: 'dockercfg',
      format: 'legacy-dockercfg',
      path: join(home, '.dockercfg'),
      readOnly: true,
    }),
  );
  return own;
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
