import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRawServer } from '../../support/hostile-server.ts';
import { PROXY_CASES, type ProxyCase } from '../../support/proxy-cases.ts';
import { run } from '../../support/tools-process.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pullkeeper-oracle-'));
});
afterAll(() => rm(home, { recursive: true }));

/** Whether skopeo, which has Go's rules, turns to the proxy of its environment. */
async function asksProxy({ env, url }: ProxyCase): Promise<boolean> {
  const proxy = await startRawServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
  });
  const set = Object.entries(env).map(([name, value]) => [
    name,
    value.replace('P', proxy.authority),
  ]);
  const { host, protocol } = new URL(url);
  await run(
    'skopeo',
    [
      '--command-timeout=10s',
      // Unlike what reads an image reference it takes IPv6 addresses.
      'login',
      '--username=nobody',
      '--password-stdin',
      // Without TLS to be verified it tries plain HTTP too.
      `--tls-verify=${protocol === 'https:'}`,
      host,
    ],
    {
      input: 'nothing',
      env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, ...Object.fromEntries(set) },
    },
  );
  await proxy.close();
  const start = protocol === 'https:' ? 'CONNECT ' : 'GET http:';
  return proxy.firstBytes.some((bytes) => bytes.toString('latin1').startsWith(start));
}

test('skopeo decides every case of the table as we do', async () => {
  const decided: Record<string, boolean> = {};
  const waiting = [...PROXY_CASES];
  const work = async () => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      decided[each.name] = await asksProxy(each);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  expect(decided).toEqual(Object.fromEntries(PROXY_CASES.map((each) => [each.name, each.through])));
});
