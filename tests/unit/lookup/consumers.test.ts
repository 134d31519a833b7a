import { describe, expect, it } from 'vitest';
import { resolve } from '../../../electron/core/lookup/resolve.ts';
import type { Consumer, Resolution } from '../../../shared/lookup.ts';
import { login, type PaperMachine, paperWorld } from './world.ts';

const HOME = '/home/ada';
const DOCKER = `${HOME}/.docker/config.json`;
const RUNTIME = '/run/user/1000/containers/auth.json';
const USER = `${HOME}/.config/containers/auth.json`;
const env = { XDG_RUNTIME_DIR: '/run/user/1000' };

/** Asks for `registry/repository`; the registry ends at the first slash. */
function ask(consumer: Consumer, machine: PaperMachine, reference: string): Promise<Resolution> {
  const [registry = '', ...path] = reference.split('/');
  const repository = path.length === 0 ? null : path.join('/');
  return resolve(paperWorld({ env, ...machine }), consumer, { registry, repository });
}

function reasons(resolution: Resolution): Record<string, string> {
  const candidates = resolution.steps.flatMap((step) => step.candidates);
  return Object.fromEntries(candidates.map(({ key, reason }) => [key, reason]));
}

describe('go-containerregistry tools', () => {
  it('stop at a docker config, even one without a match', async () => {
    const files = { [DOCKER]: { auths: {} }, [RUNTIME]: { auths: { 'quay.io': login('rt') } } };
    const resolution = await ask('crane', { files }, 'quay.io/org/app');
    expect(resolution.winner).toBeNull();
    expect(resolution.steps.map(({ source }) => source)).toEqual([DOCKER]);
  });

  it('go on to podman’s file where there is no docker config', async () => {
    const files = { [RUNTIME]: { auths: { 'quay.io': login('rt') } } };
    const resolution = await ask('crane', { files }, 'quay.io/org/app');
    expect(resolution.winner).toMatchObject({ key: 'quay.io', username: 'rt' });
  });

  it('try the repository and the host, and no namespace between', async () => {
    const auths = { 'quay.io/org': login('org'), 'quay.io/org/app': login('app') };
    const both = await ask('crane', { files: { [DOCKER]: { auths } } }, 'quay.io/org/app');
    expect(both.winner?.username).toBe('app');
    const namespace = { auths: { 'quay.io/org': login('org'), 'quay.io': login('host') } };
    const host = await ask('crane', { files: { [DOCKER]: namespace } }, 'quay.io/org/app');
    expect(host.winner?.username).toBe('host');
  });

  it('stop with an error at a docker config that does not parse', async () => {
    const resolution = await ask('crane', { files: { [DOCKER]: '{' } }, 'quay.io/org/app');
    expect(resolution.problem).toMatchObject({ code: 'FILE_MALFORMED', context: { path: DOCKER } });
  });

  it('ask a helper, and stop with its error', async () => {
    const files = { [DOCKER]: { auths: {}, credsStore: 'desktop' } };
    const machine = { files, helpers: { desktop: { 'quay.io': 'held' } } };
    expect((await ask('crane', machine, 'quay.io')).winner?.username).toBe('held');
    const missing = await ask('crane', { files }, 'quay.io');
    expect(missing.problem?.code).toBe('HELPER_MISSING');
  });
});

