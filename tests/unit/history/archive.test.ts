import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nameOf, readName, surplus } from '../../../electron/core/history/archive.ts';
import { createMemoryArchive } from '../../../electron/core/history/memory-archive.ts';

const NOW = Date.parse('2026-03-01T00:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => nameOf(randomUUID(), new Date(NOW - days * DAY_MS));

describe('the name of a record', () => {
  it('holds its time and id, and sorts by time', () => {
    const id = randomUUID();
    const at = new Date('2026-01-31T09:30:00.123Z');
    const name = nameOf(id, at);
    expect(name).toBe(`20260131T093000123Z-${id}`);
    expect(readName(name)).toEqual({ id, atMs: at.getTime() });
    const names = [3, 1, 2].map(daysAgo);
    expect(names.toSorted()).toEqual([names[0], names[2], names[1]]);
  });

  it.each(['', 'recipient.txt', '../etc/passwd', `20261399T999999999Z-${randomUUID()}`])(
    'is not %j',
    (name) => expect(readName(name)).toBeNull(),
  );
});

describe('what has to go', () => {
  it('is what is older than the history goes back', () => {
    const names = [100, 91, 89, 0].map(daysAgo);
    const limits = { recordsMax: 10, ageMsMax: 90 * DAY_MS };
    expect(surplus(names, limits, NOW)).toEqual(names.slice(0, 2));
  });

  it('is the oldest where there are too many', () => {
    const names = [4, 3, 2, 1].map(daysAgo);
    const limits = { recordsMax: 3, ageMsMax: 90 * DAY_MS };
    expect(surplus(names, limits, NOW)).toEqual(names.slice(0, 1));
    expect(surplus([], limits, NOW)).toEqual([]);
  });
});

describe('records in memory', () => {
  it('are kept within the limits, and no others', async () => {
    const archive = createMemoryArchive({ recordsMax: 2, ageMsMax: 90 * DAY_MS });
    const names = [2, 1, 0].map((days) => nameOf(randomUUID(), new Date(Date.now() - days)));
    for (const name of names) await archive.add(name, name);
    await archive.tidy();
    expect(await archive.names()).toEqual(names.slice(1));
    const read = await archive.open();
    expect(await read(names[2] ?? '')).toBe(names[2]);
    await expect(read(names[0] ?? '')).rejects.toMatchObject({ code: 'HISTORY_UNKNOWN' });
  });
});
