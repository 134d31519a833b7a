import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/core/secret.ts';
import {
  type AgeFileVault,
  createAgeFileVault,
  KEY_FILE,
  PREVIOUS_FILE,
  SECRETS_FILE,
} from '../../../electron/core/vault/age-file.ts';
import { createPassphraseCrypt } from '../../../electron/core/vault/passphrase.ts';
import type { VaultStatus } from '../../../shared/vault.ts';
import {
  bundlePassphraseWorker,
  bundleQuickPassphraseWorker,
} from '../../support/passphrase-worker.ts';

const PASSPHRASE = new Secret('correct horse c4nary staple');
const SECRET = new Secret('c4nary-token');
let asBuilt: string;
let quick: string;
let directory: string;
let statuses: VaultStatus['state'][];

beforeAll(async () => {
  asBuilt = await bundlePassphraseWorker();
  quick = await bundleQuickPassphraseWorker();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-age-'));
  statuses = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const vault = (worker = quick): AgeFileVault =>
  createAgeFileVault({
    directory,
    crypt: createPassphraseCrypt(worker),
    onStatus: ({ state }) => statuses.push(state),
  });

async function filled(worker = quick): Promise<AgeFileVault> {
  const store = vault(worker);
  await store.setUp(PASSPHRASE);
  await store.set('one', SECRET);
  return store;
}

/** What Debian’s age makes of the two files; `script` gives it the terminal that it asks on. */
async function openedByAge(passphrase: string): Promise<string> {
  const command = `age -d -i ${KEY_FILE} ${SECRETS_FILE} > plain`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: directory });
  let asked = '';
  child.stdout.on('data', (data) => {
    asked += data;
    if (asked.includes('passphrase')) child.stdin.end(`${passphrase}\n`);
  });
  const [code] = await once(child, 'exit');
  expect(code, asked).toBe(0);
  return readFile(join(directory, 'plain'), 'utf8');
}

/** The key, as the app locks it. */
async function identityOf(): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PASSPHRASE.reveal());
  return (await decrypter.decrypt(await readFile(join(directory, KEY_FILE)), 'text')).trim();
}

