import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/core/secret.ts';
import { bundle } from '../../support/bundle.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { ended, itemsIn, type Probe, probe, rejection } from './support.ts';

let module = '';
beforeAll(async () => {
  module = await bundle('electron/keychain-worker.ts');
});

const id = randomUUID();
const secret = new Secret('s3cret-value');

describe('the keychain vault over a real keyring', () => {
  let keyring: Keyring;
  let store: Probe;
  beforeEach(async () => {
    keyring = await startKeyring();
    store = probe(module, keyring.env);
    await store.vault.set(id, secret);
  });
  afterEach(async () => {
    store.vault.close();
    await keyring.stop();
  });

  test('gives back what it was given, and deletes it', async () => {
    const { vault } = store;
    expect((await vault.get(id))?.equals(secret)).toBe(true);
    expect(await itemsIn(keyring.env)).toEqual({ [id]: secret.reveal() });
    expect(await vault.delete(id)).toBe(true);
    expect(await vault.get(id)).toBeNull();
    expect(await vault.delete(id)).toBe(false);
    expect(await itemsIn(keyring.env)).toEqual({});
  });

  test('gives back every text that a secret may be', async () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        texts.filter((text) => !text.includes('\0')),
        async (text) => {
          await store.vault.set(id, new Secret(text));
          expect((await store.vault.get(id))?.reveal()).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
    const long = randomBytes(49_152).toString('base64');
    await store.vault.set(id, new Secret(long));
    expect((await store.vault.get(id))?.reveal()).toBe(long);
  });

  test('answers many calls at once, each with its own secret', async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(ids.map((each) => store.vault.set(each, new Secret(`secret of ${each}`))));
    const got = await Promise.all(ids.map((each) => store.vault.get(each)));
    expect(got.map((each) => each?.reveal())).toEqual(ids.map((each) => `secret of ${each}`));
    expect(store.workers).toHaveLength(1);
  });

  test('says ok, and what protects the secrets', async () => {
    expect(await store.vault.status()).toEqual({
      backend: 'keychain',
      backendName: 'Secret Service (gnome-keyring)',
      state: 'ok',
      detail: null,
    });
  });

  test('locked, where no prompt can show: STORE_LOCKED, never "not found" (S2)', async () => {
    await keyring.lock();
    const { vault } = store;
    const prompts: number[] = [];
    for (const options of [{}, { onPrompt: (limitMs: number) => void prompts.push(limitMs) }]) {
      for (const call of [
        vault.get(id, options),
        vault.get(randomUUID(), options),
        vault.set(id, new Secret('another'), options),
        vault.delete(id, options),
      ]) {
        expect(await rejection(call)).toMatchObject({ code: 'STORE_LOCKED', retryable: true });
      }
    }
    expect(prompts).toEqual([]);
    expect(await vault.status()).toMatchObject({ state: 'locked' });
    expect(await vault.unlock()).toMatchObject({ state: 'locked' });
    await keyring.unlock();
    expect(await vault.status()).toMatchObject({ state: 'ok' });
    expect(await itemsIn(keyring.env)).toEqual({ [id]: secret.reveal() });
  });

  test('daemon killed: the fresh one that answers "not found" is not believed (S2)', async () => {
    for (const call of ['get', 'delete', 'status'] as const) {
      await keyring.signal('SIGKILL');
      const { vault } = store;
      if (call === 'status') expect(await vault.status()).toMatchObject({ state: 'locked' });
      else expect(await rejection(vault[call](id))).toMatchObject({ code: 'STORE_LOCKED' });
    }
    await keyring.signal('SIGKILL');
    expect(await rejection(store.vault.set(id, new Secret('another')))).toMatchObject({
      code: 'STORE_LOCKED',
    });
    await keyring.unlock();
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
    expect(await itemsIn(keyring.env)).toEqual({ [id]: secret.reveal() });
  });

  test('daemon stopped: timed out at the limit, the rest of the process lives (S2, S3)', async () => {
    const hasty = probe(module, keyring.env, { callMs: 1_000 });
    hasty.storeId = store.storeId;
    const { vault, statuses, workers } = hasty;
    await keyring.signal('SIGSTOP');
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 10);
    const failures = [
      await rejection(vault.get(id)),
      await rejection(vault.set(id, new Secret('another'))),
      await rejection(vault.delete(id)),
    ];
    clearInterval(turning);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'STORE_TIMED_OUT', context: { limitMs: 1_000 } });
    }
    expect(turns).toBeGreaterThan(10);
    expect(statuses.at(-1)).toMatchObject({ state: 'timed-out' });
    for (const worker of workers) expect((await ended(worker)).signalCode).toBe('SIGKILL');
    vault.close();
    await keyring.signal('SIGCONT');
    expect(await store.vault.status()).toMatchObject({ state: 'ok' });
    expect(await itemsIn(keyring.env)).toEqual({ [id]: secret.reveal() });
  });

  test('cancel ends a call that hangs, and the next one works', async () => {
    await keyring.signal('SIGSTOP');
    const cancel = new AbortController();
    const hanging = rejection(store.vault.get(id, { signal: cancel.signal }));
    const waiting = rejection(store.vault.get(id, { signal: cancel.signal }));
    cancel.abort();
    expect(await hanging).toMatchObject({ code: 'CANCELLED' });
    expect(await waiting).toMatchObject({ code: 'CANCELLED' });
    await keyring.signal('SIGCONT');
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('worker dies under a call: STORE_CRASHED, and a new one next time', async () => {
    await keyring.signal('SIGSTOP');
    const hanging = rejection(store.vault.get(id));
    await new Promise(setImmediate);
    store.workers[0]?.kill('SIGSEGV');
    expect(await hanging).toMatchObject({ code: 'STORE_CRASHED', retryable: true });
    await keyring.signal('SIGCONT');
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
    expect(store.workers).toHaveLength(2);
  });

  test('keytar itself crashes in the worker: STORE_CRASHED', async () => {
    await keyring.lock();
    const crashing = probe(await bundle('tests/support/keyring/crashing-worker.ts'), keyring.env);
    expect(await rejection(crashing.vault.get(id))).toMatchObject({ code: 'STORE_CRASHED' });
    expect((await ended(crashing.workers[0])).signalCode).toBe('SIGSEGV');
    expect(crashing.statuses.map(({ state }) => state)).not.toContain('ok');
  });

  test('bus gone: STORE_UNREACHABLE', async () => {
    await keyring.stop();
    expect(await rejection(store.vault.get(id))).toMatchObject({ code: 'STORE_UNREACHABLE' });
    expect(await store.vault.status()).toMatchObject({ state: 'unavailable' });
  });

  test('another store than the one the secrets are in: STORE_BACKEND_CHANGED, untouched', async () => {
    const { vault } = store;
    const ours = store.storeId;
    expect(ours).not.toBeNull();
    store.storeId = randomUUID();
    for (const call of [vault.get(id), vault.set(id, new Secret('another')), vault.delete(id)]) {
      expect(await rejection(call)).toMatchObject({
        code: 'STORE_BACKEND_CHANGED',
        retryable: false,
      });
    }
    expect(await vault.status()).toMatchObject({ state: 'backend-changed' });
    expect(await itemsIn(keyring.env)).toEqual({ [id]: secret.reveal() });
    expect(await vault.adopt()).toMatchObject({ state: 'ok' });
    expect(store.storeId).toBe(ours);
    expect((await vault.get(id))?.equals(secret)).toBe(true);
  });

  test('an empty keyring in place of ours: STORE_BACKEND_CHANGED until it is adopted (S2)', async () => {
    const other = await startKeyring();
    const moved = probe(module, other.env);
    try {
      moved.storeId = store.storeId;
      expect(await rejection(moved.vault.get(id))).toMatchObject({ code: 'STORE_BACKEND_CHANGED' });
      expect(await rejection(moved.vault.set(id, secret))).toMatchObject({
        code: 'STORE_BACKEND_CHANGED',
      });
      expect(await itemsIn(other.env)).toEqual({});
      expect(await moved.vault.adopt()).toMatchObject({ state: 'ok' });
      expect(moved.storeId).not.toBe(store.storeId);
      expect(await moved.vault.get(id)).toBeNull();
    } finally {
      moved.vault.close();
      await other.stop();
    }
  });

  test('a worker with nothing to do is ended', async () => {
    store.vault.close();
    await ended(store.workers[0]);
    const idle = probe(module, keyring.env, { callMs: 60_000, idleMs: 1 });
    await idle.vault.status();
    expect((await ended(idle.workers[0])).killed).toBe(true);
    expect(await idle.vault.status()).toMatchObject({ state: 'ok' });
    expect(idle.workers).toHaveLength(2);
    idle.vault.close();
  });

  test('a worker ends when the app does', async () => {
    const [worker] = store.workers;
    worker?.disconnect();
    expect((await ended(worker)).signalCode).toBe('SIGKILL');
  });

  test('secrets are in no argument and no environment of the worker (S1, U6)', async () => {
    const { readFile } = await import('node:fs/promises');
    const pid = store.workers[0]?.pid;
    const seen = [
      await readFile(`/proc/${pid}/cmdline`, 'utf8'),
      await readFile(`/proc/${pid}/environ`, 'utf8'),
    ].join();
    expect(seen).toContain('keychain-worker');
    expect(seen).not.toContain(secret.reveal());
  });
});

