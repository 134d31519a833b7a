import type { ErrorCode } from '../../../shared/errors.ts';
import type { TargetId } from '../../../shared/target.ts';
import type { Row } from '../edge-cases.ts';
import { auth } from '../sandbox.ts';

/** Stands for the registry of the run. */
export const H = 'registry.example.com';
/** A login with skopeo at the registry. */
export const LOGIN = `echo pw | skopeo login --tls-verify=false -u alice --password-stdin ${H}`;
export const PODMAN_LOGIN = LOGIN.replace('skopeo', 'podman');

/**
 * What a shell does as root of a mount namespace with an empty `/run` and `/var/lib`, and what we do there. `$HOME` is the
 * sandbox, `$HOME/run` its XDG_RUNTIME_DIR unless `env` says else.
 */
export interface PlaceRow extends Row {
  /** An empty value is set, null is taken out. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Our side is root's as well, as the tools are in their namespace. */
  readonly asRoot?: true;
  /** Before both. */
  readonly prepare?: string;
  /** What is theirs. */
  readonly script: string;
  readonly theirs: {
    readonly code: number;
    /** The file it has written, and its mode; null for none. */
    readonly wrote?: readonly [path: string, mode: string] | null;
    readonly says?: RegExp;
  };
  /**
   * The target that a login of ours goes to, where its file is, and why it is refused. Absent where we have no
   * part in it. Outside of the sandbox nothing is written.
   */
  readonly ours?: {
    readonly target: TargetId;
    readonly path: string;
    readonly refused?: ErrorCode;
  };
  /** Why we do something else, or nothing. */
  readonly onPurpose?: string;
}

const entry = JSON.stringify({ auths: { [H]: { auth: auth('alice') } } });
const other = JSON.stringify({ auths: { 'other.example': { auth: auth('bob') } } });
const RUNTIME = '$HOME/run/containers/auth.json';

