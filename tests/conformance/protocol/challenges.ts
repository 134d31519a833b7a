import { bearer, challenge, type ProtocolRow, registry, status } from './row.ts';

const LOGGED_IN = { podman: 'logged in', skopeo: 'logged in', docker: 'logged in' } as const;

/** The registry takes a token and nothing else; without one it answers with all its challenges again. */
const onlyBearer = (values: (origin: string) => string[]) =>
  registry({
    stranger: (asked) => challenge(...values(asked.origin)),
    shown: (authorization, asked) =>
      /^Bearer /i.test(authorization) ? status(200) : challenge(...values(asked.origin)),
  });

const BASIC = 'Basic realm="r"';

/** What a registry may ask for. */
export const CHALLENGE_ROWS: readonly ProtocolRow[] = [
  {
    ids: [114],
    name: 'a challenge in other letter cases',
    script: registry({
      stranger: ({ origin }) => challenge(`bearer REALM="${origin}/token",Service="s"`),
    }),
    theirs: LOGGED_IN,
    ours: 'token-issued',
    query: { service: 's' },
  },
  {
    ids: [115],
    name: 'quotes and a comma in the service',
    script: registry({
      stranger: ({ origin }) => challenge(`Bearer realm="${origin}/token",service="a\\"b, c"`),
    }),
    theirs: LOGGED_IN,
    ours: 'token-issued',
    query: { service: 'a"b, c' },
  },
  {
    ids: [116],
    name: 'a query in the realm',
    script: registry({
      stranger: ({ origin }) => challenge(`Bearer realm="${origin}/token?x=1",service="s"`),
    }),
    theirs: LOGGED_IN,
    ours: 'token-issued',
    query: { x: '1', service: 's' },
  },
  {
    ids: [117],
    name: 'no realm',
    script: registry({ stranger: () => challenge('Bearer service="s"') }),
    theirs: {
      podman: /missing realm in bearer auth challenge/,
      skopeo: /missing realm in bearer auth challenge/,
      docker: /no realm specified for token auth challenge/,
    },
    ours: 'challenge-without-realm',
  },
  {
    ids: [118],
    name: 'Basic before Bearer, in two headers, where only a token is taken',
    script: onlyBearer((origin) => [BASIC, `Bearer realm="${origin}/token",service="s"`]),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /401 Unauthorized/,
    },
    ours: 'token-issued',
    onPurpose: 'They blame the password; we take the challenge that can be met.',
  },
  {
    ids: [118],
    name: 'Bearer before Basic, in two headers, where only a token is taken',
    script: onlyBearer((origin) => [`Bearer realm="${origin}/token",service="s"`, BASIC]),
    theirs: { podman: 'logged in', skopeo: 'logged in', docker: /401 Unauthorized/ },
    ours: 'token-issued',
    onPurpose: 'docker blames the password; we take the challenge that can be met.',
  },
  {
    ids: [119],
    name: 'Basic before Bearer, in one header, where only a token is taken',
    script: onlyBearer((origin) => [`${BASIC}, Bearer realm="${origin}/token",service="s"`]),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /401 Unauthorized/,
    },
    ours: 'token-issued',
    onPurpose: 'They see only the first one; we see both.',
  },
  {
    ids: [120],
    name: 'Digest',
    script: () => challenge('Digest realm="r",nonce="n"'),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /401 Unauthorized/,
    },
    ours: 'challenge-unsupported',
    onPurpose: 'They blame the password; nobody has looked at it.',
  },
  {
    ids: [120],
    name: 'no challenge at all',
    script: () => status(401),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /401 Unauthorized/,
    },
    ours: 'challenge-missing',
    onPurpose: 'They blame the password; nobody has looked at it.',
  },
];

/** What `/v2/` may answer else. */
export const PING_ROWS: readonly ProtocolRow[] = [
  {
    ids: [121],
    name: 'a registry that asks for no login',
    script: () => status(200),
    theirs: LOGGED_IN,
    ours: 'no-login-needed',
    onPurpose: 'They store any password; nobody has looked at it.',
  },
  ...(
    [
      [404, 'ping-not-found'],
      [403, 'ping-forbidden'],
      [500, 'ping-server-error'],
    ] as const
  ).map(
    ([code, ours]): ProtocolRow => ({
      ids: [122],
      name: `a registry that answers ${code}`,
      script: () => status(code),
      theirs: { podman: new RegExp(`${code}`), skopeo: new RegExp(`${code}`), docker: /./ },
      ours,
    }),
  ),
  {
    ids: [126],
    name: 'a registry that asks to wait a second',
    script: () => status(429, { 'retry-after': '1' }),
    theirs: {
      podman: /too many requests/,
      skopeo: /too many requests/,
      docker: /429 Too Many Requests/,
    },
    ours: 'rate-limited',
    pings: { podman: 5, we: 1 },
    onPurpose: 'They ask again by themselves; we say how long to wait.',
  },
  {
    ids: [128],
    name: 'a ping that is sent on to another port of the same address',
    script: ({ other }) => status(307, { location: `${other}/v2/` }),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: 'logged in',
    },
    ours: 'redirect-refused',
    onPurpose: 'A credential goes to the registry that it is for, not to where that one points.',
  },
  {
    ids: [91],
    name: 'a colon in the user name',
    script: registry({ stranger: (asked) => challenge(bearer(asked)), token: () => status(401) }),
    username: 'a:b',
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /unauthorized/,
    },
    ours: 'USERNAME_INVALID',
    onPurpose: 'Basic authentication cannot carry it, so it is refused before it is sent.',
  },
];
