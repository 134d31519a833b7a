import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateFile } from '../../../electron/core/authfile/atomic-write.ts';
import { type Edit, patchAuthFile } from '../../../electron/core/authfile/codec.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { keysIn, loginIn, makeSandbox, writeAuthFile } from '../../support/authfile-file.ts';
import { parallelWriters } from '../../support/authfile-parallel.ts';
import {
  besidePeer,
  type LoopbackRegistries,
  PEERS,
  peerLogin,
  startLoopbackRegistries,
} from '../../support/authfile-peers.ts';

const format = 'containers-auth' as const;
const set = (key: string, secret = 'p'): Edit => ({
  key,
  set: { username: 'us', secret: new Secret(secret) },
});
const apply = (path: string, ...edits: Edit[]) =>
  updateFile(path, (now) => patchAuthFile(now, format, edits, path), { format });

test('F5 twenty processes of ours at one file: every entry there, every time', async () => {
  const rounds = 5;
  expect(await parallelWriters(20, rounds)).toEqual({
    logins: 20 * rounds,
    lost: 0,
    completeRounds: rounds,
    failed: 0,
    leftovers: 0,
    mode: '600',
  });
}, 120_000);

test('F5 many writes of one process at the same time wait for each other', async () => {
  const sandbox = makeSandbox();
  const keys = [...Array(50).keys()].map((at) => `k-${at}.example.com`);
  await Promise.all(keys.map((key) => apply(sandbox.path, set(key))));
  expect(new Set(keysIn(sandbox.path))).toEqual(new Set(keys));
  sandbox.remove();
});

describe('F5 beside another tool: nothing of theirs is lost by us, nothing of ours after the re-check', () => {
  let registries: LoopbackRegistries;
  beforeAll(async () => {
    registries = await startLoopbackRegistries();
  });
  afterAll(() => registries.close());

  test.each(PEERS)(
    '%s',
    async (peer) => {
      const [logins, writes] = [40, 11];
      const report = await besidePeer(peer, logins, registries, writes);
      expect(report).toMatchObject({ lostTheirs: 0, lostOurs: 0 });
      expect(report.theirs).toBeGreaterThanOrEqual(logins);
      expect(report.ours).toBeGreaterThanOrEqual(writes);
    },
    120_000,
  );

  test.each(['podman', 'skopeo'] as const)(
    'a logout with %s right after our write stays',
    async (peer) => {
      const sandbox = makeSandbox();
      writeAuthFile(sandbox.path, 2);
      const host = registries.host(1);
      const { settled } = await apply(sandbox.path, set(host));
      execFileSync(peer, ['logout', '--authfile', sandbox.path, host]);
      expect(await settled).toEqual({ repairs: 0, problem: null });
      expect(loginIn(sandbox.path, host)).toBeNull();
      sandbox.remove();
    },
  );

  test('a login with podman to another host right after our write keeps both', async () => {
    const sandbox = makeSandbox();
    const { settled } = await apply(sandbox.path, set('ours.example.com'));
    expect((await peerLogin('podman', sandbox.path, registries.host(2))).code).toBe(0);
    await settled;
    expect(keysIn(sandbox.path).sort()).toEqual([registries.host(2), 'ours.example.com'].sort());
    sandbox.remove();
  });
});

describe('F5 a tool that had read before our write and writes after it', () => {
  /**
   * What such a tool writes: the whole file as it read it, with its own change. In the turn in which our write
   * ended, so that no look at the file comes between, however slow the machine is.
   */
  function overwrite(path: string, text: string): void {
    writeFileSync(`${path}.peer`, text, { mode: 0o600 });
    renameSync(`${path}.peer`, path);
  }
  test('its login stays and ours comes back', async () => {
    const sandbox = makeSandbox();
    writeAuthFile(sandbox.path, 2);
    const stale = readFileSync(sandbox.path);
    const { settled } = await apply(sandbox.path, set('ours.example.com'));
    const theirs = patchAuthFile(stale, format, [set('theirs.example.com')]) ?? '';
    overwrite(sandbox.path, theirs);
    expect(await settled).toMatchObject({ repairs: 1, problem: null });
    expect(keysIn(sandbox.path)).toHaveLength(4);
    sandbox.remove();
  });

  test('our logout is made again, and its login stays', async () => {
    const sandbox = makeSandbox();
    writeAuthFile(sandbox.path, 2);
    const stale = readFileSync(sandbox.path);
    const gone = 'base-0.example.com';
    const { settled } = await apply(sandbox.path, { key: gone, remove: true });
    overwrite(sandbox.path, patchAuthFile(stale, format, [set('theirs.example.com')]) ?? '');
    await settled;
    expect(keysIn(sandbox.path)).toEqual(['base-1.example.com', 'theirs.example.com']);
    sandbox.remove();
  });

  test('the same file again, begun before ours was there: ours comes back', async () => {
    const sandbox = makeSandbox();
    writeAuthFile(sandbox.path, 2);
    writeFileSync(`${sandbox.path}.peer`, readFileSync(sandbox.path), { mode: 0o600 });
    // The file system's clock ticks in milliseconds.
    await delay(20);
    const { settled } = await apply(sandbox.path, set('ours.example.com'));
    renameSync(`${sandbox.path}.peer`, sandbox.path);
    expect(await settled).toMatchObject({ repairs: 1 });
    expect(keysIn(sandbox.path)).toContain('ours.example.com');
    sandbox.remove();
  });

  test('two of ours in a row: the second write puts the first one back by itself', async () => {
    const sandbox = makeSandbox();
    writeAuthFile(sandbox.path, 2);
    const stale = readFileSync(sandbox.path);
    await apply(sandbox.path, set('first.example.com'));
    overwrite(sandbox.path, patchAuthFile(stale, format, [set('theirs.example.com')]) ?? '');
    const { settled } = await apply(sandbox.path, set('second.example.com'));
    expect(keysIn(sandbox.path)).toHaveLength(5);
    await settled;
    expect(keysIn(sandbox.path)).toHaveLength(5);
    sandbox.remove();
  });

  test('our own logout is not undone by our own login before it', async () => {
    const sandbox = makeSandbox();
    writeAuthFile(sandbox.path, 2);
    await apply(sandbox.path, set('ours.example.com'));
    const { settled } = await apply(sandbox.path, { key: 'ours.example.com', remove: true });
    await apply(sandbox.path, set('another.example.com'));
    await settled;
    expect(keysIn(sandbox.path)).not.toContain('ours.example.com');
    sandbox.remove();
  });

  test('a damaged file that it leaves is left alone, and told', async () => {
    const sandbox = makeSandbox();
    const { settled } = await apply(sandbox.path, set('ours.example.com'));
    overwrite(sandbox.path, '{"auths":');
    expect((await settled).problem).toMatchObject({ code: 'FILE_MALFORMED' });
    expect(readFileSync(sandbox.path, 'utf8')).toBe('{"auths":');
    sandbox.remove();
  });
});
