import { expect, it } from 'vitest';
import { CAUSES } from '../../../shared/diagnosis-causes.ts';
import { GROUPS } from './lab/groups.ts';

it('every cause is made for real by a case of the laboratory', () => {
  const made = new Set([...GROUPS.values()].flat().map(({ cause }) => cause));
  // That a run is over in time, and says so, is measured by the bench.
  expect(CAUSES.filter((cause) => !made.has(cause))).toEqual(['limit-reached']);
});

it('the cases have titles of their own', () => {
  const titles = [...GROUPS.values()].flat().map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
