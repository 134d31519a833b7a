import { describe, expect, test } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { createCustody } from '../../../electron/core/vault/custody.ts';
import { CredentialIndex, type VaultBackend } from '../../../electron/core/vault/index.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { reconcile } from '../../../electron/core/vault/reconcile.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { credential, MemoryStorage } from './support.ts';

/** A memory vault under the keychain's name, which can be told to fail after or before it has worked. */
function setUp() {
  const storage = new MemoryStorage();
  const index = new CredentialIndex(storage);
  const memory = createMemoryVault();
  const keychain: Vault = { ...createMemoryVault(), backend: 'keychain' };
  const trouble: { before?: ErrorCode; after?: ErrorCode } = {};
  const working = { ...keychain };
  for (const name of ['get', 'set', 'delete'] as const) {
    const call = working[name] as (...args: unknown[]) => Promise<unknown>;
    Object.assign(keychain, {
      [name]: async (...args: unknown[]) => {
        if (trouble.before) throw new Failure(trouble.before);
        const result = await call(...args);
        if (trouble.after) throw new Failure(trouble.after);
        return result;
      },
    });
  }
  const vaultOf = (backend: VaultBackend) => (backend === 'memory' ? memory : keychain);
  const custody = createCustody({ index, vaultOf, backend: 'keychain' });
  return { storage, index, memory, keychain, working, trouble, custody };
}

const secret = new Secret('s3cret-value');

