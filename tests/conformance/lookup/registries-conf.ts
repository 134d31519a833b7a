import { answers, found, H, type LookupRow, notFound, ok, runtime } from './row.ts';

const stores = (...names: readonly string[]) => `credential-helpers = ${JSON.stringify(names)}\n`;
const FILES = 'containers-auth.json';
const inFile = runtime({ [H]: ok('file') });
const broken = answers('stub', "echo 'the store is on fire'; exit 1");

type Case = Omit<LookupRow, 'ids' | 'ask'> & { readonly ask?: string };

/** Which stores are asked, by `credential-helpers` of the user's registries.conf. */
const STORES: readonly Case[] = [
  {
    name: 'a helper in place of the files',
    files: { ...inFile, registries: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'a helper with nothing in place of the files',
    files: { ...inFile, registries: stores('stub') },
    helper: notFound,
    expected: null,
  },
  {
    name: 'a helper with nothing, then the files',
    files: { ...inFile, registries: stores('stub', FILES) },
    helper: notFound,
    expected: 'file',
  },
  {
    name: 'a helper that fails, then the files',
    files: { ...inFile, registries: stores('stub', FILES) },
    helper: broken,
    expected: 'file',
  },
  {
    name: 'a helper that fails, then files with nothing',
    files: { registries: stores('stub', FILES) },
    helper: broken,
    expected: 'error!',
  },
  {
    name: 'a helper that is not installed, then the files',
    files: { ...inFile, registries: stores('absent', FILES) },
    expected: 'file',
  },
  {
    name: 'the files, then a helper',
    files: { ...inFile, registries: stores(FILES, 'stub') },
    helper: found,
    expected: 'file',
  },
  {
    name: 'files that do not parse, then a helper',
    files: { runtime: '{', registries: stores(FILES, 'stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'a helper is asked for the host of a repository',
    files: { ...runtime({ [`${H}/org`]: ok('file') }), registries: stores('stub') },
    helper: found,
    ask: `${H}/org/repo`,
    expected: 'helped',
  },
  {
    name: 'a helper beside DOCKER_CONFIG',
    env: { DOCKER_CONFIG: '$HOME/moved' },
    files: { ...inFile, moved: '{}', registries: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'no store named means the files',
    files: { ...inFile, registries: stores() },
    expected: 'file',
  },
  {
    name: 'the member in capitals',
    files: { ...inFile, registries: stores('stub').toUpperCase().replace('STUB', 'stub') },
    helper: found,
    expected: 'helped',
  },
];

/** Where that configuration is. */
const SEVERAL: readonly Case[] = [
  {
    name: 'a drop-in alone',
    files: { ...inFile, dropIn: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'a drop-in that says nothing of it',
    files: { ...inFile, registries: stores('stub'), dropIn: 'unqualified-search-registries = []' },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'the last drop-in by name',
    files: { ...inFile, dropIn: stores(FILES), laterDropIn: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'a drop-in of no stores takes back what the file names',
    files: { ...inFile, registries: stores('stub'), dropIn: stores() },
    helper: found,
    expected: 'file',
  },
  {
    name: 'CONTAINERS_REGISTRIES_CONF in place of the user file',
    env: { CONTAINERS_REGISTRIES_CONF: '$HOME/named/registries.conf' },
    tools: ['podman'],
    files: { ...inFile, registries: stores(FILES), namedRegistries: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'a drop-in beside CONTAINERS_REGISTRIES_CONF',
    env: { CONTAINERS_REGISTRIES_CONF: '$HOME/named/registries.conf' },
    tools: ['podman'],
    files: { ...inFile, dropIn: stores(FILES), namedRegistries: stores('stub') },
    helper: found,
    expected: 'file',
  },
  {
    name: 'REGISTRIES_CONFIG_PATH, the old name of it',
    env: { REGISTRIES_CONFIG_PATH: '$HOME/named/registries.conf' },
    tools: ['podman'],
    files: { ...inFile, namedRegistries: stores('stub') },
    helper: found,
    expected: 'helped',
  },
  {
    name: 'CONTAINERS_REGISTRIES_CONF of no characters',
    env: {
      CONTAINERS_REGISTRIES_CONF: '',
      REGISTRIES_CONFIG_PATH: '$HOME/named/registries.conf',
    },
    files: { ...inFile, namedRegistries: stores('stub') },
    helper: found,
    expected: 'file',
  },
];

/** Configurations with which nothing is looked up. */
const UNUSABLE: readonly Case[] = [
  {
    name: 'CONTAINERS_REGISTRIES_CONF that is not there',
    env: { CONTAINERS_REGISTRIES_CONF: '$HOME/named/registries.conf' },
    tools: ['podman'],
    files: inFile,
    expected: 'error!',
  },
  {
    name: 'registries.conf that is cut off',
    files: { ...inFile, registries: 'credential-helpers = ["stub"' },
    helper: found,
    expected: 'error!',
  },
  {
    name: 'a store in place of a list',
    files: { ...inFile, registries: 'credential-helpers = "stub"' },
    helper: found,
    expected: 'error!',
  },
  {
    name: 'a number among the stores',
    files: { ...inFile, registries: 'credential-helpers = ["stub", 5]' },
    helper: found,
    expected: 'error!',
  },
  {
    name: 'stores in a file of the first format',
    files: { ...inFile, registries: `${stores('stub')}[registries.search]\nregistries = ["a.io"]` },
    helper: found,
    expected: 'error!',
  },
  {
    name: 'a drop-in of the first format',
    files: { ...inFile, dropIn: '[registries.search]\nregistries = ["a.io"]' },
    expected: 'error!',
  },
];

const rows = (id: LookupRow['ids'][number], cases: readonly Case[]): LookupRow[] =>
  cases.map((each) => ({ ids: [id], ask: H, ...each }));

/** registries.conf, which decides whether the files are asked at all. */
export const REGISTRIES_CONF: readonly LookupRow[] = [
  ...rows(130, STORES),
  ...rows(131, SEVERAL),
  ...rows(132, UNUSABLE),
];
