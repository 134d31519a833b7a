import { useSyncExternalStore } from 'react';
import { absoluteFormat, relativeFormat } from './formats.ts';

const MINUTE_MS = 60_000;
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 60 * MINUTE_MS],
  ['month', 30 * 24 * 60 * MINUTE_MS],
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
];

/** `2 minutes ago`, in the words of the locale; anything under a minute is `now`. */
export function relativeTime(iso: string, nowMs: number, locale: string): string {
  const distanceMs = Date.parse(iso) - nowMs;
  const format = relativeFormat(locale);
  for (const [unit, unitMs] of UNITS) {
    if (Math.abs(distanceMs) >= unitMs) return format.format(Math.trunc(distanceMs / unitMs), unit);
  }
  return format.format(0, 'second');
}

/** The date and time in full, in the user's own time zone. */
export function absoluteTime(iso: string, locale: string): string {
  return absoluteFormat(locale).format(new Date(iso));
}

/** `5 s`, in the words of the locale. */
export function duration(ms: number, locale: string): string {
  const short = ms < 10_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: ms < 1000 ? 'millisecond' : 'second',
    unitDisplay: 'short',
    maximumFractionDigits: short ? 1 : 0,
  }).format(ms < 1000 ? ms : ms / 1000);
}

// One timer for every relative time on the screen, and none while the window is hidden.
let nowMs = Date.now();
let timer: number | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function schedule(): void {
  window.clearInterval(timer);
  timer = undefined;
  if (listeners.size > 0 && !document.hidden) timer = window.setInterval(tick, MINUTE_MS);
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', onVisibility);
  listeners.add(listener);
  schedule();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', onVisibility);
    schedule();
  };
}

function onVisibility(): void {
  if (!document.hidden) tick();
  schedule();
}

/** The present, to the minute. */
export function useNowMs(newest: string): number {
  const now = useSyncExternalStore(listen, () => nowMs);
  // What just happened is never in the future.
  return Math.max(now, Date.parse(newest));
}
