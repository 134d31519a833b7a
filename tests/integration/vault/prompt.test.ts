import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../electron/core/secret.ts';
import { Presence } from '../../../electron/core/vault/presence.ts';
import { bundle } from '../../support/bundle.ts';
import { type Display, startDisplay } from '../../support/display.ts';
import { type Keyring, type KeyringOptions, startKeyring, until } from '../../support/keyring.ts';
import { ended, type Probe, probe, rejection } from './support.ts';

const id = randomUUID();
const secret = new Secret('s3cret-value');
const PASSWORD = ['t', 'e', 's', 't', 'Return'];

describe('the keychain vault and the prompt of the desktop', () => {
  let module = '';
  let display: Display;
  beforeAll(async () => {
    module = await bundle('electron/keychain-worker.ts');
  });
  let keyring: Keyring;
  let store: Probe;
  let prompts: number[];
  const onPrompt = (limitMs: number) => void prompts.push(limitMs);
  const promptShows = () => until(() => display.isGrabbed());

  async function start(options: KeyringOptions, limits = {}): Promise<void> {
    keyring = await startKeyring({ ...options, display: display.name });
    store = probe(module, keyring.env, limits);
  }
  beforeEach(async () => {
    display = await startDisplay();
    prompts = [];
  });
  afterEach(async () => {
    store.vault.close();
    await keyring.stop();
    await display.stop();
  });

  test('answered: the call goes on with the unlocked store', async () => {
    await start({});
    await store.vault.set(id, secret);
    await keyring.lock();
    const got = store.vault.get(id, { onPrompt });
    await promptShows();
    expect(prompts).toEqual([120_000]);
    expect(store.statuses.at(-1)).toMatchObject({ state: 'prompting' });
    display.press(...PASSWORD);
    expect((await got)?.equals(secret)).toBe(true);
    expect(store.statuses.at(-1)).toMatchObject({ state: 'ok' });
  });

  test('locked by us, for every program, until it is answered again', async () => {
    await start({});
    await store.vault.set(id, secret);
    expect(await store.vault.lock()).toMatchObject({ state: 'locked' });
    await expect(store.vault.get(id)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    const presence = new Presence({
      vaultOf: () => store.vault,
      ageFile: () => expect.fail('no file'),
      agree: () => expect.fail('the store asks'),
      platform: 'linux',
    });
    const keychain = new Set(['keychain'] as const);
    const confirming = presence.confirm(keychain, null, { onPrompt });
    await promptShows();
    display.press(...PASSWORD);
    await confirming;
    await presence.use(keychain);
    await expect(presence.use(keychain)).rejects.toMatchObject({ code: 'PRESENCE_NEEDED' });
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('dismissed: STORE_CANCELLED, and nothing is deleted (S2)', async () => {
    await start({});
    await store.vault.set(id, secret);
    for (const call of [
      () => store.vault.get(id, { onPrompt }),
      () => store.vault.set(id, new Secret('another'), { onPrompt }),
      () => store.vault.delete(id, { onPrompt }),
    ]) {
      await keyring.lock();
      const failure = rejection(call());
      await promptShows();
      display.press('Escape');
      expect(await failure).toMatchObject({ code: 'STORE_CANCELLED' });
    }
    expect(store.statuses.at(-1)).toMatchObject({ state: 'cancelled' });
    await keyring.unlock();
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('left open: timed out at its own limit, and the next call works (S3)', async () => {
    await start({}, { callMs: 60_000, promptMs: 1_500 });
    await store.vault.set(id, secret);
    await keyring.lock();
    expect(await rejection(store.vault.get(id, { onPrompt }))).toMatchObject({
      code: 'STORE_TIMED_OUT',
      context: { limitMs: 1_500 },
    });
    expect(prompts).toEqual([1_500]);
    await keyring.unlock();
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('cancelled from our side: the call ends; answering the prompt still unlocks', async () => {
    await start({});
    await store.vault.set(id, secret);
    await keyring.lock();
    const cancel = new AbortController();
    const failure = rejection(store.vault.get(id, { onPrompt, signal: cancel.signal }));
    await promptShows();
    cancel.abort();
    expect(await failure).toMatchObject({ code: 'CANCELLED' });
    expect(await store.vault.status()).toMatchObject({ state: 'locked' });
    display.press(...PASSWORD);
    await until(async () => !(await keyring.isLocked()));
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('left behind by an app that dies: the worker ends all the same', async () => {
    await start({});
    await store.vault.set(id, secret);
    await keyring.lock();
    const failure = rejection(store.vault.get(id, { onPrompt }));
    await promptShows();
    store.workers[0]?.disconnect();
    await ended(store.workers[0]);
    expect(await failure).toMatchObject({ code: 'STORE_CRASHED' });
  });

  test('not shown to a caller that cannot wait: STORE_LOCKED at once (S3)', async () => {
    await start({});
    await store.vault.set(id, secret);
    await keyring.lock();
    expect(await rejection(store.vault.get(id))).toMatchObject({ code: 'STORE_LOCKED' });
    expect(await store.vault.status()).toMatchObject({ state: 'locked' });
    expect(display.isGrabbed()).toBe(false);
  });

  test('unlock() shows it and ends with the state', async () => {
    await start({ unlocked: false });
    const unlocked = store.vault.unlock({ onPrompt });
    await promptShows();
    display.press(...PASSWORD);
    expect(await unlocked).toMatchObject({ state: 'ok' });
  });

  test('without a login keyring, it asks for the password of a new one', async () => {
    await start({ empty: true });
    const made = store.vault.set(id, secret, { onPrompt });
    await promptShows();
    display.press('t', 'e', 's', 't', 'Tab', ...PASSWORD);
    await made;
    expect((await store.vault.get(id))?.equals(secret)).toBe(true);
  });

  test('without a login keyring, dismissed: STORE_CANCELLED', async () => {
    await start({ empty: true });
    const failure = rejection(store.vault.set(id, secret, { onPrompt }));
    await promptShows();
    display.press('Escape');
    expect(await failure).toMatchObject({ code: 'STORE_CANCELLED' });
    expect(store.storeId).toBeNull();
  });
});
