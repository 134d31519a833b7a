import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { killLoop } from '../../support/authfile-kill-loop.ts';

describe('F2, F10 a writer that is killed at any moment', () => {
  test.each([
    ['the temporary directory', tmpdir()],
    ['tmpfs', '/dev/shm'],
  ])(
    'on %s: no file broken or widened, no entry lost, nothing left after the next start',
    async (_, under) => {
      const kills = 50;
      const report = await killLoop(kills, under);
      expect(report).toMatchObject({
        landed: kills,
        broken: 0,
        widened: 0,
        lost: 0,
        leftAfterSweep: 0,
      });
    },
    120_000,
  );
});
