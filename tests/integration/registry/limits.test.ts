import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../../electron/core/registry/transport.ts';
import {
  type Handler,
  json,
  scripted,
  startHostileServer,
  startRawServer,
} from '../../support/hostile-server.ts';
import { check } from '../../support/registry-check.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(handler: Handler): Promise<string> {
  const server = await startHostileServer(handler);
  cleanUps.push(server.close);
  return server.authority;
}

async function startRaw(handler: Parameters<typeof startRawServer>[0]): Promise<string> {
  const server = await startRawServer(handler);
  cleanUps.push(server.close);
  return server.authority;
}

/** Resolves when the client is gone. */
const gone = (response: ServerResponse) =>
  new Promise<void>((resolve) => response.once('close', resolve));

test('N6: the budgets', () => {
  expect(LIMITS).toEqual({
    connectMs: 5_000,
    headersMs: 10_000,
    totalMs: 20_000,
    headerBytes: 16_384,
    bodyBytes: 1_048_576,
    redirects: 5,
  });
});

describe('N6: a slow server', () => {
  test('that takes the connection and never finishes TLS', async () => {
    const registry = await startRaw(() => {});
    const { result, events } = await check(registry, {
      plainHttp: false,
      limits: { connectMs: 50 },
    });
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'timed-out', host: registry });
    expect(events[0]?.limitMs).toBe(LIMITS.totalMs);
  });

  test('that never answers', async () => {
    const registry = await start(() => {});
    const { result } = await check(registry, { limits: { headersMs: 50 } });
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'timed-out' });
  });

  test('that answers a byte at a time, headers (slow loris)', async () => {
    const registry = await startRaw((socket) => {
      const timer = setInterval(() => socket.write('H'), 5);
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.once('close', () => clearInterval(timer));
    });
    const { result } = await check(registry, { limits: { headersMs: 60 } });
    expect(result.reason).toBe('timed-out');
  });

  test('that answers a byte at a time, body', async () => {
    const registry = await start((_, response) => {
      const timer = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(timer));
    });
    const { result } = await check(registry, { limits: { totalMs: 80 } });
    expect(result).toMatchObject({ verdict: 'unreachable', reason: 'timed-out' });
  });

  test('is cut off: no connection stays behind', async () => {
    let left: Promise<void> | undefined;
    const registry = await start((_, response) => {
      left = gone(response);
    });
    await check(registry, { limits: { headersMs: 50 } });
    await left;
  });

  test('the time in which the user is asked does not count', async () => {
    const foreign = await startHostileServer(scripted({}), { address: '127.0.0.2' });
    cleanUps.push(foreign.close);
    const registry = await start(
      scripted({
        ping: {
          status: 401,
          headers: { 'www-authenticate': `Bearer realm="${foreign.origin}/token"` },
        },
      }),
    );
    let hoursLater = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + hoursLater * 3_600_000);
    const { result, events } = await check(registry, {
      askRealm: async () => {
        hoursLater = 1;
        return true;
      },
    });
    expect(result.reason).toBe('token-issued');
    expect(events.every(({ limitMs }) => limitMs > 0)).toBe(true);
  });
});

describe('N6: cancel', () => {
  test.each(['ping', 'token', 'verdict'] as const)('during %s', async (step) => {
    const controller = new AbortController();
    let left: Promise<void> | undefined;
    const registry = await start((request, response) => {
      const { authorization } = request.headers;
      const at = request.url?.startsWith('/token') ? 'token' : authorization ? 'verdict' : 'ping';
      if (at !== step) return scripted({})(request, response);
      left = gone(response);
      controller.abort();
    });
    const { result, steps } = await check(registry, { signal: controller.signal });
    expect(result).toMatchObject({ verdict: 'not-checked', reason: 'cancelled' });
    expect(steps).toContain(`${step} failed`);
    await left;
  });

  test('during TLS', async () => {
    const controller = new AbortController();
    const registry = await startRaw((socket) => socket.once('data', () => controller.abort()));
    const { result } = await check(registry, { plainHttp: false, signal: controller.signal });
    expect(result.reason).toBe('cancelled');
  });

  test('before it began: nothing is sent', async () => {
    const server = await startHostileServer(scripted({}));
    cleanUps.push(server.close);
    const { result } = await check(server.authority, { signal: AbortSignal.abort() });
    expect(result.reason).toBe('cancelled');
    expect(server.received).toEqual([]);
  });
});

describe('N6: an answer without end', () => {
  const endless = (response: ServerResponse, head: string) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(head);
    const more = () => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };

  test.each(['/v2/', '/token'])('of %s is cut off at 1 MiB', async (path) => {
    let left: Promise<void> | undefined;
    const registry = await start((request, response) => {
      if (!request.url?.startsWith(path)) return scripted({})(request, response);
      left = gone(response);
      endless(response, '{"token":"');
    });
    const { result } = await check(registry);
    expect(result).toMatchObject({ verdict: 'not-checked', reason: 'answer-too-large' });
    await left;
  });

  test('in its headers is cut off at 16 KiB', async () => {
    const registry = await start(
      scripted({ ping: { status: 401, headers: { 'x-filler': 'x'.repeat(20_000) } } }),
    );
    expect((await check(registry)).result.reason).toBe('answer-too-large');
  });

  test('a token of nearly that size is taken as it is', async () => {
    const token = 'x'.repeat(8_192);
    const registry = await start(scripted({ token: json(200, { token }) }));
    expect((await check(registry)).result.reason).toBe('token-issued');
  });
});
