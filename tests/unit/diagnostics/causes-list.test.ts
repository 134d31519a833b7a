import { expect, it } from 'vitest';
import { CAUSES, REMEDIES, REMEDY_OF } from '../../../shared/diagnosis-causes.ts';

it('every remedy belongs to a cause', () => {
  const used = new Set<string>(CAUSES.map((cause) => REMEDY_OF[cause]));
  expect(REMEDIES.filter((remedy) => !used.has(remedy))).toEqual([]);
});
