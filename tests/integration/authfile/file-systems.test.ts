import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  authFileText,
  makeSandbox,
  type Sandbox,
  writeAuthFile,
} from '../../support/authfile-file.ts';
import type { WriterAnswer } from '../../support/authfile-orders.ts';
import { startWriter, type Writer } from '../../support/authfile-process.ts';

/** Mounts of its own, which go with the process; who is not root is root in there. */
const NAMESPACE = ['unshare', '--mount', ...(process.geteuid?.() === 0 ? [] : ['--map-root-user'])];

let sandbox: Sandbox;
let writer: Writer | null = null;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(async () => {
  await writer?.kill();
  writer = null;
  sandbox.remove();
});

/** A writer that sees what a shell script has mounted. */
async function writerAfter(script: string): Promise<Writer> {
  writer = await startWriter([...NAMESPACE, 'sh', '-ec', `${script}; exec "$@"`, 'sh']);
  return writer;
}
const login = (each: Writer, path: string, secret = 'p'): Promise<WriterAnswer | null> =>
  each.order({ do: 'write', path, key: 'k.example.com', secret });
/** What the writer's own mounts hold, read from its side. */
const seenBy = (each: Writer, path: string): string =>
  readFileSync(join('/proc', String(each.pid), 'root', path), 'utf8');

test('F2 a full file system: the old file stays, whole, and nothing beside it', async () => {
  const mount = join(sandbox.dir, 'full');
  mkdirSync(mount);
  const text = authFileText(20);
  writeFileSync(join(sandbox.dir, 'seed.json'), text);
  const full = await writerAfter(
    `mount -t tmpfs -o size=16k,mode=700 tmpfs ${mount}
     install -m 600 ${sandbox.dir}/seed.json ${mount}/auth.json
     dd if=/dev/zero of=${mount}/filler bs=4k 2>/dev/null || true`,
  );
  expect(await login(full, `${mount}/auth.json`)).toMatchObject({ code: 'FILE_NO_SPACE' });
  expect(seenBy(full, `${mount}/auth.json`)).toBe(text);
  const names = execFileSync('ls', ['-A', join('/proc', String(full.pid), 'root', mount)]);
  expect(names.toString().trim().split('\n').sort()).toEqual(['auth.json', 'filler']);
});

test('F2 a read-only file system', async () => {
  const mount = join(sandbox.dir, 'ro');
  mkdirSync(mount);
  writeAuthFile(sandbox.path, 2);
  const readOnly = await writerAfter(
    `mount -t tmpfs -o mode=700 tmpfs ${mount}
     install -m 600 ${sandbox.path} ${mount}/auth.json
     mount -o remount,ro ${mount}`,
  );
  expect(await login(readOnly, `${mount}/auth.json`)).toMatchObject({ code: 'FILE_READ_ONLY' });
  expect(seenBy(readOnly, `${mount}/auth.json`)).toBe(authFileText(2));
});

test('F9 a file that is mounted over (as containers do): told, never written in place', async () => {
  writeAuthFile(sandbox.path, 2);
  writeAuthFile(join(sandbox.dir, 'other.json'), 1);
  const mounted = await writerAfter(`mount --bind ${sandbox.dir}/other.json ${sandbox.path}`);
  expect(await login(mounted, sandbox.path)).toMatchObject({
    code: 'FILE_IO',
    context: { path: sandbox.path, errno: 'EBUSY', reason: 'mount-point' },
  });
  expect(readFileSync(sandbox.path, 'utf8')).toBe(authFileText(2));
  expect(readFileSync(join(sandbox.dir, 'other.json'), 'utf8')).toBe(authFileText(1));
});

test('F9 an overlay, as in a container', async () => {
  const script = `mount -t tmpfs -o mode=700 tmpfs ${sandbox.dir}/layers
    cd ${sandbox.dir}/layers; mkdir lower upper work merged
    install -m 600 ${sandbox.path} lower/auth.json; chmod 700 lower upper merged
    mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged; cd /`;
  mkdirSync(join(sandbox.dir, 'layers'));
  writeAuthFile(sandbox.path, 2);
  const inside = await writerAfter(script);
  const path = join(sandbox.dir, 'layers', 'merged', 'auth.json');
  expect(await login(inside, path)).toMatchObject({ outcome: 'written' });
  expect(await login(inside, path, 'again')).toMatchObject({ outcome: 'written' });
  expect(Object.keys(JSON.parse(seenBy(inside, path)).auths)).toHaveLength(3);
});

test('F2 a directory that is mounted read-only', async () => {
  const locked = join(sandbox.dir, 'locked');
  mkdirSync(locked, { mode: 0o700 });
  writeAuthFile(join(locked, 'auth.json'), 2);
  const mounted = await writerAfter(
    `mount --bind ${locked} ${locked}; mount -o remount,bind,ro ${locked}`,
  );
  expect(await login(mounted, join(locked, 'auth.json'))).toMatchObject({ code: 'FILE_READ_ONLY' });
  expect(readFileSync(join(locked, 'auth.json'), 'utf8')).toBe(authFileText(2));
});
