import fc from 'fast-check';
import { auth, type CaseFiles } from '../sandbox.ts';

/** Files in a home, and the key that is asked for. */
export interface CaseWorld {
  readonly files: CaseFiles;
  readonly ask: string;
  /** Variables that move the files; `$HOME` is the sandbox's. */
  readonly env: Readonly<Record<string, string>>;
}

/** Whom the plain members name where `auth` names somebody else. */
export const PLAIN_USER = 'other';

/** Keys of every shape that people and tools have written for one registry, and some for others. */
function keys(registry: string): fc.Arbitrary<string> {
  const [host, port] = registry.split(':');
  return fc.constantFrom(
    registry,
    registry,
    `${registry}/org`,
    `${registry}/org/repo`,
    `${registry}/or`,
    `${registry}/`,
    `${registry}/v1/`,
    `https://${registry}`,
    `http://${registry}`,
    `https://${registry}/v1/`,
    `http://${registry}/v2/`,
    `https://${registry}/org/repo`,
    `HTTPS://${registry}`,
    `ftp://${registry}`,
    ` ${registry}`,
    `https://user@${registry}/`,
    `${host}`,
    `${host}:${Number(port) + 1}`,
    `*.0.0.1:${port}`,
    'docker.io',
    'index.docker.io',
    'registry-1.docker.io',
    'https://index.docker.io/v1/',
    'docker.io/library',
    'https://registry.hub.docker.com',
    'quay.io',
  );
}

/** Values, from the good to the hopeless; each user name tells where the answer came from. */
function values(place: string): fc.Arbitrary<unknown> {
  const good = fc.integer({ min: 0, max: 99 }).map((n) => ({ auth: auth(`${place}${n}`) }));
  return fc.oneof(
    { weight: 6, arbitrary: good },
    {
      weight: 4,
      arbitrary: fc.constantFrom<unknown>(
        {},
        null,
        { auth: '' },
        { auth: auth(`${place}-empty`, '') },
        { auth: auth('', 'pw') },
        { auth: auth(`${place}-colons`, 'a:b') },
        { auth: auth(`${place}-nul`, 'pw\0\0') },
        { auth: Buffer.from('nocolon').toString('base64') },
        { auth: '!!!' },
        { auth: `${auth(`${place}-pad`, 'x').replace(/=+$/, '')}` },
        { identitytoken: 'token' },
        { username: `${place}-plain`, password: 'pw' },
        { auth: auth(`${place}-mail`), email: 'a@b.example' },
        { auth: auth(`${place}-both`), username: PLAIN_USER, password: 'pw' },
        { AUTH: auth(`${place}-caps`) },
      ),
    },
  );
}

function fileText(registry: string, place: string): fc.Arbitrary<string> {
  const auths = fc
    .array(fc.tuple(keys(registry), values(place)), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
  const helpers = fc.option(
    fc.constantFrom({ [registry]: 'found' }, { [registry]: 'nothing' }, { [registry]: 'broken' }),
    { nil: undefined, freq: 4 },
  );
  const good = fc
    .tuple(auths, helpers)
    .map(([entries, credHelpers]) =>
      JSON.stringify({ auths: entries, ...(credHelpers ? { credHelpers } : {}) }, null, '\t'),
    );
  const broken = fc.constantFrom('', '{', '[]', 'null', '{}', '{"auths":null}', '{"auths":[]}');
  return fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: broken });
}

function legacyText(registry: string): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(keys(registry), values('legacy')), { maxLength: 4 })
    .map((entries) => JSON.stringify(Object.fromEntries(entries)));
}

/** registries.conf, from the usual to what nobody reads. */
const configuration = fc.constantFrom(
  'unqualified-search-registries = ["docker.io"]',
  'credential-helpers = []',
  ...[
    ['containers-auth.json'],
    ['found'],
    ['nothing'],
    ['broken'],
    ['absent'],
    ['nothing', 'containers-auth.json'],
    ['broken', 'containers-auth.json'],
    ['containers-auth.json', 'found'],
    ['containers-auth.json', 'nothing'],
    ['nothing', 'broken', 'found'],
  ].map((stores) => `credential-helpers = ${JSON.stringify(stores)}`),
  'credential-helpers = "found"',
  'credential-helpers = [',
  '[registries.search]\nregistries = ["quay.io"]',
);

/** Three of four worlds move nothing. */
const moving = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { DOCKER_CONFIG: '$HOME/moved' },
      { DOCKER_CONFIG: '$HOME/.docker' },
      { REGISTRY_AUTH_FILE: '$HOME/explicit/auth.json' },
      { REGISTRY_AUTH_FILE: '$HOME/.config/containers/auth.json' },
      { DOCKER_CONFIG: '$HOME/moved', REGISTRY_AUTH_FILE: '$HOME/explicit/auth.json' },
      { DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '' },
    ),
  },
);

/** Some of the eight files with up to five entries each, the variables that move them, and a host, a namespace or a repository to ask for. */
export function caseWorlds(registry: string): fc.Arbitrary<CaseWorld> {
  const files = fc.record(
    {
      runtime: fileText(registry, 'runtime'),
      user: fileText(registry, 'user'),
      docker: fileText(registry, 'docker'),
      legacy: legacyText(registry),
      explicit: fileText(registry, 'explicit'),
      moved: fileText(registry, 'moved'),
    },
    { requiredKeys: [] },
  );
  const ask = fc.constantFrom(
    registry,
    `${registry}/org`,
    `${registry}/org/repo`,
    `${registry}/org/repo/sub`,
    `${registry}/organisation`,
    'docker.io',
    'docker.io/library/x',
    'quay.io/a/b',
  );
  const registries = fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record(
        { registries: configuration, dropIn: configuration, laterDropIn: configuration },
        { requiredKeys: [] },
      ),
    },
  );
  return fc
    .record({ files, ask, registries, env: moving })
    .map(({ files: laid, registries: named, ...world }) => ({
      ...world,
      files: { ...laid, ...named },
    }));
}
