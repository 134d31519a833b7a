import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import koffi from 'koffi';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type UpdateOptions, updateFile } from '../../../electron/core/authfile/atomic-write.ts';
import { patchAuthFile } from '../../../electron/core/authfile/codec.ts';
import { sweepTemporaries, temporaryName } from '../../../electron/core/authfile/temporary.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import {
  keysIn,
  leftovers,
  loginIn,
  makeSandbox,
  modeOf,
  type Sandbox,
  writeAuthFile,
} from '../../support/authfile-file.ts';
import { startWriter } from '../../support/authfile-process.ts';
import { swapRace } from '../../support/authfile-race.ts';

const format = 'containers-auth' as const;
const login = (path: string, options: Partial<UpdateOptions> = {}) =>
  updateFile(
    path,
    (now) =>
      patchAuthFile(now, format, [{ key: 'k', set: { username: 'u', secret: new Secret('p') } }]),
    { format, ...options },
  );

async function refusal(work: Promise<unknown>): Promise<[string, string | undefined]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return [error.code, error.context.reason];
    throw error;
  }
  throw new Error('nothing was refused');
}

/** @see acl(5), `linux/posix_acl_xattr.h` */
const [USER_OBJ, USER, GROUP_OBJ, MASK, OTHER] = [0x01, 0x02, 0x04, 0x10, 0x20];
const NO_ID = 0xffffffff;
function accessList(entries: readonly [tag: number, rights: number, id?: number][]): Buffer {
  const list = Buffer.alloc(4 + entries.length * 8);
  list.writeUInt32LE(2);
  for (const [index, [tag, rights, id = NO_ID]] of entries.entries()) {
    list.writeUInt16LE(tag, 4 + index * 8);
    list.writeUInt16LE(rights, 6 + index * 8);
    list.writeUInt32LE(id, 8 + index * 8);
  }
  return list;
}

const libc = koffi.load('libc.so.6');
const setxattr = libc.func('int setxattr(str, str, void *, size_t, int)');
const getxattr = libc.func('long getxattr(str, str, void *, size_t)');
function setAttribute(path: string, name: string, value: Buffer): void {
  expect(setxattr(path, name, value, value.length, 0)).toBe(0);
}
function attribute(path: string, name: string): Buffer | null {
  const value = Buffer.alloc(1024);
  const size = Number(getxattr(path, name, value, value.length));
  return size < 0 ? null : value.subarray(0, size);
}

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());
const at = (...parts: string[]) => join(sandbox.dir, ...parts);
/** Only root can give a file to somebody else; the others meet what already is somebody else's. */
const isRoot = process.geteuid?.() === 0;
const STRANGER = 65534;

