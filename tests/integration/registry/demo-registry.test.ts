import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { textImage } from '../../../electron/core/demo-registry/image.ts';
import { DEMO_ACCOUNT, DEMO_REPOSITORY } from '../../../shared/demo.ts';
import { check } from '../../support/registry-check.ts';
import { run } from '../../support/tools-process.ts';

let demo: DemoRegistry;
let directory: string;
beforeAll(async () => {
  demo = await startDemoRegistry();
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-demo-'));
});
afterAll(async () => {
  await demo.close();
  await rm(directory, { recursive: true });
});

const authFile = () => join(directory, 'auth.json');
const image = () => `${demo.registry}/${DEMO_REPOSITORY}:latest`;
const login = (tool: string, registry: string, { username, password } = DEMO_ACCOUNT as Account) =>
  run(
    tool,
    [
      'login',
      '--tls-verify=false',
      '--authfile',
      authFile(),
      '-u',
      username,
      '--password-stdin',
      registry,
    ],
    { input: password },
  );
type Account = { username: string; password: string };

describe('the demo registry answers like registry.redhat.io', () => {
  const fetchDemo = (path: string, headers = {}) =>
    fetch(`http://${demo.registry}${path}`, { headers });
  const REALM_PATH = '/auth/realms/rhcc/protocol/redhat-docker-v2/auth';

  test('with a challenge that names its own host, and 99 bytes', async () => {
    const response = await fetchDemo('/v2/');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer realm="http://${demo.registry}${REALM_PATH}",service="docker-registry"`,
    );
    expect(response.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(response.headers.get('content-length')).toBe('99');
    expect(await response.text()).toBe(
      '{"errors":[{"code":"UNAUTHORIZED","message":"Access to the requested resource is not authorized"}]}',
    );
  });

  test('with one text for a missing credential and another for a wrong one', async () => {
    const missing = await fetchDemo(REALM_PATH);
    expect([missing.status, await missing.text()]).toEqual([
      401,
      expect.stringContaining('Please login to the Red Hat Registry using your Customer Portal'),
    ]);
    const authorization = `Basic ${Buffer.from('a:b').toString('base64')}`;
    const wrong = await fetchDemo(REALM_PATH, { authorization });
    expect([wrong.status, await wrong.text()]).toEqual([
      401,
      expect.stringContaining('Invalid username or password'),
    ]);
  });

  test('with a token of five minutes', async () => {
    const authorization = `Basic ${Buffer.from(`${DEMO_ACCOUNT.username}:${DEMO_ACCOUNT.password}`).toString('base64')}`;
    const issued = await (await fetchDemo(REALM_PATH, { authorization })).json();
    expect(issued).toEqual({
      token: expect.any(String),
      access_token: issued.token,
      expires_in: 300,
      issued_at: expect.any(String),
    });
    const ping = await fetchDemo('/v2/', { authorization: `Bearer ${issued.token}` });
    expect(ping.status).toBe(200);
  });

  test('and takes no writing', async () => {
    const response = await fetch(`http://${demo.registry}/v2/demo/hello/blobs/uploads/`, {
      method: 'POST',
    });
    expect(response.status).toBe(405);
  });
});

describe('S2, S12: our check and the tools agree', () => {
  const accounts: [string, Account, string][] = [
    ['the right password', DEMO_ACCOUNT, 'verified'],
    ['a wrong password', { ...DEMO_ACCOUNT, password: 'wrong' }, 'rejected'],
    ['the short name alone', { ...DEMO_ACCOUNT, username: 'demo' }, 'rejected'],
    ['another user', { ...DEMO_ACCOUNT, username: '1234567|other' }, 'rejected'],
  ];

  test.each(accounts)('on %s', async (_, account, verdict) => {
    const { result } = await check(demo.registry, account);
    expect(result.verdict).toBe(verdict);
    for (const tool of ['skopeo', 'podman']) {
      const { code, stdout, stderr } = await login(tool, demo.registry, account);
      expect(code === 0 ? stdout : stderr).toContain(
        verdict === 'verified' ? 'Login Succeeded!' : 'invalid username/password',
      );
    }
  });

  test('on a registry that refuses nobody at its door and everybody at its repository', async () => {
    const picky = await startDemoRegistry({
      accounts: [{ ...DEMO_ACCOUNT, repositories: [] }],
    });
    expect((await check(picky.registry, DEMO_ACCOUNT)).result.verdict).toBe('verified');
    expect((await login('skopeo', picky.registry)).code).toBe(0);
    await picky.close();
  });
});

describe('S15: its images can be pulled', () => {
  const inspect = (reference: string) =>
    run('skopeo', [
      'inspect',
      '--tls-verify=false',
      '--authfile',
      authFile(),
      `docker://${reference}`,
    ]);

  test('by skopeo, with a login', async () => {
    expect((await login('skopeo', demo.registry)).code).toBe(0);
    const to = join(directory, 'copy');
    const copy = ['copy', '--src-tls-verify=false', '--authfile', authFile()];
    const { code, stderr } = await run('skopeo', [...copy, `docker://${image()}`, `dir:${to}`]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const manifest = JSON.parse(await readFile(join(to, 'manifest.json'), 'utf8'));
    const layer = manifest.layers[0].digest.replace('sha256:', '');
    const tar = gunzipSync(await readFile(join(to, layer)));
    expect(tar.toString('utf8', 0, 9)).toBe('hello.txt');
    expect(tar.toString('utf8', 512)).toContain('Hello from the demo registry');
  });

  test('by digest, and its tags are listed', async () => {
    const { stdout } = await inspect(image());
    const { Digest, RepoTags } = JSON.parse(stdout);
    expect(RepoTags).toEqual(['latest']);
    const { code } = await inspect(`${demo.registry}/${DEMO_REPOSITORY}@${Digest}`);
    expect(code).toBe(0);
  });

  test('by nobody else', async () => {
    const args = ['inspect', '--tls-verify=false', '--no-creds', `docker://${image()}`];
    const { code, stderr } = await run('skopeo', args);
    expect(code).toBe(1);
    expect(stderr).toContain('Please login to the Red Hat Registry');
  });

  test('and what is not there, or asks for its terms to be accepted, says so', async () => {
    const gated = await startDemoRegistry({
      repositories: {
        'rhel8/gated': { tags: { latest: textImage('x', 'x') }, termsGated: true },
        'rhel8/open': { tags: { '8': textImage('x', 'x') } },
      },
    });
    expect((await login('skopeo', gated.registry)).code).toBe(0);
    const errors = await Promise.all(
      ['rhel8/gated', 'rhel8/open:9', 'rhel8/none'].map(async (name) => {
        return (await inspect(`${gated.registry}/${name}`)).stderr;
      }),
    );
    expect(errors).toEqual([
      expect.stringContaining('This repo requires terms acceptance'),
      expect.stringContaining('manifest unknown'),
      expect.stringMatching(/name unknown|repository name not known to registry/),
    ]);
    await gated.close();
  });
});
