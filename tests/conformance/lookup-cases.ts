import type { Answer } from './oracles.ts';
import { auth, type CaseFiles } from './sandbox.ts';

/** What a row expects of podman's family: a user, nobody, or an error that ends the lookup. */
export type Expected = string | null | 'error!';

/** One edge case of reading, named by what is in the files. */
export interface LookupCase {
  readonly name: string;
  readonly files: CaseFiles;
  readonly ask: string;
  readonly expected: Expected;
  /** Added to the environment; `$HOME` is the sandbox's. */
  readonly env?: Record<string, string>;
  /** A credential helper to have on the PATH. */
  readonly helper?: { readonly suffix: string; readonly body: string };
}

const H = 'registry.example.com';
const file = (auths: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  JSON.stringify({ auths, ...more });
const ok = (user: string) => ({ auth: auth(user) });
const runtime = (auths: Record<string, unknown>, more?: Record<string, unknown>): CaseFiles => ({
  runtime: file(auths, more),
});
const hub = (key: string): CaseFiles => runtime({ [key]: ok('hub') });

const answers = (suffix: string, body: string) => ({ suffix, body });
const found = answers('stub', `echo '{"ServerURL":"${H}","Username":"helped","Secret":"s"}'`);
const notFound = answers('stub', "echo 'credentials not found in native keychain'; exit 1");

/** Parsing: what the whole file must look like. */
const PARSING: LookupCase[] = [
  { name: 'a file of no bytes', files: { runtime: '' }, ask: H, expected: 'error!' },
  { name: 'white space alone', files: { runtime: ' \n ' }, ask: H, expected: 'error!' },
  { name: 'an empty object', files: { runtime: '{}' }, ask: H, expected: null },
  { name: 'null', files: { runtime: 'null' }, ask: H, expected: null },
  { name: 'an array', files: { runtime: '[]' }, ask: H, expected: 'error!' },
  { name: 'a string', files: { runtime: '"x"' }, ask: H, expected: 'error!' },
  { name: 'a truncated file', files: { runtime: '{"auths":' }, ask: H, expected: 'error!' },
  {
    name: 'a trailing comma',
    files: { runtime: `{"auths":{"${H}":{"auth":"${auth('a')}"},}}` },
    ask: H,
    expected: 'error!',
  },
  { name: 'a comment', files: { runtime: '/*c*/{"auths":{}}' }, ask: H, expected: 'error!' },
  {
    name: 'a byte order mark',
    files: { runtime: `\ufeff${file({ [H]: ok('a') })}` },
    ask: H,
    expected: 'error!',
  },
  {
    name: 'UTF-16',
    files: { runtime: Buffer.from(file({ [H]: ok('a') }), 'utf16le') },
    ask: H,
    expected: 'error!',
  },
  {
    name: 'a second object behind the first',
    files: { runtime: `${file({ [H]: ok('a') })}{}` },
    ask: H,
    expected: 'error!',
  },
  { name: 'auths null', files: { runtime: '{"auths":null}' }, ask: H, expected: null },
  { name: 'auths an array', files: { runtime: '{"auths":[]}' }, ask: H, expected: 'error!' },
  {
    name: 'member names in capitals',
    files: { runtime: `{"AUTHS":{"${H}":{"AUTH":"${auth('caps')}"}}}` },
    ask: H,
    expected: 'caps',
  },
  {
    name: 'a key twice',
    files: {
      runtime: `{"auths":{"${H}":{"auth":"${auth('first')}"},"${H}":{"auth":"${auth('last')}"}}}`,
    },
    ask: H,
    expected: 'last',
  },
  {
    name: 'an escaped key',
    files: { runtime: `{"auths":{"127.0.0.1\\u003a5911":{"auth":"${auth('esc')}"}}}` },
    ask: '127.0.0.1:5911',
    expected: 'esc',
  },
  { name: 'a number for auth', files: runtime({ [H]: { auth: 5 } }), ask: H, expected: 'error!' },
];

/** Values: what one entry says. */
const VALUES: LookupCase[] = [
  { name: 'an empty entry', files: runtime({ [H]: {} }), ask: H, expected: null },
  { name: 'a null entry', files: runtime({ [H]: null }), ask: H, expected: null },
  {
    name: 'user name and password in plain members',
    files: runtime({ [H]: { username: 'u', password: 'p' } }),
    ask: H,
    expected: null,
  },
  {
    name: 'bad base64 in the entry that matches',
    files: runtime({ [H]: { auth: '!!!' } }),
    ask: H,
    expected: 'error!',
  },
  {
    name: 'bad base64 in another entry',
    files: runtime({ 'other.example.com': { auth: '!!!' }, [H]: ok('fine') }),
    ask: H,
    expected: 'fine',
  },
  {
    name: 'base64 without padding',
    files: runtime({ [H]: { auth: auth('ab', 'c').replace(/=+$/, '') } }),
    ask: H,
    expected: 'error!',
  },
  {
    name: 'URL-safe base64',
    files: runtime({
      [H]: { auth: Buffer.from('u:\xfb\xff\xfe', 'latin1').toString('base64url') },
    }),
    ask: H,
    expected: 'error!',
  },
  {
    name: 'a line end inside base64',
    files: runtime({ [H]: { auth: `${auth('lines').slice(0, 4)}\n${auth('lines').slice(4)}` } }),
    ask: H,
    expected: 'lines',
  },
  {
    name: 'a space inside base64',
    files: runtime({ [H]: { auth: `${auth('lines').slice(0, 4)} ${auth('lines').slice(4)}` } }),
    ask: H,
    expected: 'error!',
  },
  {
    name: 'no colon in the value',
    files: runtime({ [H]: { auth: Buffer.from('nocolon').toString('base64') } }),
    ask: H,
    expected: null,
  },
  { name: 'no user name', files: runtime({ [H]: { auth: auth('') } }), ask: H, expected: null },
  {
    name: 'no password',
    files: runtime({ [H]: { auth: auth('alice', '') } }),
    ask: H,
    expected: 'alice',
  },
  {
    name: 'NULs behind the password',
    files: runtime({ [H]: { auth: auth('alice', 'pw\0\0') } }),
    ask: H,
    expected: 'alice',
  },
  {
    name: 'a password with a colon',
    files: runtime({ [H]: { auth: auth('a', 'b:c') } }),
    ask: H,
    expected: 'a',
  },
  {
    name: 'a service account with a pipe',
    files: runtime({ [H]: ok('6543210|my-sa') }),
    ask: H,
    expected: '6543210|my-sa',
  },
  {
    name: 'an identity token without a user beside it',
    files: runtime({ [H]: { identitytoken: 't' } }),
    ask: H,
    expected: null,
  },
];

/** Keys: which of several answers. */
const KEYS: LookupCase[] = [
  {
    name: 'the longest key of three',
    files: runtime({
      'q.example': ok('host'),
      'q.example/org': ok('org'),
      'q.example/org/repo': ok('repo'),
    }),
    ask: 'q.example/org/repo/sub',
    expected: 'repo',
  },
  {
    name: 'a segment boundary',
    files: runtime({ 'q.example': ok('host'), 'q.example/org': ok('org') }),
    ask: 'q.example/org2',
    expected: 'host',
  },
  {
    name: 'an https URL',
    files: runtime({ 'https://q.example/v1/': ok('url') }),
    ask: 'q.example',
    expected: 'url',
  },
  {
    name: 'an http URL',
    files: runtime({ 'http://q.example/v2/': ok('url') }),
    ask: 'q.example/o',
    expected: 'url',
  },
  {
    name: 'a URL with a path serves the whole host',
    files: runtime({ 'https://q.example/org/repo': ok('url') }),
    ask: 'q.example/other/x',
    expected: 'url',
  },
  {
    name: 'a trailing slash',
    files: runtime({ 'q.example/': ok('slash') }),
    ask: 'q.example',
    expected: null,
  },
  {
    name: 'a bare /v1/',
    files: runtime({ 'q.example/v1/': ok('v1') }),
    ask: 'q.example',
    expected: null,
  },
  {
    name: 'a port too many',
    files: runtime({ 'q.example:443': ok('p') }),
    ask: 'q.example',
    expected: null,
  },
  {
    name: 'a port too few',
    files: runtime({ 'q.example': ok('p') }),
    ask: 'q.example:443',
    expected: null,
  },
  { name: 'capitals', files: runtime({ 'QUAY.IO': ok('caps') }), ask: 'quay.io', expected: null },
  {
    name: 'a glob',
    files: runtime({ '*.redhat.io': ok('g') }),
    ask: 'a.redhat.io',
    expected: null,
  },
  ...['HTTPS://q.example', 'ftp://q.example', ' q.example', 'https://user@q.example/'].map(
    (key): LookupCase => ({
      name: `the key «${key}»`,
      files: runtime({ [key]: ok('odd') }),
      ask: 'q.example',
      expected: null,
    }),
  ),
  ...['docker.io', 'index.docker.io', 'registry-1.docker.io', 'https://index.docker.io/v1/'].map(
    (key): LookupCase => ({
      name: `Docker Hub under «${key}»`,
      files: hub(key),
      ask: 'docker.io',
      expected: 'hub',
    }),
  ),
  {
    name: 'the web site of Docker Hub',
    files: hub('https://registry.hub.docker.com'),
    ask: 'docker.io',
    expected: null,
  },
  {
    name: 'a namespace of Docker Hub beside the whole',
    files: runtime({ 'docker.io/vendor': ok('vendor'), 'docker.io': ok('all') }),
    ask: 'docker.io/library/x',
    expected: 'all',
  },
  {
    name: 'an empty entry that is more specific',
    files: runtime({ 'q.example/org': {}, 'q.example': ok('host') }),
    ask: 'q.example/org/r',
    expected: null,
  },
  {
    name: 'an empty entry, and the host in a later file',
    files: { runtime: file({ 'q.example/org': {} }), docker: file({ 'q.example': ok('later') }) },
    ask: 'q.example/org/r',
    expected: 'later',
  },
  {
    name: 'a broad key before a specific one in a later file',
    files: {
      runtime: file({ 'q.example': ok('broad') }),
      docker: file({ 'q.example/org/r': ok('specific') }),
    },
    ask: 'q.example/org/r',
    expected: 'broad',
  },
];

/** Files: which are read, and what a broken one does. */
const FILES: LookupCase[] = [
  {
    name: 'the order of the four files',
    files: {
      runtime: file({}),
      user: file({ [H]: ok('user') }),
      docker: file({ [H]: ok('docker') }),
      legacy: JSON.stringify({ [H]: ok('legacy') }),
    },
    ask: H,
    expected: 'user',
  },
  {
    name: 'the docker file before the legacy one',
    files: { docker: file({ [H]: ok('docker') }), legacy: JSON.stringify({ [H]: ok('legacy') }) },
    ask: H,
    expected: 'docker',
  },
  {
    name: 'the legacy file alone, with a URL for a key',
    files: { legacy: JSON.stringify({ [`https://${H}/v1/`]: ok('legacy') }) },
    ask: `${H}/org/repo`,
    expected: 'legacy',
  },
  {
    name: 'a broken later file behind a match',
    files: { runtime: file({ [H]: ok('first') }), docker: '{' },
    ask: H,
    expected: 'first',
  },
  {
    name: 'a broken later file that is reached',
    files: { runtime: file({}), docker: '{' },
    ask: H,
    expected: 'error!',
  },
  {
    name: 'a runtime directory that does not exist',
    env: { XDG_RUNTIME_DIR: '$HOME/nowhere' },
    files: { user: file({ [H]: ok('user') }) },
    ask: H,
    expected: 'user',
  },
  {
    name: 'REGISTRY_AUTH_FILE before everything',
    env: { REGISTRY_AUTH_FILE: '$HOME/explicit/auth.json' },
    files: { explicit: file({ [H]: ok('explicit') }), runtime: file({ [H]: ok('runtime') }) },
    ask: H,
    expected: 'explicit',
  },
  {
    name: 'REGISTRY_AUTH_FILE of no characters',
    env: { REGISTRY_AUTH_FILE: '' },
    files: { runtime: file({ [H]: ok('runtime') }) },
    ask: H,
    expected: 'runtime',
  },
  {
    name: 'DOCKER_CONFIG in place of the runtime file',
    env: { DOCKER_CONFIG: '$HOME/.docker' },
    files: { docker: file({ [H]: ok('docker') }), runtime: file({ [H]: ok('runtime') }) },
    ask: H,
    expected: 'docker',
  },
];

/** Helpers of auth.json. */
const HELPERS: LookupCase[] = [
  {
    name: 'a helper for the host',
    files: runtime({ [H]: ok('file') }, { credHelpers: { [H]: 'stub' } }),
    helper: found,
    ask: H,
    expected: 'helped',
  },
  {
    name: 'a helper with nothing, and an entry in the file',
    files: runtime({ [H]: ok('file') }, { credHelpers: { [H]: 'stub' } }),
    helper: notFound,
    ask: H,
    expected: null,
  },
  {
    name: 'a helper that prints no JSON',
    files: runtime({}, { credHelpers: { [H]: 'stub' } }),
    helper: answers('stub', 'echo nonsense'),
    ask: H,
    expected: 'error!',
  },
  {
    name: 'a helper that is not installed',
    files: runtime({}, { credHelpers: { [H]: 'absent' } }),
    ask: H,
    expected: 'error!',
  },
];

export const LOOKUP_CASES: readonly LookupCase[] = [
  ...PARSING,
  ...VALUES,
  ...KEYS,
  ...FILES,
  ...HELPERS,
];

export function expectedAnswer(expected: Expected): Answer['kind'] {
  return expected === 'error!' ? 'error' : expected === null ? 'nobody' : 'user';
}