describe('F6 what a path may lead to', () => {
  test('a link is kept, and what it leads to is written', async () => {
    mkdirSync(at('dotfiles'), { mode: 0o700 });
    writeAuthFile(at('dotfiles', 'real.json'), 1);
    symlinkSync('dotfiles/real.json', sandbox.path);
    const result = await login(sandbox.path);
    expect(result.path).toBe(at('dotfiles', 'real.json'));
    // Linux swaps on every usual file system; without that no promise to other tools is kept.
    expect(result.bestEffort).toBe(false);
    expect(readlinkSync(sandbox.path)).toBe('dotfiles/real.json');
    expect(loginIn(at('dotfiles', 'real.json'), 'k')).toBe('u:p');
    expect([...leftovers(sandbox.dir), ...leftovers(at('dotfiles'))]).toEqual([]);
  });

  test('links in the way to it, absolute ones and `..` too', async () => {
    mkdirSync(at('a', 'b'), { recursive: true, mode: 0o700 });
    mkdirSync(at('c'), { mode: 0o700 });
    symlinkSync(at('a', 'b'), at('c', 'to-b'));
    symlinkSync('../a/b/../../c/to-b/real.json', at('c', 'auth.json'));
    writeAuthFile(at('a', 'b', 'real.json'), 1);
    expect((await login(at('c', '..', 'c', 'auth.json'))).path).toBe(at('a', 'b', 'real.json'));
  });

  test('a dangling link is asked about, and followed when told to', async () => {
    symlinkSync('nowhere.json', sandbox.path);
    expect(await refusal(login(sandbox.path))).toEqual(['FILE_LINK_DANGLING', undefined]);
    expect(existsSync(at('nowhere.json'))).toBe(false);
    await login(sandbox.path, { followDangling: true });
    expect(modeOf(at('nowhere.json'))).toBe('600');
    expect(lstatSync(sandbox.path).isSymbolicLink()).toBe(true);
  });

  test('a link into a directory that is not there makes none', async () => {
    symlinkSync('gone/auth.json', sandbox.path);
    expect(await refusal(login(sandbox.path, { followDangling: true }))).toEqual([
      'FILE_LINK_DANGLING',
      undefined,
    ]);
    expect(existsSync(at('gone'))).toBe(false);
  });

  test.each<[string, string, (path: string) => unknown]>([
    ['a link loop', 'FILE_LINK_LOOP', (path) => symlinkSync('auth.json', path)],
    ['a FIFO', 'FILE_NOT_REGULAR', (path) => execFileSync('mkfifo', [path])],
    ['a directory', 'FILE_NOT_REGULAR', (path) => mkdirSync(path)],
    ['a link to a device', 'FILE_NOT_REGULAR', (path) => symlinkSync('/dev/null', path)],
    [
      'a file with another name',
      'FILE_HARD_LINKED',
      (path) => {
        writeAuthFile(path, 1);
        linkSync(path, `${path}.other`);
      },
    ],
  ])('%s is refused', async (_, code, make) => {
    make(sandbox.path);
    const [refused] = await refusal(login(sandbox.path));
    // Only root may write beside the devices at all.
    expect([code, ...(isRoot ? [] : ['FILE_UNSAFE_PARENT'])]).toContain(refused);
    expect(leftovers(sandbox.dir)).toEqual([]);
  });

  test('a socket is refused', async () => {
    const server = createServer().listen(sandbox.path);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await refusal(login(sandbox.path))).toEqual(['FILE_NOT_REGULAR', undefined]);
    server.close();
  });

  test('a directory that anybody may write to is refused; with the sticky bit it is not', async () => {
    mkdirSync(at('open'));
    chmodSync(at('open'), 0o777);
    expect(await refusal(login(at('open', 'auth.json')))).toEqual([
      'FILE_UNSAFE_PARENT',
      'world-writable',
    ]);
    mkdirSync(at('open', 'below'), { mode: 0o700 });
    expect((await refusal(login(at('open', 'below', 'auth.json'))))[0]).toBe('FILE_UNSAFE_PARENT');
    chmodSync(at('open'), 0o1777);
    expect((await login(at('open', 'auth.json'))).outcome).toBe('written');
  });

  test("what is somebody else's is refused: file, directory, link", async () => {
    if (!isRoot) {
      expect((await refusal(login('/etc/auth.json')))[0]).toBe('FILE_UNSAFE_PARENT');
      return;
    }
    mkdirSync(at('theirs'), { mode: 0o755 });
    chownSync(at('theirs'), STRANGER, STRANGER);
    expect((await refusal(login(at('theirs', 'auth.json'))))[0]).toBe('FILE_UNSAFE_PARENT');
    writeAuthFile(sandbox.path, 1);
    chownSync(sandbox.path, STRANGER, STRANGER);
    expect(await refusal(login(sandbox.path))).toEqual(['FILE_FOREIGN_OWNER', 'file']);
    rmSync(sandbox.path);
    writeAuthFile(at('real.json'), 1);
    symlinkSync('real.json', sandbox.path);
    execFileSync('chown', ['-h', String(STRANGER), sandbox.path]);
    expect(await refusal(login(sandbox.path))).toEqual(['FILE_FOREIGN_OWNER', 'link']);
  });

  test('a relative path names no file', async () => {
    expect(await refusal(login('auth.json'))).toEqual(['FILE_NO_DIRECTORY', 'relative']);
  });

  test.each(['parent', 'file'] as const)(
    "the %s swapped for a stranger's link meanwhile: no write goes there",
    async (obstacle) => {
      const report = await swapRace(obstacle, 250);
      expect(report.outside).toBe(0);
      expect(report.swaps).toBeGreaterThan(0);
      for (const code of Object.keys(report.refused)) expect(code).toMatch(/^FILE_/);
    },
    120_000,
  );
});