describe('the docker CLI', () => {
  it('reads its own file alone', async () => {
    const files = { [RUNTIME]: { auths: { 'quay.io': login('rt') } } };
    expect((await ask('docker', { files }, 'quay.io/a')).winner).toBeNull();
  });

  it('gives a namespaced entry to the whole host', async () => {
    const files = { [DOCKER]: { auths: { 'quay.io/org': login('org') } } };
    const resolution = await ask('docker', { files }, 'quay.io/other');
    expect(resolution.winner).toMatchObject({ key: 'quay.io/org', username: 'org' });
  });

  it('asks the platform’s helper where the file says nothing of credentials', async () => {
    const files = { [DOCKER]: {} };
    const helpers = { secretservice: { 'quay.io': 'kept' } };
    const programs = ['docker-credential-secretservice'];
    const machine = { files, helpers, programs };
    const resolution = await ask('docker', machine, 'quay.io/a');
    expect(resolution.winner?.username).toBe('kept');
    expect(resolution.steps[0]?.helper).toBe('secretservice');
    // One entry is enough for docker to keep to the file.
    const withEntry = { ...machine, files: { [DOCKER]: { auths: { 'a.io': login('a') } } } };
    expect((await ask('docker', withEntry, 'quay.io/a')).winner).toBeNull();
  });

  it('takes the plain entry where the helper fails, and the failure is shown', async () => {
    const auths = { 'quay.io': login('plain') };
    const files = { [DOCKER]: { auths, credHelpers: { 'quay.io': 'gone' } } };
    const resolution = await ask('docker', { files }, 'quay.io/a');
    expect(resolution.winner?.username).toBe('plain');
    expect(resolution.steps[0]?.problem?.code).toBe('HELPER_MISSING');
  });

  it('asks without a credential where the file does not parse', async () => {
    const resolution = await ask('docker', { files: { [DOCKER]: '{' } }, 'quay.io/a');
    expect(resolution.winner).toBeNull();
    expect(resolution.problem).toBeNull();
    expect(resolution.steps[0]).toMatchObject({ outcome: 'error' });
  });

  it('asks DOCKER_AUTH_CONFIG first', async () => {
    const files = { [DOCKER]: { auths: { 'quay.io': login('file') } } };
    const variable = JSON.stringify({ auths: { 'quay.io': login('variable') } });
    const machine = { files, env: { ...env, DOCKER_AUTH_CONFIG: variable } };
    const resolution = await ask('docker', machine, 'quay.io/a');
    expect(resolution.winner?.username).toBe('variable');
    expect(reasons(resolution)).toEqual({ 'quay.io': 'earlier-source-wins' });
  });

  it('keeps Docker Hub under the URL', async () => {
    const files = { [DOCKER]: { auths: { 'https://index.docker.io/v1/': login('hub') } } };
    const resolution = await ask('docker', { files }, 'docker.io/library/x');
    expect(resolution.winner?.username).toBe('hub');
  });
});

describe('the kubelet', () => {
  const NODE = '/var/lib/kubelet/config.json';
  const node = (auths: Record<string, unknown>): PaperMachine => ({ files: { [NODE]: { auths } } });
  const user = async (auths: Record<string, unknown>, reference: string) =>
    (await ask('kubelet', node(auths), reference)).winner?.username ?? null;

  it.each([
    ['a glob for one label', '*.redhat.io', 'registry.redhat.io/x', 'u'],
    ['no glob across a dot', '*.redhat.io', 'a.b.redhat.io/x', null],
    ['no glob across a port', '*.io', 'r.io:5000/x', null],
    ['a URL with a version and a slash', 'https://r.io/v1/', 'r.io/x', 'u'],
    ['a URL with a version for a path', 'https://r.io/v1', 'r.io/x', null],
    ['a path as a prefix of the text', 'quay.io/org', 'quay.io/orgx/y', 'u'],
    ['a port that is equal', 'r.io:5000', 'r.io:5000/x', 'u'],
    ['a port too many', 'r.io:443', 'r.io/x', null],
    ['Docker Hub under its index', 'https://index.docker.io/v1/', 'docker.io/library/x', 'u'],
  ])('%s', async (_, key, reference, expected) => {
    expect(await user({ [key]: login('u') }, reference)).toBe(expected);
  });

  it('tries longer paths first', async () => {
    const auths = { 'quay.io': login('host'), 'quay.io/org': login('org') };
    expect(await user(auths, 'quay.io/org/app')).toBe('org');
  });

  it('reads unpadded base64 and plain members', async () => {
    const unpadded = Buffer.from('ab:c').toString('base64').replace(/=+$/, '');
    expect(await user({ 'quay.io': { auth: unpadded } }, 'quay.io/x')).toBe('ab');
    const plain = { 'quay.io': { username: 'plain', password: 'p' } };
    expect(await user(plain, 'quay.io/x')).toBe('plain');
  });

  it('drops the whole file for one value that does not decode, and takes the next file', async () => {
    const files = {
      [NODE]: { auths: { 'quay.io': login('node'), 'other.io': { auth: '!!!' } } },
      '/srv/node/config.json': { auths: { 'quay.io': login('cwd') } },
    };
    const resolution = await ask('kubelet', { files }, 'quay.io/x');
    expect(resolution.winner?.username).toBe('cwd');
    expect(resolution.steps[0]).toMatchObject({ outcome: 'error' });
  });

  it('uses the first config.json alone', async () => {
    const files = {
      [NODE]: { auths: {} },
      '/srv/node/config.json': { auths: { 'quay.io': login('cwd') } },
    };
    expect((await ask('kubelet', { files }, 'quay.io/x')).winner).toBeNull();
  });
});

