import { auth } from '../sandbox.ts';
import { bearer, challenge, type ProtocolRow, registry, type Said, status } from './row.ts';

const LOGGED_IN = { podman: 'logged in', skopeo: 'logged in', docker: 'logged in' } as const;

const answering = (token: Said): ProtocolRow['script'] =>
  registry({
    stranger: (asked) => challenge(bearer(asked)),
    shown: (authorization, asked) =>
      /^Bearer .+/.test(authorization) ? status(200) : challenge(bearer(asked)),
    token: () => token,
  });

/** What a token server may answer. */
export const TOKEN_ROWS: readonly ProtocolRow[] = [
  {
    ids: [123],
    name: 'a token server that answers 403',
    script: answering(status(403)),
    theirs: { podman: /403/, skopeo: /403/, docker: /403/ },
    ours: 'token-forbidden',
  },
  {
    ids: [123],
    name: 'a token server that answers 500',
    script: answering(status(500)),
    theirs: { podman: /500/, skopeo: /500/, docker: /500/ },
    ours: 'token-server-error',
  },
  {
    ids: [123],
    name: 'a token server that answers with a web page',
    script: answering({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>Sign in</html>',
    }),
    theirs: {
      podman: /invalid character '<'/,
      skopeo: /invalid character '<'/,
      docker: /invalid character '<'/,
    },
    ours: 'token-not-json',
  },
  {
    ids: [124],
    name: 'no token',
    script: answering(status(200)),
    theirs: {
      podman: /invalid username\/password/,
      skopeo: /invalid username\/password/,
      docker: /did not include a token/,
    },
    ours: 'token-missing',
    onPurpose: 'podman blames the password; it is the token server that has failed.',
  },
  {
    ids: [82],
    name: 'an identity token beside the token',
    script: answering(status(200, {}, '{"token":"opaque","refresh_token":"identity"}')),
    theirs: LOGGED_IN,
    ours: 'token-issued',
    dockerKeeps: { auth: auth('alice', ''), identitytoken: 'identity' },
  },
  {
    ids: [125],
    name: 'the token under its newer name alone',
    script: answering(status(200, {}, '{"access_token":"opaque"}')),
    theirs: LOGGED_IN,
    ours: 'token-issued',
  },
  {
    ids: [126],
    name: 'a token server that asks to wait',
    script: answering(status(429, { 'retry-after': '1' })),
    theirs: { podman: /too many requests/, skopeo: /too many requests/, docker: /HTTP 429/ },
    ours: 'rate-limited',
  },
];