describe('custody of secret and record', () => {
  test('saves, reads and forgets', async () => {
    const { custody, index, working } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    expect(index.list()).toEqual([meta]);
    expect((await custody.read(meta.id)).equals(secret)).toBe(true);
    await custody.forget(meta.id);
    expect(index.list()).toEqual([]);
    expect(index.pending()).toEqual([]);
    expect(await working.get(meta.id)).toBeNull();
    await expect(custody.read(meta.id)).rejects.toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
  });

  test('announces before it writes, and records after (S4)', async () => {
    const { custody, index, keychain, working } = setUp();
    const meta = credential();
    keychain.set = async (id, value) => {
      expect(index.pending()).toEqual([{ op: 'save', id, backend: 'keychain' }]);
      expect(index.find(id)).toBeNull();
      await working.set(id, value);
    };
    keychain.delete = async (id) => {
      expect(index.pending()).toEqual([{ op: 'forget', id, backend: 'keychain' }]);
      expect(index.find(id)).not.toBeNull();
      return working.delete(id);
    };
    await custody.save(meta, secret);
    await custody.forget(meta.id);
  });

  test.each([
    'STORE_LOCKED',
    'STORE_CANCELLED',
    'STORE_BACKEND_CHANGED',
    'SECRET_INVALID',
  ] as const)('leaves no trace of a save that ended in %s', async (code) => {
    const { custody, index, trouble } = setUp();
    trouble.before = code;
    await expect(custody.save(credential(), secret)).rejects.toMatchObject({ code });
    expect(index.pending()).toEqual([]);
    expect(index.list()).toEqual([]);
  });

  test.each(['STORE_TIMED_OUT', 'STORE_CRASHED', 'STORE_UNREACHABLE', 'CANCELLED'] as const)(
    'undoes a save that ended in %s after it had written (S4)',
    async (code) => {
      const { custody, index, trouble, keychain, working } = setUp();
      const meta = credential();
      trouble.after = code;
      await expect(custody.save(meta, secret)).rejects.toMatchObject({ code });
      expect(await working.get(meta.id)).not.toBeNull();
      delete trouble.after;
      expect(await reconcile(index, keychain)).toEqual({ repaired: 1, waiting: 0, reason: null });
      expect(await working.get(meta.id)).toBeNull();
      expect(index.list()).toEqual([]);
    },
  );

  test('keeps a known credential whose new secret may or may not have been written', async () => {
    const { custody, index, trouble, keychain } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    trouble.after = 'STORE_CRASHED';
    await expect(custody.save(meta, new Secret('another'))).rejects.toThrow();
    delete trouble.after;
    await reconcile(index, keychain);
    expect(index.list()).toEqual([meta]);
    expect((await custody.read(meta.id)).reveal()).toBe('another');
    expect(index.pending()).toEqual([]);
  });

  test('completes a forget that was interrupted (S4)', async () => {
    const { custody, index, trouble, keychain, working } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    trouble.after = 'STORE_CRASHED';
    await expect(custody.forget(meta.id)).rejects.toMatchObject({ code: 'STORE_CRASHED' });
    expect(index.list()).toEqual([meta]);
    delete trouble.after;
    await reconcile(index, keychain);
    expect(index.list()).toEqual([]);
    expect(await working.get(meta.id)).toBeNull();
  });

  test('does not forget what a locked store still holds', async () => {
    const { custody, index, trouble } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    trouble.before = 'STORE_LOCKED';
    await expect(custody.forget(meta.id)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(index.list()).toEqual([meta]);
    expect(index.pending()).toEqual([]);
  });

  test('never deletes for a read that fails or finds nothing (S2)', async () => {
    const { custody, index, trouble, working } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    for (const code of ['STORE_LOCKED', 'STORE_CRASHED', 'STORE_BACKEND_CHANGED'] as const) {
      trouble.before = code;
      await expect(custody.read(meta.id)).rejects.toMatchObject({ code });
    }
    delete trouble.before;
    await working.delete(meta.id);
    await expect(custody.read(meta.id)).rejects.toMatchObject({
      code: 'STORE_SECRET_MISSING',
      context: { registry: meta.registry, username: meta.username },
    });
    expect(index.list()).toEqual([meta]);
  });

  test('finds each secret in the store that it was put in', async () => {
    const { custody, memory, working } = setUp();
    const [first, second] = [credential(), credential()];
    await custody.save(first, secret);
    custody.choose('memory');
    expect(custody.chosen).toBe(memory);
    await custody.save(second, new Secret('in memory'));
    expect((await custody.read(first.id)).equals(secret)).toBe(true);
    expect((await custody.read(second.id)).reveal()).toBe('in memory');
    expect(await working.get(second.id)).toBeNull();
  });

  test('takes a secret along when it is saved to another store', async () => {
    const { custody, index, working, memory } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    custody.choose('memory');
    await custody.save(meta, secret);
    expect(index.backendOf(meta.id)).toBe('memory');
    expect(await working.get(meta.id)).toBeNull();
    expect(await memory.get(meta.id)).not.toBeNull();
    expect(index.pending()).toEqual([]);
  });

  test('is saved although the former store does not delete its copy now; that goes later (S4)', async () => {
    const { custody, index, keychain, working, memory, trouble } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    custody.choose('memory');
    trouble.before = 'STORE_LOCKED';
    await custody.save(meta, new Secret('renewed'));
    expect(index.backendOf(meta.id)).toBe('memory');
    expect((await memory.get(meta.id))?.reveal()).toBe('renewed');
    expect(index.pending()).toEqual([{ op: 'forget', id: meta.id, backend: 'keychain' }]);
    delete trouble.before;
    expect(await reconcile(index, keychain)).toMatchObject({ repaired: 1, waiting: 0 });
    expect(await working.get(meta.id)).toBeNull();
    expect(index.list()).toEqual([meta]);
  });

  test('a secret saved anew is not deleted by a forget that was left half-done (S4)', async () => {
    const { custody, index, keychain, trouble } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    trouble.after = 'STORE_TIMED_OUT';
    await expect(custody.forget(meta.id)).rejects.toMatchObject({ code: 'STORE_TIMED_OUT' });
    delete trouble.after;
    await custody.save(meta, new Secret('renewed'));
    await reconcile(index, keychain);
    expect((await custody.read(meta.id)).reveal()).toBe('renewed');
    expect(index.list()).toEqual([meta]);
  });

  test('nor by one whose announcement a kill left beside that of the save (S4)', async () => {
    const { custody, index, keychain, trouble } = setUp();
    const meta = credential();
    await custody.save(meta, secret);
    for (const change of [() => custody.forget(meta.id), () => custody.save(meta, secret)]) {
      trouble.before = 'STORE_CRASHED';
      await expect(change()).rejects.toMatchObject({ code: 'STORE_CRASHED' });
    }
    delete trouble.before;
    await reconcile(index, keychain);
    expect((await custody.read(meta.id)).equals(secret)).toBe(true);
  });
});

describe('reconcile', () => {
  test('asks the store nothing when nothing was left', async () => {
    const { index, keychain, trouble } = setUp();
    trouble.before = 'STORE_CRASHED';
    expect(await reconcile(index, keychain)).toEqual({ repaired: 0, waiting: 0, reason: null });
  });

  test.each([
    'STORE_LOCKED',
    'STORE_UNREACHABLE',
    'STORE_TIMED_OUT',
    'STORE_BACKEND_CHANGED',
  ] as const)('touches nothing and waits while the store says %s (S4)', async (code) => {
    const { index, keychain, trouble, storage } = setUp();
    const [first, second] = [credential(), credential()];
    index.commitSave(second, 'keychain');
    index.announce({ op: 'save', id: first.id, backend: 'keychain' });
    index.announce({ op: 'forget', id: second.id, backend: 'keychain' });
    const before = storage.restarted().data;
    trouble.before = code;
    expect(await reconcile(index, keychain)).toMatchObject({
      repaired: 0,
      waiting: 2,
      reason: { code },
    });
    expect(storage.data).toEqual(before);
  });

  test('leaves the journal of another store alone', async () => {
    const { index, memory } = setUp();
    const { id } = credential();
    index.announce({ op: 'save', id, backend: 'keychain' });
    await reconcile(index, memory);
    expect(index.pending()).toHaveLength(1);
  });
});