describe('the store in a file that a passphrase opens', () => {
  it('opens with the passphrase alone, in a later run too', async () => {
    await filled();
    const later = vault();
    expect(await later.status()).toMatchObject({ backend: 'age-file', state: 'locked' });
    await expect(later.get('one')).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await expect(later.open(new Secret('wrong'))).rejects.toMatchObject({
      code: 'STORE_PASSPHRASE_WRONG',
    });
    expect(await later.open(PASSPHRASE)).toMatchObject({ state: 'ok' });
    expect((await later.get('one'))?.reveal()).toBe(SECRET.reveal());
    expect(await later.get('two')).toBeNull();
    expect(await later.lock()).toMatchObject({ state: 'locked' });
    await expect(later.get('one')).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await expect(later.set('one', SECRET)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(statuses).toEqual(['ok', 'ok', 'locked']);
  });

  it('opens with Debian’s age too, and costs whoever guesses at it as much as age’s own', async () => {
    await filled(asBuilt);
    const [, stanza] = (await readFile(join(directory, KEY_FILE), 'latin1')).split('\n');
    expect(stanza).toMatch(/^-> scrypt [\w+/]+ 18$/);
    expect(JSON.parse(await openedByAge(PASSPHRASE.reveal()))).toEqual({
      version: 1,
      secrets: { one: SECRET.reveal() },
    });
  });

  it('S1 holds no readable secret, and nobody else may read it', async () => {
    const store = await filled();
    await store.set('two', new Secret('c4nary-two'));
    for (const file of await readdir(directory)) {
      const path = join(directory, file);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const text = await readFile(path, 'latin1');
      expect(text).toMatch(/^age-encryption\.org\/v1\n/);
      expect(text).not.toContain('c4nary');
    }
  });

  it('another passphrase leaves the secrets as they are', async () => {
    const store = await filled();
    const before = await readFile(join(directory, SECRETS_FILE));
    const next = new Secret('another one');
    await expect(store.changePassphrase(new Secret('wrong'), next)).rejects.toMatchObject({
      code: 'STORE_PASSPHRASE_WRONG',
    });
    await store.changePassphrase(PASSPHRASE, next);
    expect(await readFile(join(directory, SECRETS_FILE))).toEqual(before);
    const later = vault();
    await expect(later.open(PASSPHRASE)).rejects.toMatchObject({ code: 'STORE_PASSPHRASE_WRONG' });
    await later.open(next);
    expect((await later.get('one'))?.reveal()).toBe(SECRET.reveal());
  });

  it('keeps the state before a change, and changes that come together are all made', async () => {
    const store = await filled();
    const before = await readFile(join(directory, SECRETS_FILE));
    await store.set('two', SECRET);
    expect(await readFile(join(directory, PREVIOUS_FILE))).toEqual(before);
    const ids = Array.from({ length: 20 }, (_, at) => `id-${at}`);
    await Promise.all(ids.map((id) => store.set(id, SECRET)));
    expect(await store.delete('two')).toBe(true);
    expect(await store.delete('two')).toBe(false);
    const later = vault();
    await later.open(PASSPHRASE);
    expect(
      await Promise.all([...ids, 'one', 'two'].map(async (id) => (await later.get(id)) !== null)),
    ).toEqual([...ids.map(() => true), true, false]);
  });

  it('is not set up twice, and says when it never was', async () => {
    const store = vault();
    expect(await store.status()).toMatchObject({ state: 'unavailable' });
    await expect(store.open(PASSPHRASE)).rejects.toMatchObject({ code: 'STORE_NOT_SET_UP' });
    await store.setUp(PASSPHRASE);
    await expect(store.setUp(PASSPHRASE)).rejects.toMatchObject({ code: 'STORE_EXISTS' });
  });

  it.each([KEY_FILE, SECRETS_FILE])('a damaged %s is named and stays as it is', async (file) => {
    await filled();
    const path = join(directory, file);
    const bytes = await readFile(path);
    const cut = bytes.subarray(0, bytes.length - 7);
    await writeFile(path, cut);
    await expect(vault().open(PASSPHRASE)).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      context: { path },
    });
    expect(await readFile(path)).toEqual(cut);
  });

  it.each([
    ['cut', (path: string) => truncate(path, 300)],
    ['gone', (path: string) => rm(path)],
  ])(
    'secrets that are %s: the state before the last change is put in place, and what was there is kept',
    async (_how, damage) => {
      const store = await filled();
      await store.set('two', SECRET);
      const path = join(directory, SECRETS_FILE);
      await damage(path);
      const before = await readFile(path).catch(() => null);
      const later = vault();
      await expect(later.open(PASSPHRASE)).rejects.toMatchObject({
        code: 'STORE_DAMAGED',
        context: { path },
      });
      await expect(later.restore(new Secret('wrong'))).rejects.toMatchObject({
        code: 'STORE_PASSPHRASE_WRONG',
      });
      expect(await later.restore(PASSPHRASE)).toMatchObject({ state: 'ok' });
      expect((await later.get('one'))?.reveal()).toBe(SECRET.reveal());
      expect(await later.get('two')).toBeNull();
      const kept = (await readdir(directory)).filter((name) => /^vault\.\d.*\.age$/.test(name));
      expect(await Promise.all(kept.map((name) => readFile(join(directory, name))))).toEqual(
        before === null ? [] : [before],
      );
      await vault().open(PASSPHRASE);
    },
  );

  it('what is not damaged is not put back, and what has no state before is refused', async () => {
    const store = await filled();
    await store.set('two', SECRET);
    const later = vault();
    await later.restore(PASSPHRASE);
    expect(await later.get('two')).not.toBeNull();
    await Promise.all(
      [SECRETS_FILE, PREVIOUS_FILE].map((name) => truncate(join(directory, name), 300)),
    );
    await expect(vault().restore(PASSPHRASE)).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      context: { path: join(directory, PREVIOUS_FILE) },
    });
  });

  it('secrets of a later version are told apart from damage, and are not put back', async () => {
    await filled();
    const identity = await identityOf();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(identity));
    const path = join(directory, SECRETS_FILE);
    await writeFile(path, await encrypter.encrypt('{"version":2,"vaults":[]}'));
    const bytes = await readFile(path);
    for (const open of [vault().open, vault().restore]) {
      await expect(open(PASSPHRASE)).rejects.toMatchObject({ code: 'STORE_NEWER' });
    }
    expect(await readFile(path)).toEqual(bytes);
  });

  it('waits for the passphrase no longer than it is told to', async () => {
    await filled();
    const stop = new AbortController();
    const opening = vault().open(PASSPHRASE, { signal: stop.signal });
    stop.abort();
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
