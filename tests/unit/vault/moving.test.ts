import { expect, test } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { CredentialIndex, type VaultBackend } from '../../../electron/core/vault/index.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { moveSecrets } from '../../../electron/core/vault/moving.ts';
import { reconcile } from '../../../electron/core/vault/reconcile.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { credential, MemoryStorage } from './support.ts';

const COMPANION = 'companion';

/** Two credentials with their secrets in the keychain, and one item beside them. */
async function setUp() {
  const index = new CredentialIndex(new MemoryStorage());
  const stores: Record<VaultBackend, Vault> = {
    keychain: { ...createMemoryVault(), backend: 'keychain' },
    'age-file': { ...createMemoryVault(), backend: 'age-file' },
    memory: createMemoryVault(),
  };
  const { keychain, 'age-file': file } = stores;
  const metas = [credential(), credential()];
  for (const meta of metas) {
    await keychain.set(meta.id, new Secret(`secret of ${meta.id}`));
    index.commitSave(meta, 'keychain');
  }
  await keychain.set(COMPANION, new Secret('beside them'));
  const move = (to = file) =>
    moveSecrets({
      index,
      vaultOf: (backend) => stores[backend],
      to,
      companions: [{ id: COMPANION, from: keychain }],
    });
  const ids = metas.map(({ id }) => id);
  const held = async (store: Vault) =>
    (await Promise.all(ids.map((id) => store.get(id)))).map((secret) => secret?.reveal() ?? null);
  const secrets = ids.map((id) => `secret of ${id}`);
  return { index, keychain, file, ids, metas, move, held, secrets };
}

test('every secret is in the new store, and in no other', async () => {
  const { index, keychain, file, ids, metas, move, held, secrets } = await setUp();
  expect(await move()).toEqual({ moved: 2, missing: [] });
  expect(await held(file)).toEqual(secrets);
  expect(await held(keychain)).toEqual([null, null]);
  expect((await file.get(COMPANION))?.reveal()).toBe('beside them');
  expect(ids.map((id) => index.backendOf(id))).toEqual(['age-file', 'age-file']);
  expect(index.list()).toEqual(metas);
  expect(index.pending()).toEqual([]);
  expect(await move()).toEqual({ moved: 0, missing: [] });
});

test('a credential without a secret stays where it is, and is named', async () => {
  const { index, keychain, ids, move } = await setUp();
  const [first = '', second = ''] = ids;
  await keychain.delete(first);
  expect(await move()).toEqual({ moved: 1, missing: [first] });
  expect([first, second].map((id) => index.backendOf(id))).toEqual(['keychain', 'age-file']);
});

test('what does not read back as it was leaves the former copies', async () => {
  const { index, keychain, file, ids, move, held, secrets } = await setUp();
  const { setAll } = file;
  file.setAll = (added, call) =>
    setAll(new Map([...added].map(([id]) => [id, new Secret('another')])), call);
  await expect(move()).rejects.toMatchObject({ code: 'STORE_READBACK_MISMATCH' });
  expect(await held(keychain)).toEqual(secrets);
  expect(ids.map((id) => index.backendOf(id))).toEqual(['keychain', 'keychain']);
  // What came into the new store is a leftover by then.
  expect(await reconcile(index, file)).toMatchObject({ repaired: 2, waiting: 0 });
  expect(await held(file)).toEqual([null, null]);
});

test('a former store that fails late costs nothing; its copies go later', async () => {
  const { index, keychain, file, ids, move, held, secrets } = await setUp();
  const { delete: remove } = keychain;
  keychain.delete = async () => {
    throw new Failure('STORE_TIMED_OUT');
  };
  expect(await move()).toEqual({ moved: 2, missing: [] });
  expect(await held(file)).toEqual(secrets);
  keychain.delete = remove;
  expect(await reconcile(index, keychain)).toMatchObject({ repaired: 2, waiting: 0 });
  expect(await held(keychain)).toEqual([null, null]);
  expect(ids.map((id) => index.backendOf(id))).toEqual(['age-file', 'age-file']);
  expect(index.list()).toHaveLength(2);
});

test('a move back takes back what the former store was to delete (S4)', async () => {
  const { index, keychain, file, ids, move, held, secrets } = await setUp();
  const { delete: remove } = keychain;
  keychain.delete = async () => {
    throw new Failure('STORE_LOCKED');
  };
  await move();
  keychain.delete = remove;
  await move(keychain);
  expect(index.pending()).toEqual([]);
  await reconcile(index, keychain);
  expect(await held(keychain)).toEqual(secrets);
  expect(await held(file)).toEqual([null, null]);
  expect(ids.map((id) => index.backendOf(id))).toEqual(['keychain', 'keychain']);
});