describe('the keychain vault where there is no keyring', () => {
  const everyCall = (vault: Probe['vault']) => [
    vault.get(id),
    vault.set(id, secret),
    vault.delete(id),
  ];

  test.each([
    ['no session bus', {}],
    ['a dead bus address', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }],
    ['a broken bus address', { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }],
  ])('%s: STORE_UNREACHABLE, with the reason (S2, S5)', async (_name, env) => {
    const store = probe(module, env as Record<string, string>);
    for (const call of everyCall(store.vault)) {
      expect(await rejection(call)).toMatchObject({
        code: 'STORE_UNREACHABLE',
        context: { reason: expect.stringMatching(/./) },
      });
    }
    expect(await store.vault.status()).toMatchObject({ state: 'unavailable' });
    expect(store.storeId).toBeNull();
    store.vault.close();
  });

  test('no Secret Service on the bus: STORE_UNREACHABLE (S2, S5)', async () => {
    const keyring = await startKeyring({ service: false });
    const store = probe(module, keyring.env);
    for (const call of everyCall(store.vault)) {
      expect(await rejection(call)).toMatchObject({ code: 'STORE_UNREACHABLE' });
    }
    expect(await store.vault.status()).toMatchObject({
      state: 'unavailable',
      detail: expect.stringContaining('org.freedesktop.secrets'),
    });
    store.vault.close();
    await keyring.stop();
  });

  test('no login keyring: STORE_UNREACHABLE, says so, and makes none unasked (S2)', async () => {
    const keyring = await startKeyring({ empty: true });
    const store = probe(module, keyring.env);
    for (const call of everyCall(store.vault)) {
      expect(await rejection(call)).toMatchObject({
        code: 'STORE_UNREACHABLE',
        context: { reason: 'There is no default collection' },
      });
    }
    expect(await store.vault.unlock()).toMatchObject({
      state: 'unavailable',
      backendName: 'Secret Service (gnome-keyring)',
      detail: 'There is no default collection and no prompt can show',
    });
    store.vault.close();
    await keyring.stop();
  });

  test('a worker that cannot be started: STORE_CRASHED', async () => {
    const store = probe('/nonexistent/worker.js', {});
    expect(await rejection(store.vault.get(id))).toMatchObject({ code: 'STORE_CRASHED' });
  });

  test('a keychain that keeps something else: STORE_READBACK_MISMATCH (S4)', async () => {
    const keyring = await startKeyring();
    const forgetful = await bundle('electron/keychain-worker.ts', {
      keytar: 'tests/support/keyring/forgetful-keytar.ts',
    });
    const store = probe(forgetful, keyring.env);
    await store.vault.set(id, new Secret('short'));
    expect(await rejection(store.vault.set(id, new Secret('longer than it keeps')))).toMatchObject({
      code: 'STORE_READBACK_MISMATCH',
    });
    store.vault.close();
    await keyring.stop();
  });
});
