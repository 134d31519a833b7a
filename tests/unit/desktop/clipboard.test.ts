import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSecretClipboard } from '../../../electron/desktop/clipboard.ts';
import { CLIPBOARD_CLEARS_AFTER_MS } from '../../../shared/exporting.ts';

/** A desktop's clipboard. */
function createClipboard() {
  let held = '';
  return {
    readText: async () => held,
    writeText: async (text: string) => {
      held = text;
    },
    clear: () => {
      held = '';
    },
    held: () => held,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('clears what was copied after 30 s, and not before', async () => {
  const clipboard = createClipboard();
  await createSecretClipboard(clipboard).copy('secret');
  await vi.advanceTimersByTimeAsync(CLIPBOARD_CLEARS_AFTER_MS - 1);
  expect(clipboard.held()).toBe('secret');
  await vi.advanceTimersByTimeAsync(1);
  expect(clipboard.held()).toBe('');
});

it('leaves what somebody else copied since', async () => {
  const clipboard = createClipboard();
  await createSecretClipboard(clipboard).copy('secret');
  await clipboard.writeText('mine');
  await vi.advanceTimersByTimeAsync(CLIPBOARD_CLEARS_AFTER_MS);
  expect(clipboard.held()).toBe('mine');
});

it('counts anew for what is copied after', async () => {
  const clipboard = createClipboard();
  const secrets = createSecretClipboard(clipboard);
  await secrets.copy('first');
  await vi.advanceTimersByTimeAsync(CLIPBOARD_CLEARS_AFTER_MS - 1);
  await secrets.copy('second');
  await vi.advanceTimersByTimeAsync(CLIPBOARD_CLEARS_AFTER_MS - 1);
  expect(clipboard.held()).toBe('second');
  await vi.advanceTimersByTimeAsync(1);
  expect(clipboard.held()).toBe('');
});

it('clears at once when it is told to, and leaves the next thing alone', async () => {
  const clipboard = createClipboard();
  const secrets = createSecretClipboard(clipboard);
  await secrets.copy('secret');
  await secrets.clear();
  expect(clipboard.held()).toBe('');
  await clipboard.writeText('secret');
  await vi.advanceTimersByTimeAsync(CLIPBOARD_CLEARS_AFTER_MS);
  await secrets.clear();
  expect(clipboard.held()).toBe('secret');
});
