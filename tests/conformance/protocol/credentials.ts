import { auth } from '../sandbox.ts';
import { challenge, type ProtocolRow, registry, status } from './row.ts';

const LOGGED_IN = { podman: 'logged in', skopeo: 'logged in', docker: 'logged in' } as const;
const REFUSED = {
  podman: /invalid username\/password/,
  skopeo: /invalid username\/password/,
  docker: /401 Unauthorized/,
} as const;

/** A registry with one account. */
const account = (username: string, password: string): ProtocolRow['script'] =>
  registry({
    stranger: () => challenge('Basic realm="r"'),
    shown: (authorization) =>
      authorization === `Basic ${auth(username, password)}`
        ? status(200)
        : { ...challenge('Basic realm="r"'), body: '{"errors":[{"code":"UNAUTHORIZED"}]}' },
  });

/** What comes of what people paste. */
export const CREDENTIAL_ROWS: readonly ProtocolRow[] = [
  ...(
    [
      ['6543210|my-sa', 'p:a:ss'],
      ['robot+ci', 'pässwörd-密码'],
    ] as const
  ).map(
    ([username, password]): ProtocolRow => ({
      ids: [29, 86],
      name: `${username} with ${password}`,
      script: account(username, password),
      username,
      password,
      theirs: LOGGED_IN,
      ours: 'basic-accepted',
    }),
  ),
  ...['\n', '\r\n', '\n\n'].map(
    (end): ProtocolRow => ({
      ids: [87],
      name: `${JSON.stringify(end)} behind the password`,
      script: account('alice', 's3cret'),
      password: `s3cret${end}`,
      theirs: LOGGED_IN,
      ours: 'SECRET_INVALID',
      onPurpose: 'They take it off without a word; our form says that it is there.',
    }),
  ),
  {
    ids: [88],
    name: 'a line end inside the password',
    script: account('alice', 's3cret'),
    password: 's3\ncret',
    theirs: { podman: 'logged in', skopeo: 'logged in', docker: /401 Unauthorized/ },
    ours: 'SECRET_INVALID',
    onPurpose: 'They put the lines together, or send it; we refuse what nobody can mean.',
  },
  {
    ids: [89],
    name: 'spaces around the password',
    script: account('alice', 'pw'),
    password: ' pw ',
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: 'logged in',
    },
    ours: 'credential-rejected',
    onPurpose: 'docker takes them off; a password may have them, and our form points at them.',
  },
  {
    ids: [90],
    name: 'spaces around the user name',
    script: account('alice', 'pw'),
    username: ' alice ',
    theirs: LOGGED_IN,
    ours: 'credential-rejected',
    onPurpose: 'They take them off without a word; our form points at them.',
  },
  {
    ids: [27],
    name: 'another password',
    script: account('alice', 'pw'),
    password: 'wrong',
    theirs: REFUSED,
    ours: 'credential-rejected',
  },
];
