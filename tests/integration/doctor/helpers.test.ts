import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHelperClient } from '../../../electron/core/authfile/credential-helper.ts';
import { startDemoRegistry } from '../../../electron/core/demo-registry/demo-registry.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { FindingCode } from '../../../shared/doctor.ts';
import { makePassStore, type PassStore } from '../../support/authfile-pass.ts';
import { type Keyring, startKeyring, until } from '../../support/keyring.ts';
import { auth, createPatient, type Patient, type PatientOptions } from './support.ts';

const run = promisify(execFile);
const PATH = process.env.PATH ?? '/usr/bin:/bin';
const never = new AbortController().signal;
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

let patient: Patient;
const admit = async (options: PatientOptions = {}) => {
  patient = await createPatient(options);
  return patient;
};
afterEach(() => patient.remove());

const codes = async () => (await patient.examine()).map(({ code }) => code);

describe('helpers that do not work', () => {
  const cases: [string, string, string | null, FindingCode, object][] = [
    ['no program of that name', 'nowhere', null, 'helper-missing', {}],
    ['another platform’s', 'osxkeychain', null, 'helper-of-another-program', {}],
    ['Windows’ own', 'wincred', null, 'helper-of-another-program', {}],
    [
      'one that fails',
      'broken',
      'echo "the store is on fire"; exit 1',
      'helper-failing',
      { reason: 'the store is on fire' },
    ],
    ['one that talks nonsense', 'mad', 'echo hello', 'helper-failing', { reason: 'not-json' }],
    [
      'Docker Desktop’s, without Docker Desktop',
      'desktop',
      'echo "no such pipe"; exit 1',
      'helper-of-another-program',
      { reason: 'no such pipe' },
    ],
    ['a name that is none', '../../bin/sh', null, 'helper-missing', {}],
  ];
  test.each(cases)('%s', async (_name, suffix, body, code, evidence) => {
    await admit();
    if (body !== null) await patient.helper(suffix, body);
    await patient.put(patient.configJson, `{"credsStore": "${suffix}", "auths": {"q.io": {}}}`);
    const { plan } = await patient.cure(code);
    expect(plan.finding).toMatchObject({
      severity: 'error',
      targetId: 'docker',
      fix: 'drop-helper',
      evidence: { helper: suffix, ...evidence },
    });
    expect(plan).toMatchObject({
      dropped: [{ helper: suffix, host: null }],
      fetchable: [],
      warnings: [{ code: 'helper-silent' }, { code: 'login-lost', key: 'q.io' }],
    });
    expect(await readFile(patient.configJson, 'utf8')).toBe('{"auths": {"q.io": {}}}');
  });

  test('one that hangs is given five seconds, and ends with all that it started', async () => {
    await admit();
    await patient.helper('stuck', 'echo $$ >"$HOME/pid"; sleep 1000; true');
    await patient.put(patient.authJson, { credHelpers: { 'q.io': 'stuck', 'r.io': '' } });
    const { plan } = await patient.cure('helper-hanging');
    expect(plan.finding).toMatchObject({ evidence: { helper: 'stuck', limitMs: 5000 } });
    const pid = (await readFile(join(patient.home, 'pid'), 'utf8')).trim();
    // What is dead may still wait for somebody to notice.
    const alive = () => run('pgrep', ['--runstates', 'R,S,D', '--pgroup', pid]);
    await until(() =>
      alive().then(
        () => false,
        () => true,
      ),
    );
    expect(await json(patient.authJson)).toEqual({ credHelpers: { 'r.io': '' } });
  });

  test('an examination that is cancelled does not wait for it', async () => {
    await admit();
    await patient.helper('stuck', 'echo $$ >"$HOME/pid"; sleep 1000; true');
    await patient.put(patient.authJson, { credHelpers: { 'q.io': 'stuck' } });
    const abort = new AbortController();
    const examining = patient.doctor.examine(abort.signal);
    const started = async (): Promise<void> => {
      const pid = await readFile(join(patient.home, 'pid'), 'utf8').catch(() => '');
      if (pid === '') return new Promise(setImmediate).then(started);
    };
    await started();
    abort.abort();
    await expect(examining).rejects.toThrow();
  });

  test('a program that is gone, and left its link', async () => {
    await admit();
    const bin = patient.env.PATH?.split(':')[0] ?? '';
    await symlink('/opt/gone/docker-credential-thing', join(bin, 'docker-credential-thing'));
    await patient.put(patient.configJson, { credsStore: 'thing' });
    expect(await patient.find('helper-of-another-program')).toMatchObject({
      evidence: { path: join(bin, 'docker-credential-thing'), reason: 'program-gone' },
    });
  });

  test('one that cannot list is asked for a server that it is there for', async () => {
    await admit();
    await patient.helper(
      'ecr-login',
      'if [ "$1" = list ]; then echo "not implemented"; exit 1; fi; cat >"$HOME/asked"; echo "credentials not found in native keychain"; exit 1',
    );
    await patient.put(patient.configJson, { credHelpers: { 'x.amazonaws.com': 'ecr-login' } });
    expect(await codes()).toEqual([]);
    expect(await readFile(join(patient.home, 'asked'), 'utf8')).toBe('x.amazonaws.com');
  });

  test('each helper is asked once, however many files name it', async () => {
    await admit();
    await patient.helper('counted', 'echo x >>"$HOME/asked"; echo "{}"');
    await patient.put(patient.configJson, { credsStore: 'counted', credHelpers: { a: 'counted' } });
    await patient.put(patient.authJson, { credHelpers: { b: 'counted' } });
    await patient.examine();
    expect(await readFile(join(patient.home, 'asked'), 'utf8')).toBe('x\n');
  });

  test('U6 no helper is asked while its keyring would show a prompt', async () => {
    await admit({ keyringLocked: () => true });
    await patient.helper('secretservice', 'echo x >"$HOME/asked"; exit 1');
    await patient.put(patient.configJson, { credsStore: 'secretservice' });
    expect(await codes()).toEqual([]);
    await expect(readFile(join(patient.home, 'asked'))).rejects.toThrow();
  });
});