describe("F8 the session's directory", () => {
  test('one that is not there is not made, and nothing is written anywhere', async () => {
    const base = at('run', 'user', '1000');
    const path = join(base, 'containers', 'auth.json');
    expect(await refusal(login(path, { base }))).toEqual(['FILE_NO_DIRECTORY', 'missing']);
    expect(existsSync(at('run'))).toBe(false);
  });

  test("another user's is refused", async () => {
    const base = isRoot ? at('theirs') : '/etc';
    if (isRoot) {
      mkdirSync(base);
      chownSync(base, STRANGER, STRANGER);
    }
    const path = join(base, 'containers', 'auth.json');
    expect(await refusal(login(path, { base }))).toEqual(['FILE_NO_DIRECTORY', 'foreign-owner']);
  });

  test('what is missing below it is made', async () => {
    mkdirSync(at('run'), { mode: 0o700 });
    await login(at('run', 'containers', 'auth.json'), { base: at('run') });
    expect([modeOf(at('run', 'containers')), modeOf(at('run', 'containers', 'auth.json'))]).toEqual(
      ['700', '600'],
    );
  });

  test('a directory that is removed while its file is rewritten is made again', async () => {
    const path = at('containers', 'auth.json');
    await login(path);
    let removed = false;
    const result = await updateFile(
      path,
      (now) => {
        if (!removed) rmSync(at('containers'), { recursive: true });
        removed = true;
        return patchAuthFile(now, format, [
          { key: 'late', set: { username: 'u', secret: new Secret('p') } },
        ]);
      },
      { format },
    ).catch((error: unknown) => error);
    expect(result).toMatchObject({ code: 'FILE_NO_DIRECTORY' });
    expect((await login(path)).outcome).toBe('written');
  });

  test('a directory that is moved while its file is rewritten: the file is written where the path leads', async () => {
    const path = at('containers', 'auth.json');
    await login(path);
    let moved = false;
    await updateFile(
      path,
      (now) => {
        if (!moved) execFileSync('mv', [at('containers'), at('moved')]);
        moved = true;
        return patchAuthFile(now, format, [
          { key: 'late', set: { username: 'u', secret: new Secret('p') } },
        ]);
      },
      { format },
    );
    expect(keysIn(path)).toContain('late');
  });
});

describe('F7 modes', () => {
  test.each([0o000, 0o022, 0o077, 0o277, 0o777])(
    'umask %o: directories 0700, file 0600',
    async (mask) => {
      const writer = await startWriter();
      await writer.order({ do: 'umask', mask });
      const path = at('new', 'auth.json');
      // A umask that takes our own rights makes directories that even we cannot use.
      const usable = isRoot || (mask & 0o700) === 0;
      const answer = await writer.order({ do: 'write', path, key: 'k', secret: 'p' });
      await writer.kill();
      if (usable) {
        expect(answer).toMatchObject({ outcome: 'written' });
        expect(modeOf(path)).toBe('600');
      } else expect(answer).toMatchObject({ code: 'FILE_NOT_PERMITTED' });
      expect(statSync(at('new')).mode & 0o077).toBe(0);
    },
  );

  test.each([
    [0o644, '600'],
    [0o666, '600'],
    [0o640, '600'],
    [0o600, '600'],
    [0o400, '400'],
  ])('7.61 an existing file of mode %o: %s, never wider', async (mode, after) => {
    writeAuthFile(sandbox.path, 1);
    chmodSync(sandbox.path, mode);
    await login(sandbox.path);
    expect(modeOf(sandbox.path)).toBe(after);
  });

  test('7.65 a directory that is there stays as it is', async () => {
    mkdirSync(at('d'), { mode: 0o755 });
    chmodSync(at('d'), 0o755);
    await login(at('d', 'auth.json'));
    expect(modeOf(at('d'))).toBe('755');
  });

  test('access lists and attributes of the user are kept, and the list gives what it gave', async () => {
    writeAuthFile(sandbox.path, 1);
    setAttribute(sandbox.path, 'user.note', Buffer.from('mine'));
    // rw for the owner, r for one more user, nothing for the rest; r for the list as a whole.
    const list = accessList([
      [USER_OBJ, 6],
      [USER, 4, STRANGER],
      [GROUP_OBJ, 0],
      [MASK, 4],
      [OTHER, 0],
    ]);
    setAttribute(sandbox.path, 'system.posix_acl_access', list);
    await login(sandbox.path);
    expect(attribute(sandbox.path, 'user.note')?.toString()).toBe('mine');
    expect(attribute(sandbox.path, 'system.posix_acl_access')).toEqual(list);
    expect(modeOf(sandbox.path)).toBe('640');
  });

  test('the group is kept', async () => {
    const [group] = isRoot ? [STRANGER] : [process.getgid?.() ?? 0];
    writeAuthFile(sandbox.path, 1);
    if (group !== undefined) chownSync(sandbox.path, process.getuid?.() ?? 0, group);
    await login(sandbox.path);
    expect(statSync(sandbox.path).gid).toBe(group);
  });
});

