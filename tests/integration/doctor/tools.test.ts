import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { getLogin } from '../../support/tools.ts';
import { type RunResult, run } from '../../support/tools-process.ts';
import { auth, createPatient, type Patient } from './support.ts';

const PATH = process.env.PATH ?? '/usr/bin:/bin';
let patient: Patient;
let demo: DemoRegistry;
beforeEach(async () => {
  patient = await createPatient({ env: { PATH } });
  demo = await startDemoRegistry();
});
afterEach(async () => {
  await demo.close();
  await patient.remove();
});

function login(tool: string, ...more: string[]): Promise<RunResult> {
  const args = ['login', ...more, '-u', DEMO_ACCOUNT.username, '--password-stdin', demo.registry];
  return run(tool, args, { env: { ...patient.env }, input: DEMO_ACCOUNT.password });
}

/** What the real tools say before and after a fix. */
describe('a fix puts right what a tool stumbles over', () => {
  test('docker cannot log in with a helper that is not there', async () => {
    await patient.put(patient.configJson, { credsStore: 'nowhere' });
    expect(await login('docker')).toMatchObject({ code: 1 });
    await patient.cure('helper-missing');
    await patient.put(patient.configJson, { auths: { 'q.io': auth('a:b') } });
    expect(await login('docker')).toMatchObject({ code: 0 });
  });

  test('podman does not find a key in upper case', async () => {
    await patient.put(patient.authJson, { auths: { 'QUAY.IO': auth('alice:pw') } });
    expect(await getLogin('podman', 'quay.io', patient.env)).toBeNull();
    await patient.cure('key-never-matches');
    expect(await getLogin('podman', 'quay.io', patient.env)).toBe('alice');
  });

  test('podman stops at an empty entry', async () => {
    await patient.put(patient.authJson, { auths: { 'q.io/org': {}, 'q.io': auth('alice:pw') } });
    expect(await getLogin('podman', 'q.io/org', patient.env)).toBeNull();
    await patient.cure('empty-entry-shadows');
    expect(await getLogin('podman', 'q.io/org', patient.env)).toBe('alice');
  });

  test('podman cannot read an entry of bad base64, nor log in over it', async () => {
    await patient.put(patient.authJson, { auths: { [demo.registry]: { auth: '%%' } } });
    expect((await login('podman', '--tls-verify=false')).code).not.toBe(0);
    await patient.cure('bad-base64');
    expect((await login('podman', '--tls-verify=false')).code).toBe(0);
  });

  test('podman does not log in over an identity token', async () => {
    const token = { ...auth('alice:'), identitytoken: 'x' };
    await patient.put(patient.authJson, { auths: { [demo.registry]: token } });
    const before = await login('podman', '--tls-verify=false');
    expect(before.code).not.toBe(0);
    expect(before.stderr).toMatch(/identity token/i);
    await patient.cure('identity-token-blocks-login');
    expect((await login('podman', '--tls-verify=false')).code).toBe(0);
  });

  test('podman stays logged in through a URL form when it logs out', async () => {
    const entries = { 'q.io': auth('alice:pw'), 'https://q.io': auth('alice:pw') };
    await patient.put(patient.authJson, { auths: entries });
    await patient.cure('url-form-twin');
    const logout = await run('podman', ['logout', 'q.io'], { env: { ...patient.env } });
    expect(logout.code).toBe(0);
    expect(await getLogin('podman', 'q.io', patient.env)).toBeNull();
  });

  test('podman finds a namespace where it was moved to, and docker does not', async () => {
    await patient.put(patient.configJson, { auths: { 'q.io/org': auth('alice:pw') } });
    await patient.cure('namespace-leaks-to-host');
    expect(await getLogin('podman', 'q.io/org', patient.env)).toBe('alice');
    expect(await getLogin('podman', 'q.io', patient.env)).toBeNull();
  });
});
