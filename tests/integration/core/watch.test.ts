import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Watch, watchPaths } from '../../../electron/core/targets/watch.ts';

let home: string;
let watch: Watch | undefined;
const errors: unknown[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pullkeeper-watch-'));
  errors.length = 0;
});
afterEach(() => {
  watch?.close();
  rmSync(home, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

/** Watches and returns a function that does something and waits until it was told. */
async function watching(...paths: string[]) {
  const waiting: (() => void)[] = [];
  let told = 0;
  watch = watchPaths(
    paths,
    () => {
      told++;
      for (const resolve of waiting.splice(0)) resolve();
    },
    (error) => errors.push(error),
  );
  await watch.ready;
  return {
    /** Hangs, and so fails the test, when nothing is told. */
    tellsOf: async (change: () => void) => {
      const next = new Promise<void>((resolve) => waiting.push(resolve));
      change();
      await next;
    },
    told: () => told,
  };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
function replace(path: string, text: string): void {
  put(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

describe('a watched path', () => {
  it('is told when the file is written in place, replaced and removed', async () => {
    const path = join(home, 'auth.json');
    put(path, '{}');
    const { tellsOf } = await watching(path);
    await tellsOf(() => writeFileSync(path, '{ }'));
    await tellsOf(() => replace(path, '{"auths":{}}'));
    await tellsOf(() => writeFileSync(path, '{}'));
    await tellsOf(() => unlinkSync(path));
    await tellsOf(() => put(path, '{}'));
  });

  it('is told when directories that did not exist appear, one after the other', async () => {
    const path = join(home, 'run', 'user', 'containers', 'auth.json');
    const { tellsOf } = await watching(path);
    await tellsOf(() => mkdirSync(join(home, 'run')));
    await tellsOf(() => mkdirSync(join(home, 'run', 'user')));
    await tellsOf(() => mkdirSync(dirname(path)));
    await tellsOf(() => put(path, '{}'));
    await tellsOf(() => replace(path, '{ }'));
  });

  it('is told when they appear all at once', async () => {
    const path = join(home, 'run', 'user', 'containers', 'auth.json');
    const { tellsOf } = await watching(path);
    await tellsOf(() => put(path, '{}'));
    await tellsOf(() => replace(path, '{ }'));
  });

  it('is told when its directory is removed, renamed and made again', async () => {
    const path = join(home, 'docker', 'config.json');
    put(path, '{}');
    const { tellsOf } = await watching(path);
    await tellsOf(() => rmSync(dirname(path), { recursive: true }));
    await tellsOf(() => put(path, '{}'));
    await tellsOf(() => renameSync(dirname(path), join(home, 'docker.old')));
    await tellsOf(() => put(path, '{ }'));
    await tellsOf(() => replace(path, '{}'));
  });

  it('is told of the file behind a symbolic link, and when the link is turned', async () => {
    const path = join(home, 'config.json');
    put(join(home, 'dotfiles', 'one.json'), '{}');
    put(join(home, 'elsewhere', 'two.json'), '{}');
    symlinkSync('dotfiles/one.json', path);
    const { tellsOf } = await watching(path);
    await tellsOf(() => replace(join(home, 'dotfiles', 'one.json'), '{ }'));
    await tellsOf(() => {
      symlinkSync(join(home, 'elsewhere', 'two.json'), `${path}.new`);
      renameSync(`${path}.new`, path);
    });
    await tellsOf(() => replace(join(home, 'elsewhere', 'two.json'), '{ }'));
  });

  it('is told through a linked directory and a dangling link', async () => {
    const path = join(home, 'docker', 'config.json');
    mkdirSync(join(home, 'real'));
    symlinkSync('real', dirname(path));
    symlinkSync('later/config.json', path);
    const { tellsOf } = await watching(path);
    await tellsOf(() => put(join(home, 'real', 'later', 'config.json'), '{}'));
    await tellsOf(() => replace(join(home, 'real', 'later', 'config.json'), '{ }'));
  });

  it('survives a link loop', async () => {
    const path = join(home, 'auth.json');
    symlinkSync('auth.json', path);
    const { tellsOf } = await watching(path);
    await tellsOf(() => replace(path, '{}'));
  });

  it('sleeps while other files of its directory change', async () => {
    const path = join(home, 'auth.json');
    put(path, '{}');
    const quiet = await watching(path);
    const first = watch;
    const busy = await watching(join(home, 'other'));
    // Twice: what the first change would have told is told before the second is.
    await busy.tellsOf(() => replace(join(home, 'other'), 'x'));
    await busy.tellsOf(() => replace(join(home, 'other'), 'y'));
    first?.close();
    expect(quiet.told()).toBe(0);
  });

  it('tells nothing once closed', async () => {
    const path = join(home, 'auth.json');
    put(path, '{}');
    const { told } = await watching(path);
    watch?.close();
    const other = await watching(path);
    await other.tellsOf(() => replace(path, '{ }'));
    expect(told()).toBe(0);
  });
});
