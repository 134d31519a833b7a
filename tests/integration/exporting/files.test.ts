import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chosenPlace, saveExport } from '../../../electron/core/exporting/save-export.ts';
import { createBench } from './support.ts';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-export-'));
  path = join(directory, 'auth.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const LOGIN = { registry: 'registry.redhat.io', username: '1234567|builder', secret: 'the-secret' };

describe('a saved export', () => {
  it('is the file that was asked for, 0600 whatever the umask, and nothing beside it', async () => {
    const umask = process.umask(0);
    try {
      const bench = await createBench([LOGIN], async () => path);
      expect(await bench.save('auth-json')).toBe(path);
    } finally {
      process.umask(umask);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['auth.json']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      auths: {
        'registry.redhat.io': {
          auth: Buffer.from('1234567|builder:the-secret').toString('base64'),
        },
      },
    });
  });

  it('replaces the file that the dialog asked about, and its mode', async () => {
    await writeFile(path, 'old', { mode: 0o644 });
    const bench = await createBench([LOGIN], async () => path);
    await bench.save('auth-json');
    expect(await readFile(path, 'utf8')).toContain('registry.redhat.io');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('S1: follows no link, and leaves it as it was', async () => {
    const elsewhere = join(directory, 'elsewhere');
    await writeFile(elsewhere, 'theirs');
    await symlink(elsewhere, path);
    const bench = await createBench([LOGIN], async () => path);
    await expect(bench.save('auth-json')).rejects.toMatchObject({
      code: 'FILE_NOT_REGULAR',
      context: { path, reason: 'link' },
    });
    expect(await readFile(elsewhere, 'utf8')).toBe('theirs');
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(bench.uses.list()).toEqual([]);
  });

  it('replaces nothing that came after the dialog', async () => {
    const place = await chosenPlace(path);
    await writeFile(path, 'came later');
    await expect(saveExport(place, 'ours')).rejects.toMatchObject({ code: 'FILE_CONTENDED' });
    expect(await readFile(path, 'utf8')).toBe('came later');

    const agreed = await chosenPlace(path);
    await writeFile(join(directory, 'other'), 'another file');
    await rm(path);
    await symlink(join(directory, 'other'), path);
    await expect(saveExport(agreed, 'ours')).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
    expect(await readFile(path, 'utf8')).toBe('another file');
    expect((await readdir(directory)).sort()).toEqual(['auth.json', 'other']);
  });

  it('says why where nothing can be written, and leaves nothing', async () => {
    const missing = join(directory, 'none', 'auth.json');
    await expect(saveExport(await chosenPlace(missing), 'x')).rejects.toMatchObject({
      code: 'FILE_NO_DIRECTORY',
    });
    await mkdir(path);
    await chmod(path, 0o700);
    await expect(chosenPlace(path)).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR' });
    expect(await readdir(directory)).toEqual(['auth.json']);
  });
});

describe('I4: that it is the user who has secrets go out', () => {
  it('is asked of the store that keeps them, before the dialog, and not where none go out', async () => {
    const bench = await createBench([LOGIN], async () => path);
    bench.preview('secret-yaml');
    await bench.make('link');
    await bench.make('redacted');
    expect(bench.asked).toEqual([]);
    await bench.make('login');
    await bench.save('secret-yaml');
    expect(bench.asked).toEqual([['memory'], ['memory']]);
  });
});

describe('S9, S21, S26: a personal login and a shared system', () => {
  const personal = { ...LOGIN, username: 'ada', kind: 'red-hat-login' } as const;

  it('is named before, and refused without the user`s word', async () => {
    const bench = await createBench([LOGIN, { ...personal, registry: 'quay.io' }]);
    expect(bench.preview('secret-yaml').personal).toEqual(['ada']);
    await expect(bench.make('secret-yaml')).rejects.toMatchObject({
      code: 'EXPORT_PERSONAL_LOGIN',
      context: { username: 'ada' },
    });
    expect(bench.copied()).toBe('');
  });

  it('may be used on the own workstation', async () => {
    const bench = await createBench([personal]);
    expect(bench.preview('auth-json').personal).toEqual([]);
    expect(await bench.make('auth-json')).toContain('registry.redhat.io');
  });
});

describe('S23, S33: where it went', () => {
  it('is remembered for each login, with form, names and file, without a secret', async () => {
    const bench = await createBench(
      [LOGIN, { registry: 'quay.io', namespace: 'team', username: 'robot', secret: 's2' }],
      async () => path,
    );
    await bench.save('secret-yaml', { name: 'pull', namespace: 'ci' });
    await bench.make('login');
    const uses = bench.uses.list();
    expect(
      uses.map(({ registry, form, name, namespace, fileName }) => [
        ...[registry, form, name, namespace, fileName],
      ]),
    ).toEqual([
      ['registry.redhat.io', 'login', null, null, null],
      ['quay.io/team', 'login', null, null, null],
      ['registry.redhat.io', 'secret-yaml', 'pull', 'ci', 'auth.json'],
      ['quay.io/team', 'secret-yaml', 'pull', 'ci', 'auth.json'],
    ]);
    expect(JSON.stringify(uses)).not.toMatch(/the-secret|s2/);
    const [first] = uses;
    bench.uses.forget(first?.id ?? '');
    expect(bench.uses.list()).toEqual(uses.slice(1));
  });

  it('is not remembered where no secret went out, or nothing was saved', async () => {
    const bench = await createBench([LOGIN]);
    await bench.make('link');
    await bench.make('redacted');
    expect(await bench.save('secret-yaml')).toBeNull();
    expect(bench.uses.list()).toEqual([]);
  });
});
