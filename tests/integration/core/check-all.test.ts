import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import {
  auth,
  createLastingVault,
  createMachine,
  createStorage,
  keep as keepStored,
  login,
  type Machine,
  startCore,
  type TestCore,
} from './support.ts';

let machine: Machine;
let core: TestCore;
const registries: Server[] = [];

beforeEach(async () => {
  machine = await createMachine();
  core = startCore(machine);
});
afterEach(async () => {
  await core.close();
  for (const server of registries.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await machine.remove();
});

/** How a registry answers a credential that it knows. */
type Answer = (response: ServerResponse, asked: number) => void;

/** A registry with Basic authentication that counts how many requests it answers at the same time. */
async function startRegistry(passwordOf: (user: string) => string) {
  let answer: Answer = (response) => response.writeHead(200).end('{}');
  let open = 0;
  const seen = { most: 0, asked: 0, users: [] as string[] };
  const server = createServer((request, response) => {
    const given = request.headers.authorization;
    if (given === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
      return;
    }
    open += 1;
    seen.most = Math.max(seen.most, open);
    seen.asked += 1;
    response.once('close', () => {
      open -= 1;
    });
    const text = Buffer.from(given.slice(6), 'base64').toString();
    const user = text.slice(0, text.indexOf(':'));
    seen.users.push(user);
    if (given.slice(6) === auth(user, passwordOf(user))) answer(response, seen.asked);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
  });
  registries.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    registry: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    forget: () => Object.assign(seen, { most: 0, asked: 0, users: [] }),
    answerWith: (next: Answer) => {
      answer = next;
    },
  };
}

const everybody = () => 'password-of-all';
const keep = (registry: string, username: string) =>
  login(core, registry, { username, secret: everybody(), kind: 'other' }, []);
const checkAll = (runId: string = randomUUID()) => core.calls['credentials.check-all']({ runId });

describe('checking every stored credential', () => {
  it('asks a few at a time, two of a registry, and remembers every answer', async () => {
    const [one, other] = [await startRegistry(everybody), await startRegistry(everybody)];
    for (const user of ['a', 'b', 'c', 'd', 'e']) await keep(one.registry, user);
    await keep(other.registry, 'a');
    one.forget();
    // No answer until two wait: fewer at a time would wait for ever.
    const waiting: ServerResponse[] = [];
    let left = 5;
    one.answerWith((response) => {
      waiting.push(response);
      left -= 1;
      if (waiting.length === 2 || left === 0) {
        for (const each of waiting.splice(0)) each.writeHead(200).end('{}');
      }
    });
    const { cancelled, results } = await checkAll();
    expect(cancelled).toBe(false);
    expect(results.map(({ check }) => check?.verdict)).toEqual(Array(6).fill('verified'));
    expect(one.seen.most).toBe(2);
    const views = await core.calls['credentials.list'](undefined);
    expect(views.map(({ lastCheck }) => lastCheck)).toEqual(results.map(({ check }) => check));
    const told = core.runEvents().filter((event) => event.type === 'progress');
    expect(told.map(({ done, total }) => [done, total])).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((done) => [done, 6]),
    );
  });

  it('asks about the chosen ones alone', async () => {
    const one = await startRegistry(everybody);
    for (const user of ['a', 'b', 'c']) await keep(one.registry, user);
    const [, chosen] = await core.calls['credentials.list'](undefined);
    one.forget();
    const { results } = await core.calls['credentials.check-all']({
      runId: randomUUID(),
      credentialIds: [chosen?.id ?? ''],
    });
    expect(results.map(({ credentialId }) => credentialId)).toEqual([chosen?.id]);
    expect(one.seen.asked).toBe(1);
  });

  it('waits as long as a rate-limited registry asks, and asks once more', async () => {
    const { registry, answerWith, forget, seen } = await startRegistry(everybody);
    for (const user of ['a', 'b', 'c']) await keep(registry, user);
    forget();
    answerWith((response, asked) =>
      asked === 1
        ? response.writeHead(429, { 'retry-after': '1' }).end()
        : response.writeHead(200).end('{}'),
    );
    const { results } = await checkAll();
    expect(results.map(({ check }) => check?.verdict)).toEqual(Array(3).fill('verified'));
    expect(seen.asked).toBe(4);
  });

  it('leaves a registry alone that asks to wait for too long, and goes on with the others', async () => {
    const [limited, other] = [await startRegistry(everybody), await startRegistry(everybody)];
    for (const user of ['a', 'b', 'c', 'd']) await keep(limited.registry, user);
    await keep(other.registry, 'z');
    limited.forget();
    limited.answerWith((response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { results } = await checkAll();
    expect(limited.seen.asked).toBe(2);
    expect(results.slice(0, 2).map(({ check }) => check?.reason)).toEqual([
      'rate-limited',
      'rate-limited',
    ]);
    expect(results.slice(2, 4).map(({ check }) => check)).toEqual([null, null]);
    expect(results[4]?.check?.verdict).toBe('verified');
  });

  it('tells a rejected credential and a lost secret from the others', async () => {
    const vault = createMemoryVault();
    await core.close();
    core = startCore(machine, { vault });
    let known = 'password-of-all';
    const { registry } = await startRegistry((user) => (user === 'b' ? known : everybody()));
    const ids = [];
    for (const user of ['a', 'b', 'c']) ids.push((await keep(registry, user)).credentialId);
    known = 'changed';
    await vault.delete(ids[2] ?? '');
    const { results } = await checkAll();
    expect(results).toMatchObject([
      { check: { verdict: 'verified' }, problem: null },
      { check: { verdict: 'rejected' }, problem: null },
      { check: null, problem: 'STORE_SECRET_MISSING' },
    ]);
  });

  it('answers with what it found when it is cancelled', async () => {
    const { registry, answerWith, forget } = await startRegistry(everybody);
    for (const user of ['a', 'b', 'c', 'd']) await keep(registry, user);
    forget();
    const runId = randomUUID();
    answerWith((response, asked) => {
      if (asked === 1) response.writeHead(200).end('{}');
      else if (asked === 3) void core.calls['run.cancel']({ runId });
    });
    const { cancelled, results } = await checkAll(runId);
    expect(cancelled).toBe(true);
    expect(results.filter(({ check }) => check !== null)).toHaveLength(1);
    expect(results).toHaveLength(4);
  });
});

it('a store that is locked ends it with its code, and leaves nothing unhandled', async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', listen);
  const vault = createLastingVault();
  const index = createStorage();
  await keepStored(vault, index, 'quay.io');
  vault.get = async () => {
    throw new Failure('STORE_LOCKED');
  };
  await core.close();
  core = startCore(machine, { vault, index });
  // Node tells of what nobody handled when the microtasks are done.
  await expect(core.calls['credentials.check-all']({ runId: randomUUID() })).rejects.toMatchObject({
    code: 'STORE_LOCKED',
  });
  await setImmediate();
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
});
