import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseRecord, recordText } from '../../../electron/core/history/record.ts';

const RECORD = {
  id: randomUUID(),
  at: '2026-01-31T09:30:00.123Z',
  action: 'login',
  targetId: 'docker',
  path: '/home/u/.docker/config.json',
  format: 'docker-config',
  changes: [],
  undoes: null,
  entries: [
    { via: 'file', key: 'quay.io', governedBy: null, before: null, after: '{ "auth":"YTpi" }' },
    {
      via: 'helper',
      helper: 'pass',
      key: 'quay.io',
      before: { username: 'a', secret: 'b' },
      after: null,
    },
  ],
} as const;

describe('a record', () => {
  it('is read as it was written', () => {
    const text = recordText({ ...RECORD, changes: [], entries: [...RECORD.entries] });
    expect(parseRecord(text)).toEqual({ version: 1, ...RECORD });
  });

  it.each([
    'canary-secret',
    '"canary-secret"',
    '{"version":2,"entries":"canary-secret"}',
    JSON.stringify({ version: 1, ...RECORD, more: 'canary-secret' }),
  ])('that is none is refused without a word of it (L1)', (text) => {
    try {
      parseRecord(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'HISTORY_UNKNOWN' });
      expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain(
        'canary-secret',
      );
    }
  });
});