describe('a helper of a program that is gone and still answers', () => {
  const HELD = `
case "$1" in
  list) echo '{"q.io":"alice","https://index.docker.io/v1/":"bob","https://index.docker.io/v1/access-token":"bob","t.io":"<token>"}' ;;
  get) case "$(cat)" in
    q.io) echo '{"Username":"alice","Secret":"pw"}' ;;
    https://index.docker.io/v1/) echo '{"Username":"bob","Secret":"p:w"}' ;;
    *) echo "credentials not found in native keychain"; exit 1 ;;
  esac ;;
esac`;
  const TEXT = '{\n\t"credsStore": "desktop",\n\t"auths": {\n\t\t"q.io": {}\n\t},\n\t"x": 1\n}';

  beforeEach(async () => {
    await admit();
    await patient.helper('desktop', HELD);
    await patient.put(patient.configJson, TEXT);
  });

  test('is dropped with what it holds, after saying whose logins go', async () => {
    const { plan } = await patient.cure('helper-of-another-program');
    expect(plan.finding).toMatchObject({
      severity: 'notice',
      evidence: { reason: 'program-gone' },
    });
    expect(plan.warnings.map(({ code, key }) => [code, key])).toEqual([
      ['login-lost', 'q.io'],
      ['login-lost', 'https://index.docker.io/v1/'],
      ['login-lost', 'https://index.docker.io/v1/access-token'],
      ['login-lost', 't.io'],
    ]);
    expect(plan.fetchable).toEqual([
      { key: 'q.io', username: 'alice' },
      { key: 'https://index.docker.io/v1/', username: 'bob' },
    ]);
    expect(await readFile(patient.configJson, 'utf8')).toBe(
      TEXT.replace('"credsStore": "desktop",\n\t', ''),
    );
  });

  test('or gives its logins back to the file first', async () => {
    const { plan, result } = await patient.cure('helper-of-another-program', true);
    expect(plan.warnings.map(({ code, key }) => [code, key])).toEqual([
      ['login-lost', 'https://index.docker.io/v1/access-token'],
      ['login-lost', 't.io'],
      ['plaintext-in-file', 'q.io'],
      ['plaintext-in-file', 'https://index.docker.io/v1/'],
    ]);
    expect(result.targets[0]?.changes.map(({ key, action }) => [key, action])).toEqual([
      ['q.io', 'add'],
      ['https://index.docker.io/v1/', 'add'],
      ['credsStore', 'remove'],
    ]);
    expect(await json(patient.configJson)).toEqual({
      auths: { 'q.io': auth('alice:pw'), 'https://index.docker.io/v1/': auth('bob:p:w') },
      x: 1,
    });
  });

  test('and stays where a login came into the file while it was asked', async () => {
    const finding = await patient.find('helper-of-another-program');
    await patient.plan(finding, true);
    const newer = { ...JSON.parse(TEXT), auths: { 'q.io': auth('carol:newer') } };
    const write = `[ $1 != get ] || echo '${JSON.stringify(newer)}' > ${patient.configJson}`;
    await patient.helper('desktop', `${write}; ${HELD}`);
    await expect(patient.doctor.fix(finding.id, true, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await json(patient.configJson)).toEqual(newer);
  });

  test('and stays when it has stopped to answer meanwhile', async () => {
    const finding = await patient.find('helper-of-another-program');
    await patient.plan(finding, true);
    await patient.helper('desktop', `${HELD.replaceAll('"Secret":"pw"', '"Secret":""')}`);
    await expect(patient.doctor.fix(finding.id, true, never)).rejects.toMatchObject({
      code: 'PLAN_STALE',
    });
    expect(await readFile(patient.configJson, 'utf8')).toBe(TEXT);
  });
});

describe('pass, for real', () => {
  let store: PassStore;
  beforeAll(async () => {
    store = await makePassStore();
  });
  afterAll(() => store.remove());

  test('without a key it is what docker runs into at its next login', async () => {
    await admit({ programs: ['docker', 'pass', 'docker-credential-pass'] });
    expect(await patient.find('helper-would-be-chosen')).toMatchObject({
      severity: 'warning',
      targetId: 'docker',
      fix: null,
      evidence: { helper: 'pass', reason: 'pass not initialized' },
    });
    // And so it is.
    const registry = await startDemoRegistry();
    try {
      const args = ['login', '-u', DEMO_ACCOUNT.username, '--password-stdin', registry.registry];
      const login = run('docker', args, { env: { ...patient.env, PATH } });
      login.child.stdin?.end(DEMO_ACCOUNT.password);
      await expect(login).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('pass not initialized'),
      });
    } finally {
      await registry.close();
    }
    await patient.put(patient.configJson, { auths: { 'q.io': auth('a:b') } });
    expect(await codes()).toEqual([]);
  });

  test('with a key it takes the plaintext beside it, and gives it to docker’s client', async () => {
    const { GNUPGHOME = '', PASSWORD_STORE_DIR = '' } = store.env;
    await admit({ env: { GNUPGHOME, PASSWORD_STORE_DIR, PATH } });
    const text = '{"credsStore":"pass","auths":{"q.io":{"auth":"YWxpY2U6cDp3"}},"keep":[1]}';
    await patient.put(patient.configJson, text);
    const { plan, result } = await patient.cure('plaintext-beside-helper');
    expect(plan.plan?.targets[0]?.changes).toMatchObject([
      { key: 'q.io', via: 'file', action: 'remove', usernameBefore: 'alice' },
      { key: 'q.io', via: 'helper', helper: 'pass', action: 'add', usernameAfter: 'alice' },
    ]);
    expect(plan.warnings).toMatchObject([{ code: 'unseen-by-podman', key: 'q.io' }]);
    expect(result.targets).toMatchObject([{ outcome: 'written', problem: null }]);
    const helper = createHelperClient('pass', patient.host);
    const held = await helper.get('q.io');
    expect([held?.username, held?.secret.reveal()]).toEqual(['alice', 'p:w']);
    expect(await json(patient.configJson)).toEqual({ credsStore: 'pass', auths: {}, keep: [1] });
    await helper.erase('q.io');
  });
});

