import { describe, expect, it } from 'vitest';
import { fuzzImport } from '../../support/import-fuzz.ts';

describe('mutated texts of every shape', () => {
  it('M1 M2 M6: are read or refused; nothing else is thrown, and no secret is in an error', () => {
    const { runs, found, refused, defects } = fuzzImport(5_000, 20_261_124);
    expect(defects).toEqual([]);
    expect(found + refused).toBe(runs);
    // Both ways were taken often enough to mean something.
    expect(Math.min(found, refused)).toBeGreaterThan(runs / 20);
  });
});
