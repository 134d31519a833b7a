import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManagedSettings } from '../../../electron/desktop/managed-settings.ts';
import { createSettingsStore } from '../../../electron/desktop/settings.ts';

const uid = process.getuid?.() ?? -1;
let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-managed-'));
  path = join(directory, 'settings.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(text: string, mode = 0o644): Promise<void> {
  await writeFile(path, text);
  await chmod(path, mode);
}

test('an administrator’s settings count, and cannot be changed', async () => {
  await put('{"theme":"dark","autoLockMinutes":5}');
  const { values, problem } = readManagedSettings(path, uid);
  expect({ values, problem }).toEqual({
    values: { theme: 'dark', autoLockMinutes: 5 },
    problem: null,
  });
  let document: unknown = { theme: 'light', language: 'ja' };
  const store = createSettingsStore(
    {
      path: '',
      read: () => document,
      write: (next) => {
        document = next;
      },
      setAside: () => expect.fail('was set aside'),
      copiedAt: () => null,
      restoreCopy: () => expect.fail('was restored'),
    },
    { error: () => expect.fail('was logged') },
    values,
    () => {},
  );
  expect(store.get()).toMatchObject({ theme: 'dark', language: 'ja', autoLockMinutes: 5 });
  expect(() => store.set({ theme: 'light' })).toThrow(
    expect.objectContaining({ code: 'SETTING_MANAGED', context: { field: 'theme' } }),
  );
  expect(() => store.expectFree({ theme: 'light' })).toThrow(
    expect.objectContaining({ code: 'SETTING_MANAGED' }),
  );
  expect(() => store.expectFree({ theme: 'dark', language: 'en' })).not.toThrow();
  expect(store.set({ language: 'en' })).toMatchObject({ theme: 'dark', language: 'en' });
  // The user's own choice is kept for the day when nobody manages it any more.
  expect(document).toEqual({ theme: 'light', language: 'en' });
});

test('a file that others could write to, or that is another’s, does not count', async () => {
  await put('{"theme":"dark"}', 0o664);
  expect(readManagedSettings(path, uid)).toEqual({ values: {}, connections: {}, problem: 'mode' });
  await chmod(path, 0o644);
  expect(readManagedSettings(path, uid + 1)).toEqual({
    values: {},
    connections: {},
    problem: 'owner',
  });
});

test.each([
  ['{"theme":', 'malformed'],
  ['["dark"]', 'malformed'],
  ['{"theme":"purple"}', 'malformed'],
  ['{"theme":"dark","proxy":{"mode":"manual","url":"http://user:pw@proxy"}}', 'malformed'],
  ['{"redHat":{"issuer":"http://sso.example.com"}}', 'malformed'],
])('%s is refused as a whole', async (text, problem) => {
  await put(text);
  expect(readManagedSettings(path, uid)).toEqual({ values: {}, connections: {}, problem });
});

test('a setting that this version does not know is said, and the others count', async () => {
  await put('{"theme":"dark","colour":"red"}');
  expect(readManagedSettings(path, uid)).toEqual({
    values: { theme: 'dark' },
    connections: {},
    problem: 'unknown-setting',
  });
});

test('connections count whole: what is left out of one is as at first', async () => {
  await put('{"proxy":{"mode":"off"},"redHat":{"clientId":"ours"}}');
  expect(readManagedSettings(path, uid)).toEqual({
    values: {},
    connections: {
      proxy: { mode: 'off', url: '', username: '', noProxy: '' },
      redHat: { clientId: 'ours', issuer: '', apiBase: '', registry: 'registry.redhat.io' },
    },
    problem: null,
  });
});

test('no file is nothing special', () => {
  expect(readManagedSettings(path, uid)).toEqual({ values: {}, connections: {}, problem: null });
});
