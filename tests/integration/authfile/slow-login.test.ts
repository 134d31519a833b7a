import { once } from 'node:events';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type UpdateResult, updateFile } from '../../../electron/core/authfile/atomic-write.ts';
import { type Edit, patchAuthFile } from '../../../electron/core/authfile/codec.ts';
import type { Settlement } from '../../../electron/core/authfile/settle.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { keysIn, makeSandbox, type Sandbox, writeAuthFile } from '../../support/authfile-file.ts';
import { peerLogin } from '../../support/authfile-peers.ts';
import { runOk } from '../../support/tools-process.ts';

const format = 'docker-config' as const;
const OURS = 'ours.example.com';
/** For a tool on a busy machine. */
const LONG = { timeout: 60_000 };

let sandbox: Sandbox;
let path: string;
let later: Settlement[];
beforeEach(() => {
  sandbox = makeSandbox();
  path = join(dirname(sandbox.path), 'config.json');
  writeAuthFile(path, 1);
  later = [];
});
const writes: UpdateResult[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const { release } of writes.splice(0)) release();
  sandbox.remove();
});

async function write(edit: Edit | null): Promise<UpdateResult> {
  const edits = edit === null ? [] : [edit];
  const result = await updateFile(
    path,
    (now) => (edit === null ? null : patchAuthFile(now, format, edits, path)),
    { format, later: (what) => later.push(what) },
  );
  writes.push(result);
  return result;
}
const login = (key: string): Edit => ({ key, set: { username: 'us', secret: new Secret('p') } });

/** What another tool writes: what it had read, with its own change. */
function overwrite(stale: Buffer, ...edits: Edit[]): void {
  const text = edits.length === 0 ? stale : (patchAuthFile(stale, format, edits, path) ?? stale);
  writeFileSync(`${path}.peer`, text, { mode: 0o600 });
  renameSync(`${path}.peer`, path);
}

describe('F5 beside a real docker login that waits for its registry', () => {
  let server: Server;
  let host: string;
  let answer: () => void;
  let asked: Promise<void>;
  beforeEach(async () => {
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let ask = () => {};
    asked = new Promise((resolve) => {
      ask = resolve;
    });
    server = createServer(async (request, response) => {
      ask();
      await held;
      if (request.headers.authorization !== undefined) response.writeHead(200).end('{}');
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="slow"' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  test('what it overwrites comes back, and its login stays', async () => {
    const done = peerLogin('docker', path, host);
    await asked;
    const { settled } = await write(login(OURS));
    expect(await settled).toEqual({ repairs: 0, problem: null });
    answer();
    expect(await done).toMatchObject({ code: 0 });
    await expect
      .poll(() => keysIn(path).sort(), LONG)
      .toEqual([host, 'base-0.example.com', OURS].sort());
    await expect.poll(() => later, LONG).toEqual([{ repairs: 1, problem: null }]);
  });

  test('a logout with the real docker stays, and so does one beside a login', async () => {
    await (await write(login(OURS))).settled;
    const env = { PATH: process.env.PATH ?? '', HOME: dirname(path) };
    await runOk('docker', ['--config', dirname(path), 'logout', OURS], { env });
    answer();
    // What is put back is put back before anything else is done to the file.
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect((await peerLogin('docker', path, host)).code).toBe(0);
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect(keysIn(path).sort()).toEqual([host, 'base-0.example.com'].sort());
  });
});

describe('F5 what is no login that read the file before ours', () => {
  test.each([
    ['a key that goes with ours', (): Edit[] => [{ key: 'base-0.example.com', remove: true }]],
    ['nothing but ours', (): Edit[] => []],
  ])('%s', async (_, edits) => {
    const stale = readFileSync(path);
    await (await write(login(OURS))).settled;
    overwrite(stale, ...edits());
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect(keysIn(path)).not.toContain(OURS);
  });

  test('a helper that is put in charge, with a login', async () => {
    await (await write(login(OURS))).settled;
    writeFileSync(path, '{"auths":{"x.example":{"auth":"dTpw"}},"credsStore":"pass"}');
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect(keysIn(path)).toEqual(['x.example']);
  });

  test('a file that is removed', async () => {
    await (await write(login(OURS))).settled;
    rmSync(path);
    expect(await write(null)).toMatchObject({ outcome: 'unchanged', after: null });
  });
});

describe('the watch for slow logins', () => {
  test('two writes of ours that one login overwrites both come back', async () => {
    const stale = readFileSync(path);
    await (await write(login(OURS))).settled;
    await (await write(login('second.example.com'))).settled;
    overwrite(stale, login('theirs.example.com'));
    await expect.poll(() => keysIn(path), LONG).toHaveLength(4);
  });

  test('goes on behind a file that is damaged for a moment', async () => {
    const stale = readFileSync(path);
    await (await write(login(OURS))).settled;
    writeFileSync(path, '{"auths":');
    // It is emptied before it is written: the watch may have seen it twice.
    await expect.poll(() => later[0], LONG).toMatchObject({ problem: { code: 'FILE_MALFORMED' } });
    overwrite(stale, login('theirs.example.com'));
    await expect.poll(() => keysIn(path), LONG).toHaveLength(3);
  });

  test('ends at once when it is released, and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stale = readFileSync(path);
    const { settled, release } = await write(login(OURS));
    await pastLooks(settled);
    expect(vi.getTimerCount()).toBe(1);
    release();
    expect(vi.getTimerCount()).toBe(0);
    overwrite(stale, login('theirs.example.com'));
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect(keysIn(path)).not.toContain(OURS);
  });

  test('ends by itself after a minute, and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stale = readFileSync(path);
    await pastLooks((await write(login(OURS))).settled);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(0);
    overwrite(stale, login('theirs.example.com'));
    expect(await write(null)).toMatchObject({ outcome: 'unchanged' });
    expect(keysIn(path)).not.toContain(OURS);
  });

  test('is not laid for a write whose looks it is released in', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { settled, release } = await write(login(OURS));
    release();
    await pastLooks(settled);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is for files that docker reads alone: the other tools do not wait between reading and writing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { settled } = await updateFile(
      sandbox.path,
      (now) => patchAuthFile(now, 'containers-auth', [login(OURS)], sandbox.path),
      { format: 'containers-auth' },
    );
    await pastLooks(settled);
    expect(vi.getTimerCount()).toBe(0);
  });

  /** The looks of the first second, which ask a disk between their timers. */
  async function pastLooks(settled: Promise<Settlement>): Promise<void> {
    let isPast = false;
    void settled.then(() => {
      isPast = true;
    });
    while (!isPast) {
      await turn();
      // Past the looks, not past the watch: its clock runs from when it is laid.
      if (!isPast) await vi.advanceTimersByTimeAsync(50);
    }
  }
});