describe('oc', () => {
  it('takes a named file that is missing for an error', async () => {
    const machine = { env: { ...env, REGISTRY_AUTH_FILE: '/nowhere' } };
    expect((await ask('oc', machine, 'quay.io')).problem).toMatchObject({ code: 'FILE_IO' });
  });

  it('prefers docker’s file where it is told to', async () => {
    const files = {
      [DOCKER]: { auths: { 'quay.io': login('docker') } },
      [RUNTIME]: { auths: { 'quay.io': login('rt') } },
    };
    expect((await ask('oc', { files }, 'quay.io')).winner?.username).toBe('rt');
    const preferring = { files, env: { ...env, REGISTRY_AUTH_PREFERENCE: 'docker' } };
    expect((await ask('oc', preferring, 'quay.io')).winner?.username).toBe('docker');
  });
});

describe('podman on other platforms', () => {
  it('starts from the home directory on macOS, whatever XDG_CONFIG_HOME says', async () => {
    const files = { [USER]: { auths: { 'quay.io': login('home') } } };
    const machine = { files, platform: 'darwin', env: { XDG_CONFIG_HOME: '/elsewhere' } } as const;
    const resolution = await ask('podman', machine, 'quay.io/a');
    expect(resolution.winner?.username).toBe('home');
    expect(resolution.steps[1]?.source).toBe('/elsewhere/containers/auth.json');
  });

  it('writes Windows paths on Windows', async () => {
    const machine = { platform: 'win32', home: 'C:\\Users\\ada', env: {} } as const;
    const resolution = await ask('podman', machine, 'quay.io/a');
    expect(resolution.steps[0]?.source).toBe('C:\\Users\\ada\\.config\\containers\\auth.json');
  });
});

describe('why the others lost', () => {
  it('names what a person would take for a match', async () => {
    const auths = {
      'QUAY.IO': login('caps'),
      'quay.io:443': login('port'),
      'HTTPS://quay.io': login('scheme'),
      'quay.io/': login('slash'),
      '*.io': login('glob'),
      'quay.io/other': login('namespace'),
      'registry.redhat.io': login('foreign'),
    };
    const resolution = await ask('podman', { files: { [RUNTIME]: { auths } } }, 'quay.io/org/app');
    expect(reasons(resolution)).toEqual({
      'QUAY.IO': 'wrong-case',
      'quay.io:443': 'other-port',
      'HTTPS://quay.io': 'scheme-not-understood',
      'quay.io/': 'path-not-understood',
      '*.io': 'glob-not-understood',
      'quay.io/other': 'other-namespace',
    });
  });

  it('says that an earlier file with a broader key has won', async () => {
    const files = {
      [RUNTIME]: { auths: { 'quay.io': login('broad') } },
      [USER]: { auths: { 'quay.io/org/app': login('specific') } },
    };
    const resolution = await ask('podman', { files }, 'quay.io/org/app');
    expect(resolution.winner?.username).toBe('broad');
    expect(reasons(resolution)).toMatchObject({ 'quay.io/org/app': 'earlier-source-wins' });
    expect(resolution.steps[1]?.outcome).toBe('not-reached');
  });
});
