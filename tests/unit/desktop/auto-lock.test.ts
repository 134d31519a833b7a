import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AutoLock } from '../../../electron/desktop/auto-lock.ts';

const MINUTE_MS = 60_000;
let idleSince: number;
let locks: number;
let screen: (() => void) | null;
let asked: number;
const monitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: () => {
    asked += 1;
    return Math.floor((Date.now() - idleSince) / 1000);
  },
});
let autoLock: AutoLock;

beforeEach(() => {
  vi.useFakeTimers();
  idleSince = Date.now();
  locks = 0;
  asked = 0;
  screen = null;
  autoLock = new AutoLock({
    monitor,
    onScreenLock: (locked) => {
      screen = locked;
      return () => {
        screen = null;
      };
    },
    lock: () => {
      locks += 1;
    },
  });
});
afterEach(() => {
  autoLock.stop();
  vi.useRealTimers();
});

test('locks when the user has been away for that long, and asks seldom', () => {
  autoLock.follow({ idleMinutes: 15, withScreen: false });
  vi.advanceTimersByTime(10 * MINUTE_MS);
  idleSince = Date.now();
  vi.advanceTimersByTime(14 * MINUTE_MS);
  expect(locks).toBe(0);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(locks).toBe(1);
  expect(asked).toBeLessThanOrEqual(4);
});

test('never locks where it is not to', () => {
  autoLock.follow({ idleMinutes: 0, withScreen: false });
  monitor.emit('suspend');
  monitor.emit('lock-screen');
  vi.advanceTimersByTime(1000 * MINUTE_MS);
  expect([locks, screen, asked]).toEqual([0, null, 0]);
});

test('locks with the screen and with the machine, until it goes by other rules', () => {
  autoLock.follow({ idleMinutes: 0, withScreen: true });
  monitor.emit('suspend');
  monitor.emit('lock-screen');
  screen?.();
  expect(locks).toBe(3);
  autoLock.follow({ idleMinutes: 5, withScreen: false });
  monitor.emit('suspend');
  expect([locks, screen]).toEqual([3, null]);
});
