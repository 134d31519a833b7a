import { describe, expect, it } from 'vitest';
import { duration, relativeTime } from '../../../renderer/dates.ts';

const now = Date.parse('2030-05-05T12:00:00Z');

describe('times in words', () => {
  it.each([
    ['2030-05-05T11:59:31Z', 'en', 'now'],
    ['2030-05-05T11:58:00Z', 'en', '2 minutes ago'],
    ['2030-05-04T11:00:00Z', 'en', 'yesterday'],
    ['2030-05-05T09:00:00Z', 'ja', '3 時間前'],
    ['2030-05-05T11:58:00Z', 'zh-CN', '2分钟前'],
    ['2029-01-01T00:00:00Z', 'en', 'last year'],
  ])('%s in %s is "%s"', (iso, locale, words) => {
    expect(relativeTime(iso, now, locale)).toBe(words);
  });

  it.each([
    [300, '300 ms'],
    [5000, '5 sec'],
    [9500, '9.5 sec'],
    [120_000, '120 sec'],
  ])('%d ms is "%s"', (ms, words) => {
    expect(duration(ms, 'en')).toBe(words);
  });
});
