import { describe, expect, test } from 'vitest';
import { startKeyring } from '../../support/keyring.ts';

describe('the keyring that the tests run against', () => {
  test('is unlocked, locks and unlocks, and comes back locked after SIGKILL', async () => {
    const keyring = await startKeyring();
    try {
      expect(await keyring.isLocked()).toBe(false);
      await keyring.lock();
      expect(await keyring.isLocked()).toBe(true);
      await keyring.unlock();
      expect(await keyring.isLocked()).toBe(false);
      await keyring.signal('SIGKILL');
      expect(await keyring.isLocked()).toBe(true);
    } finally {
      await keyring.stop();
    }
  });

  test('can be a bus without a Secret Service', async () => {
    const keyring = await startKeyring({ service: false });
    try {
      await expect(keyring.isLocked()).rejects.toThrow('org.freedesktop.secrets');
    } finally {
      await keyring.stop();
    }
  });
});