describe('secretservice, for real', () => {
  let keyring: Keyring;
  beforeAll(async () => {
    keyring = await startKeyring();
  });
  afterAll(() => keyring.stop());

  test('without a session bus it fails, in its own words', async () => {
    await admit({ env: { PATH } });
    await patient.put(patient.configJson, { credsStore: 'secretservice' });
    expect((await patient.find('helper-failing')).evidence.reason).not.toBe('');
  });

  test('takes the plaintext of a URL form under the key that docker asks for', async () => {
    await admit({ env: { PATH, ...keyring.env } });
    const helper = createHelperClient('secretservice', patient.host);
    await helper.store('q.io', { username: 'alice', secret: new Secret('old') });
    await patient.put(patient.configJson, {
      credHelpers: { 'q.io': 'secretservice' },
      auths: { 'https://q.io': auth('bob:new'), 'r.io': auth('x:y') },
    });
    const { plan, result } = await patient.cure('plaintext-beside-helper');
    expect(plan.plan?.targets[0]?.changes).toMatchObject([
      {
        key: 'q.io',
        via: 'helper',
        action: 'replace',
        usernameBefore: 'alice',
        usernameAfter: 'bob',
      },
      { key: 'https://q.io', via: 'file', action: 'remove', usernameBefore: 'bob' },
    ]);
    expect(plan.warnings).toEqual([]);
    expect(result.targets.map(({ outcome }) => outcome)).toEqual(['written', 'written']);
    const held = await helper.get('q.io');
    expect([held?.username, held?.secret.reveal()]).toEqual(['bob', 'new']);
    expect(await json(patient.configJson)).toMatchObject({ auths: { 'r.io': auth('x:y') } });
    await helper.erase('q.io');
  });

  test('a working helper and an empty config are in order', async () => {
    await admit({ env: { PATH, ...keyring.env } });
    await patient.put(patient.configJson, { credsStore: 'secretservice', auths: { 'q.io': {} } });
    expect(await codes()).toEqual([]);
  });

  test('the plaintext stays where the helper does not take it', async () => {
    await admit();
    await patient.helper(
      'lazy',
      'case $1 in list) echo "{}";; get) echo "credentials not found in native keychain"; exit 1;; *) cat >/dev/null;; esac',
    );
    const text = '{"credsStore":"lazy","auths":{"q.io":{"auth":"YTpi"}}}';
    await patient.put(patient.configJson, text);
    const finding = await patient.find('plaintext-beside-helper');
    await patient.plan(finding);
    const { targets } = await patient.doctor.fix(finding.id, false, never);
    expect(targets).toMatchObject([
      {
        outcome: 'failed',
        problem: { code: 'HELPER_FAILED', context: { reason: 'read-back-mismatch' } },
      },
    ]);
    expect(await readFile(patient.configJson, 'utf8')).toBe(text);
  });
});