export const PLACE_ROWS: readonly PlaceRow[] = [
  {
    ids: [53],
    name: 'root without a runtime directory',
    asRoot: true,
    env: { XDG_RUNTIME_DIR: null },
    script: LOGIN,
    theirs: { code: 0, wrote: ['/run/containers/0/auth.json', '600'] },
    ours: { target: 'runtime', path: '/run/containers/0/auth.json' },
  },
  {
    ids: [54],
    name: 'a user without rights, where /run/containers is closed',
    env: { XDG_RUNTIME_DIR: null },
    prepare: 'mkdir -m 000 /run/containers',
    script: `setpriv --bounding-set=-all sh -c '${LOGIN}'`,
    theirs: { code: 1, says: /permission denied/ },
  },
  {
    ids: [55],
    name: 'a runtime directory that is not there',
    env: { XDG_RUNTIME_DIR: '$HOME/nowhere' },
    script: LOGIN,
    theirs: { code: 1, wrote: null },
    ours: {
      target: 'runtime',
      path: '$HOME/nowhere/containers/auth.json',
      refused: 'FILE_NO_DIRECTORY',
    },
  },
  {
    ids: [56],
    name: 'REGISTRY_AUTH_FILE in directories that are not there',
    env: { REGISTRY_AUTH_FILE: '$HOME/a/b/auth.json' },
    script: `${PODMAN_LOGIN} && stat -c %a $HOME/a $HOME/a/b`,
    theirs: { code: 0, wrote: ['$HOME/a/b/auth.json', '600'], says: /700\n700/ },
    ours: { target: 'registry-auth-file', path: '$HOME/a/b/auth.json' },
  },
  {
    ids: [57],
    name: 'REGISTRY_AUTH_FILE of no characters',
    env: { REGISTRY_AUTH_FILE: '' },
    script: PODMAN_LOGIN,
    theirs: { code: 0, wrote: [RUNTIME, '600'] },
    ours: { target: 'runtime', path: RUNTIME },
  },
  {
    ids: [58],
    name: '--authfile beside REGISTRY_AUTH_FILE',
    env: { REGISTRY_AUTH_FILE: '$HOME/named.json' },
    script: PODMAN_LOGIN.replace('login', 'login --authfile=$HOME/option.json'),
    theirs: { code: 0, wrote: ['$HOME/option.json', '600'] },
    onPurpose: 'An option of a command that we do not run.',
  },
  {
    ids: [60],
    name: 'logging out of an explicit file that is not there',
    script: `podman logout --authfile=$HOME/none.json ${H}`,
    theirs: { code: 125 },
    onPurpose: 'An option of a command that we do not run.',
  },
  {
    ids: [52],
    name: 'a URL for the argument of a login',
    script: PODMAN_LOGIN.replace(H, `http://${H}/v2/`),
    theirs: { code: 0, wrote: [RUNTIME, '600'], says: /Login Succeeded/ },
    ours: { target: 'runtime', path: RUNTIME },
  },
  ...['/ns:tag', `/ns@sha256:${'0'.repeat(64)}`].map(
    (behind): PlaceRow => ({
      ids: [52],
      name: `«${behind.slice(0, 12)}» behind the host`,
      script: PODMAN_LOGIN.replace(H, `${H}${behind}`),
      theirs: { code: 125, wrote: null },
    }),
  ),
  {
    ids: [64],
    name: 'a file that cannot be replaced: no temporary file is left',
    prepare: `mkdir -p $HOME/run/containers; echo '${other}' >${RUNTIME}; mount --bind ${RUNTIME} ${RUNTIME}`,
    script: `${LOGIN}; code=$?; ls -A $HOME/run/containers | wc -l; exit $code`,
    theirs: { code: 1, says: /^1$/m },
  },
  {
    ids: [65],
    name: 'an umask that takes nothing away',
    script: `umask 000; ${LOGIN} && stat -c %a $HOME/run/containers`,
    theirs: { code: 0, wrote: [RUNTIME, '600'], says: /700/ },
    ours: { target: 'runtime', path: RUNTIME },
  },
  {
    ids: [66],
    name: 'twenty logins at the same time',
    prepare: 'mkdir -p $HOME/run/containers',
    script: [
      `for at in $(seq 20); do ${LOGIN.replace(H, `127.2.0.$at:PORT`)} & done; wait`,
      `grep -c '"auth":' ${RUNTIME}`,
    ].join('; '),
    // How many it keeps is another number each time.
    theirs: { code: 0, wrote: [RUNTIME, '600'], says: /^\d+$/m },
    onPurpose:
      'They lose some; ours are all there (tests/integration/authfile/concurrency.test.ts).',
  },
  {
    ids: [68],
    name: 'DOCKER_CONFIG is where skopeo writes too',
    env: { DOCKER_CONFIG: '$HOME/conf' },
    prepare: `mkdir -p $HOME/conf; echo '{"auths":{},"credsStore":"none","HttpHeaders":{}}' >$HOME/conf/config.json`,
    script: `${LOGIN}; cat $HOME/conf/config.json`,
    theirs: { code: 0, says: /"auths"/ },
  },
  {
    ids: [85],
    name: 'logging out of a .dockercfg',
    prepare: `echo '{"${H}":{"auth":"${auth('bob')}"}}' >$HOME/.dockercfg`,
    script: `podman logout ${H}`,
    theirs: { code: 125 },
    ours: { target: 'dockercfg', path: '$HOME/.dockercfg', refused: 'FILE_READ_ONLY' },
  },
  {
    ids: [105],
    name: 'logging out with a helper that fails',
    prepare: [
      `mkdir -p $HOME/run/containers; echo '{"credHelpers":{"${H}":"odd"}}' >${RUNTIME}`,
      `printf '#!/bin/sh\\nexit 1\\n' >$HOME/bin/docker-credential-odd`,
      'chmod 755 $HOME/bin/docker-credential-odd',
    ].join('; '),
    script: `skopeo logout ${H}`,
    theirs: { code: 2, says: /stack overflow/ },
  },
  {
    ids: [71],
    name: 'a login that is only in the docker file',
    prepare: `mkdir -p $HOME/.docker; echo '${entry}' >$HOME/.docker/config.json`,
    script: `skopeo logout --tls-verify=false ${H}`,
    theirs: { code: 0, says: /docker/i },
  },
  {
    ids: [84],
    name: 'docker logs out of docker.io',
    prepare: `mkdir -p $HOME/.docker; echo '{"auths":{"https://index.docker.io/v1/":{"auth":"${auth('alice')}"}}}' >$HOME/.docker/config.json`,
    script: 'docker logout docker.io; cat $HOME/.docker/config.json',
    theirs: { code: 0, says: /index\.docker\.io\/v1/ },
  },
  {
    ids: [83],
    name: 'docker where pass was never set up',
    script: `echo pw | docker login -u alice --password-stdin ${H}`,
    theirs: { code: 1, says: /pass not initialized/ },
    ours: { target: 'docker', path: '$HOME/.docker/config.json' },
    onPurpose: 'We write where docker reads; we choose no helper for the user.',
  },
];
