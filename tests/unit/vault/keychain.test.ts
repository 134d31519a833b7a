import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { createKeychainVault, KEYCHAIN_LIMITS } from '../../../electron/core/vault/keychain.ts';
import type { Vault } from '../../../electron/core/vault/vault.ts';
import type { WorkerHandle } from '../../../electron/core/vault/worker-line.ts';
import type { WorkerReply, WorkerRequest } from '../../../electron/core/vault/worker-protocol.ts';
import type { VaultStatus } from '../../../shared/vault.ts';

/** The other end of the wire: what the vault does with what a worker says, and with one that says nothing. */
class Wire implements WorkerHandle {
  readonly requests: WorkerRequest[] = [];
  killed = false;
  #listener: (message: unknown) => void = () => {};
  exit: () => void = () => {};

  postMessage(message: unknown): void {
    this.requests.push(message as WorkerRequest);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onExit(listener: () => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
  say(message: unknown): void {
    this.#listener(message);
  }
  get last(): WorkerRequest {
    const request = this.requests.at(-1);
    if (request === undefined) throw new Error('nothing was asked');
    return request;
  }
  done(value: string | boolean | null = null, storeId = 'store-1'): void {
    const { id } = this.last;
    this.say({ id, type: 'done', backendName: 'Test', storeId, value } satisfies WorkerReply);
  }
}

let wires: Wire[] = [];
let statuses: VaultStatus[] = [];
let storeId: string | null = null;
let vault: Vault;
const wire = () => {
  const last = wires.at(-1);
  if (last === undefined) throw new Error('no worker was started');
  return last;
};
/** Lets what was promised happen. */
const turn = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  statuses = [];
  storeId = null;
  vault = createKeychainVault({
    spawn: () => {
      const started = new Wire();
      wires.push(started);
      return started;
    },
    identity: {
      read: () => storeId,
      write: (id) => {
        storeId = id;
      },
    },
    onStatus: (status) => void statuses.push(status),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the keychain vault', () => {
  test('has one request under way at a time (S3)', async () => {
    const first = vault.get('a');
    const second = vault.get('b');
    await turn();
    expect(wire().requests).toHaveLength(1);
    wire().done('1');
    await turn();
    expect(wire().requests).toHaveLength(2);
    wire().done('2');
    expect((await first)?.reveal()).toBe('1');
    expect((await second)?.reveal()).toBe('2');
    expect(wires).toHaveLength(1);
  });

  test('remembers the store’s id when it learns it, and sends it along', async () => {
    const first = vault.get('a');
    await turn();
    expect(wire().last).toMatchObject({ expectedStore: null, mayPrompt: false });
    wire().done('1', 'store-9');
    await first;
    void vault.get('a', { onPrompt: () => {} });
    await turn();
    expect(wire().last).toMatchObject({ expectedStore: 'store-9', mayPrompt: true });
  });

  test.each([
    ['locked', 'STORE_LOCKED', 'locked', true],
    ['no-collection', 'STORE_UNREACHABLE', 'unavailable', true],
    ['dismissed', 'STORE_CANCELLED', 'cancelled', true],
    ['unreachable', 'STORE_UNREACHABLE', 'unavailable', true],
    ['other-store', 'STORE_BACKEND_CHANGED', 'backend-changed', false],
    ['mismatch', 'STORE_READBACK_MISMATCH', 'unknown', false],
  ])('tells %s apart: %s (S2)', async (fault, code, state, retryable) => {
    const got = vault.get('a').catch((cause: unknown) => cause);
    await turn();
    wire().say({ id: wire().last.id, type: 'fault', backendName: 'Test', fault, detail: 'why' });
    expect(await got).toMatchObject({ code, retryable, context: { reason: 'why' } });
    expect(statuses.at(-1)).toMatchObject({ state, detail: 'why', backendName: 'Test' });
  });

  test('gives up after 5 s, ends the worker and starts another one (S3)', async () => {
    const got = vault.get('a').catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(wire().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await got).toMatchObject({ code: 'STORE_TIMED_OUT', context: { limitMs: 5_000 } });
    expect(wire().killed).toBe(true);
    const again = vault.get('a');
    await turn();
    expect(wires).toHaveLength(2);
    wire().done('1');
    expect((await again)?.reveal()).toBe('1');
  });

  test('waits 120 s while a prompt shows, and says so (S3)', async () => {
    const prompts: number[] = [];
    const got = vault
      .get('a', { onPrompt: (limitMs) => void prompts.push(limitMs) })
      .catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(4_000);
    wire().say({ id: wire().last.id, type: 'prompt', backendName: 'Test' });
    expect(prompts).toEqual([120_000]);
    expect(statuses.at(-1)).toMatchObject({ state: 'prompting' });
    // Whoever asks for the state meanwhile does not wait for the user.
    expect(await vault.status()).toMatchObject({ state: 'prompting', backendName: 'Test' });
    await vi.advanceTimersByTimeAsync(119_999);
    expect(wire().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await got).toMatchObject({ code: 'STORE_TIMED_OUT', context: { limitMs: 120_000 } });
    expect(wire().killed).toBe(true);
    expect(statuses.at(-1)).toMatchObject({ state: 'timed-out' });
  });

  test('takes no reply that it does not understand for an answer (S2)', async () => {
    const got = vault.get('a').catch((cause: unknown) => cause);
    await turn();
    const { id } = wire().last;
    for (const message of [
      null,
      'done',
      {},
      { id, type: 'done' },
      { id, type: 'done', backendName: 'Test', storeId: 'x' },
      { id, type: 'done', backendName: 'Test', storeId: 'x', value: undefined },
      { id: id + 1, type: 'done', backendName: 'Test', storeId: 'x', value: null },
      { id, type: 'fault', backendName: null, fault: 'not-found', detail: '' },
    ]) {
      wire().say(message);
    }
    await vi.advanceTimersByTimeAsync(KEYCHAIN_LIMITS.callMs);
    expect(await got).toMatchObject({ code: 'STORE_TIMED_OUT' });
  });

  test('is not led astray by the late words of a worker that was given up', async () => {
    const first = vault.get('a').catch((cause: unknown) => cause);
    await vi.advanceTimersByTimeAsync(KEYCHAIN_LIMITS.callMs);
    await first;
    const given = wire();
    const second = vault.get('b');
    await turn();
    given.say({ id: wire().last.id, type: 'done', backendName: 'T', storeId: 'x', value: 'wrong' });
    given.exit();
    wire().done('right');
    expect((await second)?.reveal()).toBe('right');
  });

  test('says that the worker died, and starts another one', async () => {
    const got = vault.get('a').catch((cause: unknown) => cause);
    await turn();
    wire().exit();
    expect(await got).toMatchObject({ code: 'STORE_CRASHED', retryable: true });
    void vault.get('a');
    await turn();
    expect(wires).toHaveLength(2);
  });

  test('asks once more, with a new worker, when one that was in use has lost the store', async () => {
    const unreachable = () =>
      wire().say({
        id: wire().last.id,
        type: 'fault',
        backendName: null,
        fault: 'unreachable',
        detail: 'gone',
      });
    const first = vault.get('a');
    await turn();
    wire().done('1');
    await first;
    const second = vault.get('a');
    await turn();
    unreachable();
    await turn();
    expect(wires).toHaveLength(2);
    wire().done('2');
    expect((await second)?.reveal()).toBe('2');

    const third = vault.get('a').catch((cause: unknown) => cause);
    await turn();
    unreachable();
    await turn();
    unreachable();
    expect(await third).toMatchObject({ code: 'STORE_UNREACHABLE' });
    expect(wires).toHaveLength(3);
  });

  test('cancels what is under way, what waits and what has not begun', async () => {
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = vault.get('a', { signal: running.signal }).catch((cause: unknown) => cause);
    const second = vault.get('b', { signal: waiting.signal }).catch((cause: unknown) => cause);
    await turn();
    waiting.abort();
    expect(await second).toMatchObject({ code: 'CANCELLED' });
    expect(wire().killed).toBe(false);
    running.abort();
    expect(await first).toMatchObject({ code: 'CANCELLED' });
    expect(wire().killed).toBe(true);
    await expect(vault.status({ signal: running.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(wires).toHaveLength(1);
  });

  test('ends a worker that has had nothing to do for a while', async () => {
    const got = vault.get('a');
    await turn();
    wire().done('1');
    await got;
    await vi.advanceTimersByTimeAsync(KEYCHAIN_LIMITS.idleMs - 1);
    expect(wire().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(wire().killed).toBe(true);
  });

  test('warms up without asking for a prompt, and fails in silence', async () => {
    vault.warm();
    await turn();
    expect(wire().last).toMatchObject({ op: 'inspect', mayPrompt: false });
    const { id } = wire().last;
    wire().say({ id, type: 'fault', backendName: 'Test', fault: 'locked', detail: '' });
    await turn();
    expect(statuses.at(-1)).toMatchObject({ state: 'locked' });
  });

  test('answers a question about its state with the state, whatever it is', async () => {
    const status = vault.status();
    await vi.advanceTimersByTimeAsync(KEYCHAIN_LIMITS.callMs);
    expect(await status).toMatchObject({ backend: 'keychain', state: 'timed-out' });
  });

  test('looks at the store while the index cannot be read, and changes nothing', async () => {
    const reader = createKeychainVault({
      spawn: () => {
        const started = new Wire();
        wires.push(started);
        return started;
      },
      identity: {
        read: () => {
          throw new Failure('INDEX_UNREADABLE');
        },
        write: () => {
          throw new Failure('INDEX_UNREADABLE');
        },
      },
    });
    const status = reader.status();
    await turn();
    wire().done();
    expect(await status).toMatchObject({ state: 'ok' });
    await expect(reader.set('a', new Secret('secret'))).rejects.toMatchObject({
      code: 'INDEX_UNREADABLE',
    });
    expect(wire().requests).toHaveLength(1);
  });

  test.each(['', 'a\0b', '\ud800'])('refuses what a keychain cannot hold: %j', async (text) => {
    await expect(vault.set('a', new Secret(text))).rejects.toMatchObject({
      code: 'SECRET_INVALID',
    });
    expect(wires).toHaveLength(0);
  });

  test('shows no secret in a failure', async () => {
    const set = vault.set('a', new Secret('canary-secret')).catch((cause: unknown) => cause);
    await turn();
    wire().exit();
    const failure = await set;
    expect(failure).toBeInstanceOf(Error);
    expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain('canary');
  });
});
