import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { challenge, html, json, type Reply } from '../../../support/hostile-server.ts';
import type { CauseCase } from './case.ts';
import { ADDRESSES, about, BLOB_HOST, REGISTRY, TOKEN_HOST } from './lab.ts';

const IMAGE = `${REGISTRY}/org/app:1`;
const REALM = `https://${TOKEN_HOST}/token`;

/** A case in which one path is answered otherwise than a registry does. */
function answering(
  title: string,
  cause: Cause,
  path: string,
  reply: Reply,
  more: { evidence?: readonly Evidence['code'][]; folded?: readonly string[] } = {},
): CauseCase {
  return {
    title,
    cause,
    evidence: more.evidence ?? ['answer'],
    folded: more.folded ?? [],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ answers: { [path]: reply } });
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(IMAGE);
    },
  };
}

const AFTER_PING = ['challenge', 'token-anonymous', 'token', 'manifest', 'blob'];
const folded = AFTER_PING;

/** What registries, token servers and the hosts of blobs answer. */
export const REGISTRY_CASES: readonly CauseCase[] = [
  answering('a network wants somebody to sign in', 'captive-portal', '/', html(200), { folded }),
  answering('no registry is at this address', 'registry-not-found', '/v2/', json(404, {}), {
    folded,
  }),
  answering('the registry fails', 'registry-error', '/v2/', json(503, {}), { folded }),
  answering(
    'something else than a registry answers',
    'registry-unexpected',
    '/v2/',
    { status: 418 },
    {
      folded,
    },
  ),
  answering('the registry lets nobody near', 'registry-forbidden', '/v2/', json(403, {}), {
    folded,
  }),
  answering(
    'the registry is asked too often',
    'rate-limited',
    '/v2/',
    { status: 429, headers: { 'retry-after': '30' } },
    { evidence: ['answer', 'retry-after'], folded },
  ),
  answering(
    'the challenge names no token server',
    'challenge-unusable',
    '/v2/',
    challenge('Bearer service="s"'),
    { evidence: ['challenge'], folded: AFTER_PING.slice(1) },
  ),
  answering(
    'the token server is none that may have the credential',
    'realm-refused',
    '/v2/',
    challenge('Bearer realm="http://auth.example.test/token"'),
    { evidence: ['challenge', 'realm'], folded: AFTER_PING.slice(1) },
  ),
  answering(
    'the token server belongs to nobody known',
    'realm-not-allowed',
    '/v2/',
    challenge(`Bearer realm="${REALM}"`),
    { evidence: ['challenge', 'realm'], folded: ['token', 'manifest', 'blob'] },
  ),
  answering('the token server fails', 'token-server-error', '/token', json(500, {})),
  answering('the token server sends no token', 'token-unusable', '/token', json(200, {})),
  answering('the manifest is none', 'manifest-unusable', '/v2/org/app/manifests/', json(200, {}), {
    evidence: ['answer', 'manifest'],
    folded: ['blob'],
  }),
  answering(
    'the terms are not accepted',
    'terms-needed',
    '/v2/org/',
    json(403, {
      errors: [
        {
          code: 'DENIED',
          message:
            'unsupported: This repo requires terms acceptance and is only available on registry.redhat.io',
        },
      ],
    }),
    { evidence: ['answer', 'message'], folded: ['blob'] },
  ),
  answering('the host of the blobs refuses', 'blobs-refused', '/blob/', json(403, {}), {
    evidence: ['blob-host', 'answer'],
  }),
  {
    title: 'the token server is behind a firewall',
    cause: 'realm-unreachable',
    evidence: ['not-connected'],
    folded: ['manifest', 'blob'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ realm: REALM });
      lab.consent(REGISTRY, TOKEN_HOST);
      await lab.drop(ADDRESSES.token);
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(IMAGE);
    },
  },
  {
    title: 'the host of the blobs is behind a firewall',
    cause: 'blobs-unreachable',
    evidence: ['blob-host', 'not-connected'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ blobHost: BLOB_HOST });
      await lab.drop(ADDRESSES.blobs);
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(IMAGE);
    },
  },
  {
    title: 'the repository is not for this credential',
    cause: 'repository-denied',
    evidence: ['answer', 'message'],
    folded: ['blob'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ denied: ['org/app'] });
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(IMAGE);
    },
  },
  {
    title: 'there is no such repository',
    cause: 'repository-unknown',
    evidence: ['answer', 'message'],
    folded: ['blob'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry();
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(`${REGISTRY}/nobody/app:1`);
    },
  },
  {
    title: 'there is no such tag',
    cause: 'reference-unknown',
    evidence: ['answer', 'message'],
    folded: ['blob'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry();
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(`${REGISTRY}/org/app:2`);
    },
  },
  {
    title: 'a host of the allow-list is behind a firewall',
    cause: 'allow-list-blocked',
    evidence: ['host-blocked'],
    arrange: async (lab) => {
      const name = 'registry.stage.redhat.io';
      await lab.names({
        records: { [name]: [ADDRESSES.registry], 'cdn03.quay.io': [ADDRESSES.nowhere] },
        everything: [ADDRESSES.blobs],
      });
      await lab.registry({ name, blobHost: BLOB_HOST });
      await lab.drop(ADDRESSES.nowhere);
      await lab.store({ registry: name });
      await lab.entry(name, '1234567|robot', lab.secret);
      return about(`${name}/org/app:1`);
    },
  },
];
