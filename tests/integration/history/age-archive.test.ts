import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgeArchive } from '../../../electron/core/history/age-archive.ts';
import { type Archive, nameOf } from '../../../electron/core/history/archive.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import { runOk } from '../../support/tools-process.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIMITS = { recordsMax: 3, ageMsMax: 90 * DAY_MS };
let root: string;
let directory: string;
let vault: Vault;
let archive: Archive;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pullkeeper-archive-'));
  directory = join(root, 'history');
  vault = createMemoryVault();
  archive = createAgeArchive({ directory, vault: () => vault, limits: LIMITS });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const nameDaysAgo = (days: number) => nameOf(randomUUID(), new Date(Date.now() - days * DAY_MS));

describe('records on disk', () => {
  it('are read back, by age too, and age’s own can be read', async () => {
    const name = nameDaysAgo(0);
    await archive.add(name, 'a record: ключ 鍵');
    const read = await archive.open();
    expect(await read(name)).toBe('a record: ключ 鍵');

    const identity = join(root, 'identity');
    const held = await vault.get('history-identity');
    await writeFile(identity, `${held?.reveal()}\n`);
    const path = join(directory, `${name}.age`);
    expect(await runOk('age', ['-d', '-i', identity, path])).toBe('a record: ключ 鍵');

    const theirs = nameDaysAgo(0);
    await runOk(
      'age',
      ['-R', join(directory, 'recipient.txt'), '-o', join(directory, `${theirs}.age`)],
      { input: 'from age itself' },
    );
    expect(await read(theirs)).toBe('from age itself');
    expect(await runOk('age-keygen', ['-y', identity])).toBe(
      await readFile(join(directory, 'recipient.txt'), 'utf8'),
    );
  });

  it('go when there are too many of them or they are too old, with what a kill left', async () => {
    const names = [120, 91, 4, 3, 2, 1].map(nameDaysAgo);
    for (const name of names) await archive.add(name, name);
    await writeFile(join(directory, `${nameDaysAgo(0)}.age.tmp`), 'half a record');
    await writeFile(join(directory, 'notes'), 'somebody else’s');
    await archive.tidy();
    expect(await archive.names()).toEqual(names.slice(3));
    expect((await readdir(directory)).filter((file) => !file.endsWith('.age')).sort()).toEqual([
      'notes',
      'recipient.txt',
    ]);
  });

  it('are encrypted to the identity of the store, whatever the file beside them says', async () => {
    await archive.add(nameDaysAgo(1), 'one');
    const recipient = await readFile(join(directory, 'recipient.txt'), 'utf8');
    const stranger = await runOk('age-keygen', []);
    const theirs = /age1\w+/.exec(stranger)?.[0] ?? '';
    await writeFile(join(directory, 'recipient.txt'), `${theirs}\n`);
    const again = createAgeArchive({ directory, vault: () => vault, limits: LIMITS });
    const name = nameDaysAgo(0);
    await again.add(name, 'two');
    expect(await (await again.open())(name)).toBe('two');
    expect(await readFile(join(directory, 'recipient.txt'), 'utf8')).toBe(recipient);
  });

  it('that are damaged or not there are unknown', async () => {
    const name = nameDaysAgo(0);
    await archive.add(name, 'a record');
    const path = join(directory, `${name}.age`);
    const bytes = await readFile(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path, bytes);
    const read = await archive.open();
    await expect(read(name)).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN' });
    await expect(read(nameDaysAgo(0))).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN' });
    await expect(read('../identity')).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN' });
  });

  it('are none where there is no directory', async () => {
    expect(await archive.names()).toEqual([]);
    await archive.tidy();
  });

  it('are an error where the directory is in the way', async () => {
    await writeFile(directory, 'not a directory');
    await expect(archive.add(nameDaysAgo(0), 'x')).rejects.toMatchObject({
      code: expect.stringMatching(/^FILE_/),
    });
    await rm(directory);
    await mkdir(directory);
    await chmod(directory, 0o700);
    await archive.add(nameDaysAgo(0), 'x');
  });
});
