import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createHelperClient,
  type HelperClient,
} from '../../../electron/core/authfile/credential-helper.ts';
import { findHelper } from '../../../electron/core/authfile/helper-process.ts';
import { Failure } from '../../../electron/core/failure.ts';
import type { Host } from '../../../electron/core/host.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { makeSandbox, type Sandbox } from '../../support/authfile-file.ts';
import { makePassStore, type PassStore } from '../../support/authfile-pass.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';

const SERVER = 'registry.example.com:5000';
/** For a process that has to start on a busy machine. */
const LONG = { timeout: 30_000 };
const credential = (username: string, secret: string) => ({ username, secret: new Secret(secret) });

function hostWith(env: Host['env'], home = '/'): Host {
  return { env, home, uid: process.getuid?.() ?? -1, platform: 'linux' };
}

async function failureOf(
  work: Promise<unknown>,
): Promise<{ code: string; reason?: string | undefined }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, reason: error.context.reason };
    throw error;
  }
  throw new Error('nothing failed');
}

async function held(helper: HelperClient, server = SERVER): Promise<string | null> {
  const found = await helper.get(server);
  return found === null ? null : `${found.username}:${found.secret.reveal()}`;
}

/** What every helper that is worth its name does. */
function keepsCredentials(client: () => HelperClient): void {
  test('7.92 nothing is there at first', async () => {
    expect(await held(client())).toBeNull();
  });

  test('stores, gives back, lists and erases', async () => {
    const helper = client();
    await helper.store(SERVER, credential('1234567|sa', 'p:ä<&>"\\'));
    expect(await held(helper)).toBe('1234567|sa:p:ä<&>"\\');
    expect([...(await helper.list()).values()]).toContain('1234567|sa');
    await helper.erase(SERVER);
    expect(await held(helper)).toBeNull();
  });

  test('7.93 the server is taken as it is written', async () => {
    const helper = client();
    await helper.store(SERVER, credential('u', 'p'));
    expect(await held(helper, `https://${SERVER}`)).toBeNull();
    await helper.erase(SERVER);
  });

  test('7.96 a second user takes the place of the first', async () => {
    const helper = client();
    await helper.store(SERVER, credential('zoe', 'one'));
    await helper.store(SERVER, credential('adam', 'two'));
    expect(await held(helper)).toBe('adam:two');
    await helper.erase(SERVER);
    expect(await held(helper)).toBeNull();
  });

  test('7.97 erasing what is not there is no failure', async () => {
    await client().erase('nowhere.example.com');
  });
}

describe('docker-credential-secretservice, with a real keyring', () => {
  let keyring: Keyring;
  let helper: HelperClient;
  beforeAll(async () => {
    keyring = await startKeyring();
    helper = createHelperClient(
      'secretservice',
      hostWith({ PATH: process.env.PATH, ...keyring.env }),
    );
  });
  afterAll(() => keyring.stop());

  keepsCredentials(() => helper);

  test('7.100 a secret of 60 000 bytes; one that the protocol cannot carry is refused before', async () => {
    const long = 'x'.repeat(60_000);
    await helper.store(SERVER, credential('u', long));
    expect(await held(helper)).toBe(`u:${long}`);
    expect(await failureOf(helper.store(SERVER, credential('u', 'x'.repeat(70_000))))).toEqual({
      code: 'SECRET_INVALID',
      reason: 'too-long',
    });
    expect(await held(helper)).toBe(`u:${long}`);
    await helper.erase(SERVER);
  });

  test('without a session bus it says so, in its own words', async () => {
    const alone = createHelperClient('secretservice', hostWith({ PATH: process.env.PATH }));
    expect(await failureOf(alone.get(SERVER))).toMatchObject({
      code: 'HELPER_FAILED',
      reason: expect.stringMatching(/D-Bus|DBUS|autolaunch/),
    });
  });
});

describe('docker-credential-pass, with a real store', () => {
  let store: PassStore;
  let helper: HelperClient;
  beforeAll(async () => {
    store = await makePassStore();
    helper = createHelperClient('pass', hostWith(store.env, store.env.HOME));
  });
  afterAll(() => store.remove());

  keepsCredentials(() => helper);

  test.each(['../../x', 'dom/user', '..'])(
    'U6, 7.99 user %s would leave its folder: refused',
    async (username) => {
      expect(await failureOf(helper.store(SERVER, credential(username, 'p')))).toEqual({
        code: 'USERNAME_INVALID',
        reason: 'path',
      });
    },
  );

  test('7.83 a store that was not made yet', async () => {
    const env = { ...store.env, PASSWORD_STORE_DIR: join(store.env.HOME ?? '', 'none') };
    const fresh = createHelperClient('pass', hostWith(env, store.env.HOME));
    expect(await failureOf(fresh.store(SERVER, credential('u', 'long enough')))).toMatchObject({
      code: 'HELPER_FAILED',
      reason: expect.stringContaining('pass not initialized'),
    });
  });
});

