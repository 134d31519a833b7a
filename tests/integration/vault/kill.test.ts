import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/core/secret.ts';
import { createCustody } from '../../../electron/core/vault/custody.ts';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import { reconcile } from '../../../electron/core/vault/reconcile.ts';
import { bundle } from '../../support/bundle.ts';
import { jsonFile } from '../../support/json-file.ts';
import { type Keyring, startKeyring, until } from '../../support/keyring.ts';
import { credential } from '../../unit/vault/support.ts';
import { itemsIn, type Probe, probe } from './support.ts';

/** More than a save or a forget has moments at which it may die. */
const MORE_STEPS = 30;
/** Each step starts three processes. */
const TIMEOUT_MS = 240_000;

describe('killed with SIGKILL between keychain and index', { timeout: TIMEOUT_MS }, () => {
  let worker = '';
  let victim = '';
  let keyring: Keyring;
  let directory = '';
  let path = '';
  let store: Probe;
  beforeAll(async () => {
    worker = await bundle('electron/keychain-worker.ts');
    victim = await bundle('tests/support/custody-victim.ts');
    keyring = await startKeyring();
  });
  afterAll(() => keyring.stop());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pullkeeper-kill-'));
    path = join(directory, 'index.json');
    store = probe(worker, keyring.env);
  });
  afterEach(async () => {
    store.vault.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Whether it was killed, once its worker has ended too. */
  async function die(
    operation: string,
    id: string,
    secret: string,
    step: number,
  ): Promise<boolean> {
    const args = [victim, worker, path, operation, id, secret, String(step)];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...keyring.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = child.stdout.toArray();
    const [code, signal] = await once(child, 'close');
    const pid = Buffer.concat(await output)
      .toString()
      .trim();
    if (pid !== '') await until(() => !isRunning(pid));
    expect(code === 0 || signal === 'SIGKILL').toBe(true);
    return signal === 'SIGKILL';
  }

  /** Saved by an app that was not killed. */
  async function save(id: string, secret: string): Promise<void> {
    const index = restart();
    const backend = 'keychain';
    const custody = createCustody({ index, vaultOf: () => store.vault, backend });
    await custody.save(credential({ id }), new Secret(secret));
    if (store.storeId !== null) index.identity.write(store.storeId);
  }

  /** The next start of the app. */
  function restart(): CredentialIndex {
    const index = new CredentialIndex(jsonFile(path));
    store.storeId = index.identity.read();
    return index;
  }

  /** No secret without a record, no record without a secret, nothing left to do (S4). */
  async function expectInStep(index: CredentialIndex): Promise<string[]> {
    const ids = index.list().map(({ id }) => id);
    expect(Object.keys(await itemsIn(keyring.env)).sort()).toEqual([...ids].sort());
    expect(index.pending()).toEqual([]);
    return ids;
  }

  test('save: at every step, the next start finds the credential whole or not at all (S4)', async () => {
    const outcomes: string[] = [];
    let kept = 0;
    for (let step = 0; step < MORE_STEPS; step += 1) {
      const id = randomUUID();
      const killed = await die('save', id, 'canary-secret', step);
      const index = restart();
      const leftover = index.pending().length;
      const orphan = index.find(id) === null && id in (await itemsIn(keyring.env));
      await reconcile(index, store.vault);
      const ids = await expectInStep(index);
      outcomes.push(ids.includes(id) ? 'whole' : orphan ? 'orphan removed' : `none ${leftover}`);
      kept = ids.length;
      if (!killed) break;
    }
    expect(outcomes.at(-1)).toBe('whole');
    expect(kept).toBe(outcomes.filter((outcome) => outcome === 'whole').length);
    // The dangerous moments were met: before anything, announced alone, secret without record.
    expect(new Set(outcomes)).toEqual(new Set(['none 0', 'none 1', 'orphan removed', 'whole']));
    expect(await readFile(path, 'utf8')).not.toContain('canary-secret');
    await empty();
  });

  test('forget: at every step, the next start finishes it or has not begun (S4)', async () => {
    const outcomes: string[] = [];
    for (let step = 0; step < MORE_STEPS; step += 1) {
      const id = randomUUID();
      await save(id, 'canary-secret');
      const killed = await die('forget', id, '', step);
      const index = restart();
      const begun = index.pending().length > 0;
      const dangling = index.find(id) !== null && !(id in (await itemsIn(keyring.env)));
      await reconcile(index, store.vault);
      const there = (await expectInStep(index)).includes(id);
      outcomes.push(there ? 'not begun' : dangling ? 'finished' : begun ? 'done again' : 'done');
      if (!killed) break;
    }
    expect(outcomes.at(-1)).toBe('done');
    expect(new Set(outcomes)).toEqual(new Set(['not begun', 'done again', 'finished', 'done']));
    await empty();
  });

  test('another secret for a known credential: one of the two, never none (S4)', async () => {
    const id = randomUUID();
    await save(id, 'first-secret');
    for (let step = 0; step < MORE_STEPS; step += 1) {
      const killed = await die('save', id, `secret-${step}`, step);
      const index = restart();
      await reconcile(index, store.vault);
      expect(await expectInStep(index)).toEqual([id]);
      expect((await store.vault.get(id))?.reveal()).toMatch(/^(first-secret|secret-\d+)$/);
      if (!killed) break;
    }
    expect((await store.vault.get(id))?.reveal()).toMatch(/^secret-\d+$/);
    await empty();
  });

  test('locked at the next start: nothing is touched, and it is repaired once unlocked (S2, S4)', async () => {
    // The first step at which the secret is there and the record is not.
    const id = randomUUID();
    let orphan = id;
    for (let step = 0; !(orphan in (await itemsIn(keyring.env))); step += 1) {
      orphan = randomUUID();
      await die('save', orphan, 'canary-secret', step);
      if (restart().find(orphan) !== null) throw new Error('no step leaves an orphan');
    }
    const before = await readFile(path, 'utf8');
    await keyring.lock();
    const index = restart();
    expect(await reconcile(index, store.vault)).toMatchObject({
      repaired: 0,
      reason: { code: 'STORE_LOCKED' },
    });
    await keyring.signal('SIGKILL');
    expect(await reconcile(index, store.vault)).toMatchObject({
      repaired: 0,
      reason: { code: 'STORE_LOCKED' },
    });
    expect(await readFile(path, 'utf8')).toBe(before);
    await keyring.unlock();
    expect(Object.keys(await itemsIn(keyring.env))).toContain(orphan);
    expect(await reconcile(index, store.vault)).toMatchObject({ waiting: 0, reason: null });
    await expectInStep(index);
  });

  async function empty(): Promise<void> {
    for (const { id } of restart().list()) await store.vault.delete(id);
    expect(await itemsIn(keyring.env)).toEqual({});
  }
});

const isRunning = (pid: string) => existsSync(`/proc/${pid}`);
