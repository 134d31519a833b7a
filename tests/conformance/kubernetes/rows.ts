import type { ErrorCode } from '../../../shared/errors.ts';
import type { Row } from '../edge-cases.ts';
import { auth } from '../sandbox.ts';

/** An entry as our reader finds it. */
export interface FoundEntry {
  readonly key: string;
  readonly username: string | null;
  readonly secret: string | null;
}

/** A pull secret that `kubectl create secret` makes without a cluster, and what we read in it. */
export interface KubectlRow extends Row {
  /** After `kubectl create secret`; `$FILE` is a file with `file` in it. */
  readonly args: readonly string[];
  readonly file?: string;
  /** The text of `.dockerconfigjson`, or what it says when it makes none. */
  readonly theirs: { readonly text: string | RegExp } | { readonly says: RegExp };
  /** What we find in its output; null where there is none. */
  readonly ours: readonly FoundEntry[] | ErrorCode | null;
  readonly onPurpose?: string;
}

const login = ['--docker-username=alice', '--docker-password=<&>'];
const made = (server: string) => ({
  text: `{"auths":{"${server}":{"username":"alice","password":"\\u003c\\u0026\\u003e","auth":"${auth('alice', '<&>')}"}}}`,
});

export const KUBECTL_ROWS: readonly KubectlRow[] = [
  {
    ids: [106],
    name: 'the server is Docker Hub, by its URL',
    args: ['docker-registry', 'name', ...login],
    theirs: made('https://index.docker.io/v1/'),
    ours: [{ key: 'https://index.docker.io/v1/', username: 'alice', secret: '<&>' }],
  },
  {
    ids: [107],
    name: 'no e-mail address, and < & > escaped',
    args: ['docker-registry', 'name', ...login, '--docker-server=r.example'],
    theirs: made('r.example'),
    ours: [{ key: 'r.example', username: 'alice', secret: '<&>' }],
  },
  {
    ids: [109],
    name: 'no password',
    args: ['docker-registry', 'name', '--docker-username=alice'],
    theirs: {
      says: /either --from-file or the combination of --docker-username, --docker-password|required|must be/,
    },
    ours: null,
  },
  ...(
    [
      ['no JSON', 'hello'],
      ['JSON without a login', '{}'],
    ] as const
  ).map(
    ([name, file]): KubectlRow => ({
      ids: [108],
      name: `a file of ${name}, and a name that no cluster takes`,
      args: [
        ...['generic', 'Bad_Name', '--type=kubernetes.io/dockerconfigjson'],
        '--from-file=.dockerconfigjson=$FILE',
      ],
      file,
      theirs: { text: file },
      ours: name === 'no JSON' ? 'IMPORT_MALFORMED' : 'IMPORT_NOTHING_FOUND',
      onPurpose: 'It makes a secret that nobody can pull with; we say so.',
    }),
  ),
];

/** What a node finds in its file. No Debian package has the kubelet: its rules are those of its source. */
export interface KubeletRow extends Row {
  readonly auths: Readonly<Record<string, unknown>>;
  readonly image: string;
  readonly user: string | null;
}

const entry = (user: string) => ({ auth: auth(user) });

export const KUBELET_ROWS: readonly KubeletRow[] = [
  ...(
    [
      [
        22,
        'base64 without padding',
        { 'r.io': { auth: auth('ab', 'c').replace(/=+$/, '') } },
        'r.io/x',
        'ab',
      ],
      [34, 'a namespace is a prefix of the text', { 'q.io/org': entry('u') }, 'q.io/org2/x', 'u'],
      [41, 'a glob for one label', { '*.redhat.io': entry('u') }, 'a.redhat.io/x', 'u'],
      [
        110,
        'one malformed entry spoils all',
        { 'r.io': entry('u'), 'x.io': { auth: '!' } },
        'r.io/x',
        null,
      ],
      [111, 'no glob across a port', { '*.io': entry('u') }, 'r.io:5000/x', null],
      [111, 'no glob across a dot', { '*.redhat.io': entry('u') }, 'a.b.redhat.io/x', null],
      [112, 'a URL with a version and a slash', { 'https://r.io/v1/': entry('u') }, 'r.io/x', 'u'],
      [112, 'a URL with a version for a path', { 'https://r.io/v1': entry('u') }, 'r.io/x', null],
    ] as const
  ).map(([id, name, auths, image, user]) => ({ ids: [id], name, auths, image, user })),
];

/** What the machine-config operator refuses. It runs in a cluster: its rules are those of its source. */
export interface OperatorRow extends Row {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly member: string;
}

export const OPERATOR_ROWS: readonly OperatorRow[] = [
  {
    ids: [113],
    name: 'an identity token',
    entry: { ...entry('u'), identitytoken: 't' },
    member: 'identitytoken',
  },
];
