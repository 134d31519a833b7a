import type { PullCheck } from '../../../shared/image-check.ts';
import type { Row } from '../edge-cases.ts';
import { auth } from '../sandbox.ts';
import { bearer, challenge, type ProtocolRow, registry, status } from './row.ts';

/** A manifest asked for with an identity token, by skopeo and by us. */
export interface PullRow extends Row {
  /** skopeo's entry; ours is the identity token `t`. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly script: ProtocolRow['script'];
  readonly theirs: 'found' | RegExp;
  readonly ours: PullCheck['reason'];
  /** The methods of the requests for a token. */
  readonly asks: readonly ('GET' | 'POST')[];
}

const MANIFEST = status(
  200,
  { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
  '{"schemaVersion":2}',
);

const answering = (token: ReturnType<typeof status>): ProtocolRow['script'] =>
  registry({
    stranger: (asked) => challenge(bearer(asked)),
    shown: () => MANIFEST,
    token: ({ method }) => (method === 'POST' ? token : status(401)),
  });

const IDENTITY = { auth: auth('u', ''), identitytoken: 't' };

export const PULL_ROWS: readonly PullRow[] = [
  {
    ids: [31],
    name: 'an identity token is exchanged by POST',
    entry: IDENTITY,
    script: answering(status(200, {}, '{"access_token":"opaque"}')),
    theirs: 'found',
    ours: 'pullable',
    asks: ['POST'],
  },
  ...[405, 404].map(
    (code): PullRow => ({
      ids: [127],
      name: `a token server that answers a POST with ${code}`,
      entry: IDENTITY,
      script: answering(status(code)),
      theirs: new RegExp(`${code}`),
      ours: 'token-unexpected-status',
      asks: ['POST'],
    }),
  ),
];

/** A manifest that is not there, at Debian's docker-registry. */
export const REGISTRY_ROW: Row = { ids: [129], name: 'a tag that is not there' };
