import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CredentialIndex } from '../../../electron/core/vault/index.ts';
import { credential, MemoryStorage, thrown } from './support.ts';

describe('the credential index', () => {
  test('is empty where nothing was written yet, and writes nothing by being read', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    expect(index.list()).toEqual([]);
    expect(index.pending()).toEqual([]);
    expect(index.identity.read()).toBeNull();
    expect(storage.data).toBeUndefined();
  });

  test('survives a restart with records, journal and store id', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    const [first, second] = [credential(), credential({ username: 'bob' })];
    index.identity.write('store-1');
    index.commitSave(first, 'keychain');
    index.commitSave(second, 'keychain');
    index.announce({ op: 'forget', id: first.id, backend: 'keychain' });
    const again = new CredentialIndex(storage.restarted());
    expect(again.list()).toEqual([first, second]);
    expect(again.pending()).toEqual([{ op: 'forget', id: first.id, backend: 'keychain' }]);
    expect(again.identity.read()).toBe('store-1');
    expect(again.backendOf(second.id)).toBe('keychain');
  });

  test('ends an announcement and adds the record in one write (S4)', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    const meta = credential();
    index.announce({ op: 'save', id: meta.id, backend: 'keychain' });
    const writes = storage.writes;
    index.commitSave(meta, 'keychain');
    expect(storage.writes).toBe(writes + 1);
    expect(index.pending()).toEqual([]);
    expect(index.list()).toEqual([meta]);
  });

  test('forgets a record only if it points to the store that was cleared', () => {
    const index = new CredentialIndex(new MemoryStorage());
    const meta = credential();
    index.commitSave(meta, 'keychain');
    index.commitForget(meta.id, 'memory');
    expect(index.find(meta.id)).toEqual(meta);
    index.commitForget(meta.id, 'keychain');
    expect(index.find(meta.id)).toBeNull();
  });

  test('updates what is known, keeps the place in the list, and knows no stranger', () => {
    const index = new CredentialIndex(new MemoryStorage());
    const [first, second] = [credential(), credential()];
    index.commitSave(first, 'keychain');
    index.commitSave(second, 'keychain');
    index.update({ ...first, label: 'work' });
    expect(index.list().map(({ label }) => label)).toEqual(['work', '']);
    expect(thrown(() => index.update(credential()))).toMatchObject({ code: 'CREDENTIAL_UNKNOWN' });
  });

  test('keeps records of the memory store off the disk', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    const meta = credential();
    index.announce({ op: 'save', id: meta.id, backend: 'memory' });
    index.commitSave(meta, 'memory');
    expect(index.list()).toEqual([meta]);
    expect(JSON.stringify(storage.data)).not.toContain(meta.id);
    expect(new CredentialIndex(storage.restarted()).list()).toEqual([]);
  });

  test.each([
    ['not an object', 'text'],
    ['null', null],
    ['an empty object', {}],
    ['no version', { storeId: null, records: [], pending: [] }],
    ['an unknown field', { version: 1, storeId: null, records: [], pending: [], more: 1 }],
    ['a damaged record', { version: 1, storeId: null, records: [{ meta: {} }], pending: [] }],
    ['a newer version', { version: 2, anything: true }],
  ])('refuses %s and never writes over it', (_name, data) => {
    const storage = new MemoryStorage(data);
    const index = new CredentialIndex(storage);
    const uses: (() => unknown)[] = [
      () => index.list(),
      () => index.identity.write('x'),
      () => index.commitSave(credential(), 'keychain'),
      () => index.announce({ op: 'save', id: randomUUID(), backend: 'keychain' }),
      () => index.commitForget(randomUUID(), 'keychain'),
    ];
    for (const use of uses) expect(thrown(use)).toMatchObject({ code: 'INDEX_UNREADABLE' });
    expect(storage.writes).toBe(0);
    expect(storage.data).toEqual(data);
  });

  test('says where it is damaged, and that a newer app wrote it', () => {
    const damaged = {
      version: 1,
      storeId: null,
      records: [{ backend: 'keychain', meta: { id: 'x' } }],
      pending: [],
    };
    expect(thrown(() => new CredentialIndex(new MemoryStorage(damaged)).list())).toMatchObject({
      context: { reason: 'not an index', field: 'records.0.meta.id' },
    });
    expect(
      thrown(() => new CredentialIndex(new MemoryStorage({ version: 7 })).list()),
    ).toMatchObject({
      context: { reason: 'version 7, written by a newer app' },
    });
  });

  test('is readable again when the user has put it right', () => {
    const storage = new MemoryStorage('damaged');
    const index = new CredentialIndex(storage);
    expect(thrown(() => index.list())).toMatchObject({ code: 'INDEX_UNREADABLE' });
    storage.data = undefined;
    expect(index.list()).toEqual([]);
  });

  test('believes a change only once it is written', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    index.commitSave(credential(), 'keychain');
    storage.refuses = true;
    expect(thrown(() => index.commitSave(credential(), 'keychain'))).toBeInstanceOf(Error);
    expect(index.list()).toHaveLength(1);
  });

  test('has no field that could hold a secret (S1)', () => {
    const storage = new MemoryStorage();
    const index = new CredentialIndex(storage);
    index.commitSave(credential(), 'keychain');
    const withSecret = structuredClone(storage.data) as { records: { meta: object }[] };
    for (const record of withSecret.records) Object.assign(record.meta, { secret: 'x' });
    expect(thrown(() => new CredentialIndex(new MemoryStorage(withSecret)).list())).toMatchObject({
      code: 'INDEX_UNREADABLE',
    });
  });
});