describe('F3 what does not parse is never written to', () => {
  test.each(['', '{', '[]', '\ufeff{}', '{"auths":{}}x'])('%j', async (text) => {
    writeFileSync(sandbox.path, text, { mode: 0o644 });
    const before = statSync(sandbox.path);
    expect((await refusal(login(sandbox.path)))[0]).toBe('FILE_MALFORMED');
    expect(readFileSync(sandbox.path, 'utf8')).toBe(text);
    const { ino, mtimeMs, mode } = statSync(sandbox.path);
    expect([ino, mtimeMs, mode]).toEqual([before.ino, before.mtimeMs, before.mode]);
    expect(leftovers(sandbox.dir)).toEqual([]);
  });

  test('the failure names the file', async () => {
    writeFileSync(sandbox.path, '{');
    const failure = await login(sandbox.path).catch((error: unknown) => error);
    expect(failure).toMatchObject({ context: { path: sandbox.path, line: 1, column: 2 } });
  });
});

describe('what is as it should be is not written', () => {
  test('7.77 the same login again leaves the file itself alone', async () => {
    await login(sandbox.path);
    const { ino } = statSync(sandbox.path);
    expect((await login(sandbox.path)).outcome).toBe('unchanged');
    expect(statSync(sandbox.path).ino).toBe(ino);
  });

  test('nor is a cancelled write', async () => {
    writeAuthFile(sandbox.path, 1);
    const signal = AbortSignal.abort();
    expect(await refusal(login(sandbox.path, { signal }))).toEqual(['CANCELLED', undefined]);
    expect(keysIn(sandbox.path)).toEqual(['base-0.example.com']);
    expect(leftovers(sandbox.dir)).toEqual([]);
  });
});

describe('F10 temporary files of ours', () => {
  test('of a process that runs stay, of one that does not go, of others are not touched', async () => {
    const own = temporaryName();
    const dead = own.replace(/-(\d+)-(\d+)-/, '-$1-1-');
    const elsewhere = own.replace(/^\.pullkeeper-[0-9a-f]{12}/, '.pullkeeper-000000000000');
    const old = elsewhere.replace(/[0-9a-f]{16}/, '0123456789abcdef');
    const theirs = '.tmp-auth.json123';
    for (const name of [own, dead, elsewhere, old, theirs]) writeFileSync(at(name), 'x');
    utimesSync(at(old), new Date(0), new Date(0));
    expect(await sweepTemporaries(sandbox.dir)).toBe(2);
    expect([own, dead, elsewhere, old, theirs].map((name) => existsSync(at(name)))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  test('a directory that is not there holds none', async () => {
    expect(await sweepTemporaries(at('nowhere'))).toBe(0);
    expect(existsSync(at('nowhere'))).toBe(false);
  });
});