describe('helpers that misbehave', () => {
  let sandbox: Sandbox;
  let host: Host;
  beforeEach(async () => {
    sandbox = makeSandbox();
    const bin = join(sandbox.dir, 'bin');
    await mkdir(bin, { mode: 0o755 });
    host = hostWith({ PATH: `${bin}:/usr/bin:/bin`, LEAK: 'x', HOME: sandbox.dir }, sandbox.dir);
  });
  afterEach(() => sandbox.remove());

  const file = (name: string) => join(sandbox.dir, name);
  async function helper(script: string): Promise<HelperClient> {
    const path = join(sandbox.dir, 'bin', 'docker-credential-odd');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return createHelperClient('odd', host);
  }

  test('7.103 one that hangs is ended in time, and with it what it started', async () => {
    const odd = await helper(
      `sleep 1000 & echo $! > ${file('half')}; mv ${file('half')} ${file('child')}; wait`,
    );
    // A limit that is over before it has begun shows nothing of what it starts.
    const pidOfChild = async (limitMs: number): Promise<number> => {
      expect(await failureOf(odd.get(SERVER, { limitMs }))).toEqual({ code: 'HELPER_TIMED_OUT' });
      return existsSync(file('child'))
        ? Number(readFileSync(file('child'), 'utf8'))
        : pidOfChild(limitMs * 2);
    };
    const pid = await pidOfChild(300);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('one that hangs can be cancelled', async () => {
    const odd = await helper(`touch ${file('started')}; sleep 1000`);
    const cancel = new AbortController();
    const answer = failureOf(odd.get(SERVER, { signal: cancel.signal }));
    await expect.poll(() => existsSync(file('started'))).toBe(true);
    cancel.abort();
    expect(await answer).toEqual({ code: 'CANCELLED' });
    expect(await failureOf(odd.get(SERVER, { signal: cancel.signal }))).toEqual({
      code: 'CANCELLED',
    });
  });

  test('one that answers without end', async () => {
    const odd = await helper('exec yes');
    expect(await failureOf(odd.list())).toEqual({ code: 'HELPER_BAD_REPLY', reason: 'too-large' });
  });

  test.each([
    ['7.102 nothing', '', 'not-json'],
    ['7.102 no JSON', 'hello', 'not-json'],
    ['a list', '[]', 'wrong-type'],
    ['null', 'null', 'wrong-type'],
    ['a number for a secret', '{"Username":"u","Secret":5}', 'wrong-type'],
  ])('one that answers %s', async (_, reply, reason) => {
    const odd = await helper(`cat <<'END'\n${reply}\nEND`);
    expect(await failureOf(odd.get(SERVER))).toEqual({ code: 'HELPER_BAD_REPLY', reason });
  });

  test.each([
    ['7.92 empty fields', '{"ServerURL":"","Username":"","Secret":""}'],
    ['7.94 an empty secret', '{"Username":"u","Secret":""}'],
    ['no fields', '{}'],
  ])('%s are nothing', async (_, reply) => {
    expect(await held(await helper(`echo '${reply}'`))).toBeNull();
  });

  test('7.95 member names in any case, and an identity token told by its user', async () => {
    const odd = await helper(`echo '{"username":"<token>","SECRET":"t","__proto__":{"x":1}}'`);
    expect(await odd.get(SERVER)).toMatchObject({ username: '<token>', identityToken: true });
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('its words for "not found", with space around them', async () => {
    expect(
      await held(await helper("echo '  credentials not found in native keychain '; exit 1")),
    ).toBeNull();
  });

  test('what it says on failing is told in a line, without the secret', async () => {
    const odd = await helper(
      `case $1 in store) input=$(cat); echo "bad input: $input"; echo more; exit 1;;
       *) echo "credentials not found in native keychain"; exit 1;; esac`,
    );
    const failure = await failureOf(odd.store(SERVER, credential('u', 'canary-secret')));
    expect(failure.code).toBe('HELPER_FAILED');
    expect(failure.reason).toContain('bad input');
    expect(failure.reason).not.toContain('canary');
    expect(failure.reason).not.toContain('more');
  });

  test('one that stores something else is found out, and what was there comes back', async () => {
    const odd = await helper(
      `case $1 in
         get) [ -f ${file('kept')} ] && cat ${file('kept')} || { echo "credentials not found in native keychain"; exit 1; };;
         store) input=$(cat); case "$input" in *new*) echo '{"Username":"u","Secret":"cut"}' > ${file('kept')};; *) echo "$input" > ${file('kept')};; esac;;
         erase) cat >/dev/null; rm -f ${file('kept')};; esac`,
    );
    await odd.store(SERVER, credential('old', 'old'));
    expect(await failureOf(odd.store(SERVER, credential('new', 'new')))).toEqual({
      code: 'HELPER_FAILED',
      reason: 'read-back-mismatch',
    });
    expect(await held(odd)).toBe('old:old');
  });

  test('one whose erasing is cancelled when it is done gives back what was there', async () => {
    const odd = await helper(
      `case $1 in
         get) [ -f ${file('kept')} ] && cat ${file('kept')} || { echo "credentials not found in native keychain"; exit 1; };;
         store) cat > ${file('kept')};;
         erase) rm ${file('kept')}; touch ${file('erased')}; sleep 1000;; esac`,
    );
    await odd.store(SERVER, credential('old', 'old'));
    const cancel = new AbortController();
    const answer = failureOf(
      odd.store(SERVER, credential('new', 'new'), { signal: cancel.signal }),
    );
    await expect.poll(() => existsSync(file('erased')), LONG).toBe(true);
    cancel.abort();
    expect(await answer).toEqual({ code: 'CANCELLED' });
    expect(await held(odd)).toBe('old:old');
  });

  test('U6 the secret is in neither arguments nor environment, and of ours the environment has little', async () => {
    const odd = await helper(
      `case $1 in store) cat > ${file('input')}; tr '\\0' '\\n' < /proc/$$/cmdline > ${file('argv')}; env > ${file('env')};;
       get) [ -f ${file('input')} ] && cat ${file('input')} || { echo "credentials not found in native keychain"; exit 1; };; esac`,
    );
    await odd.store(SERVER, credential('u', 'canary-secret'));
    expect(readFileSync(file('input'), 'utf8')).toContain('canary-secret');
    for (const name of ['argv', 'env']) {
      expect(readFileSync(file(name), 'utf8')).not.toContain('canary-secret');
    }
    expect(readFileSync(file('env'), 'utf8')).not.toContain('LEAK');
  });

  test.each(['\n', '\r', '\0'])(
    'U6 %j in a server or a user is refused before anything runs',
    async (bad) => {
      const odd = await helper(`touch ${file('ran')}`);
      const code = async (work: Promise<unknown>) => (await failureOf(work)).code;
      expect(await code(odd.get(`a${bad}b`))).toBe('FILE_KEY_REFUSED');
      expect(await code(odd.erase(`a${bad}b`))).toBe('FILE_KEY_REFUSED');
      expect(await code(odd.store(SERVER, credential(`a${bad}b`, 'p')))).toBe('USERNAME_INVALID');
      expect(await code(odd.store(SERVER, credential('u', `a${bad}b`)))).toBe('SECRET_INVALID');
      expect(existsSync(file('ran'))).toBe(false);
    },
  );

  test('7.81 one that is not there', async () => {
    const missing = createHelperClient('nowhere', host);
    expect(await failureOf(missing.get(SERVER))).toEqual({ code: 'HELPER_MISSING' });
  });

  test('U6 looked for on PATH alone, in directories that nobody else can write to', async () => {
    await helper('exit 0');
    expect(await findHelper('odd', host)).toBe(join(sandbox.dir, 'bin', 'docker-credential-odd'));
    for (const suffix of ['../bin/odd', '', '-x', 'a b'])
      expect(await findHelper(suffix, host)).toBeNull();
    const relative = hostWith({ PATH: '.:bin' }, sandbox.dir);
    expect(await findHelper('odd', relative)).toBeNull();
    await chmod(join(sandbox.dir, 'bin'), 0o777);
    expect(await findHelper('odd', host)).toBeNull();
    await chmod(join(sandbox.dir, 'bin'), 0o755);
    rmSync(join(sandbox.dir, 'bin', 'docker-credential-odd'));
    expect(await findHelper('odd', host)).toBeNull();
  });
});

function isRunning(pid: number): boolean {
  try {
    // A zombie that nobody waits for has ended all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
